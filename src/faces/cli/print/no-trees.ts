/** What is said of a roster that has no trees, instead of counting them. */
export const NO_TREES = 'The roster has no trees yet. Add one with: tributary trees add <name> <url>#<branch>'
