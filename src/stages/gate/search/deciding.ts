/** Which red answers of a search decide about a culprit: those that must be red again before anybody is blamed. Pure. */
import type { Candidate } from './candidate.ts'
import type { Culprit } from './search.ts'

/** What the culprit's tree at `place` was found by: a beginning that ends with it, and the trees of the set to its right. */
export function foundBy({ red, set }: Pick<Culprit, 'red' | 'set'>, place: number): Candidate {
  return red.filter((other) => other <= place || set.includes(other))
}

/** The shortest red beginning first. */
export function decidingReds(culprit: Pick<Culprit, 'red' | 'set'>): Candidate[] {
  return culprit.set.map((place) => foundBy(culprit, place)).reverse()
}
