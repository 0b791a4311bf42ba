/** What a peer made of the trees, in a form that Tributary's own answer can be compared with. */

export type TreeOutcome =
  | { readonly kind: 'merged'; readonly tree: string }
  | { readonly kind: 'already-in' }
  | { readonly kind: 'conflicted' }

export interface Integration {
  /** Every tree, in roster order. */
  readonly outcomes: ReadonlyMap<string, TreeOutcome>
  /** The tree after the last merge. */
  readonly contentTree: string
  readonly seconds: number
}

/** The first differences between two integrations, in words; none when both did the same. */
export function differences(expected: Integration, found: Integration): string[] {
  const said: string[] = []
  if (expected.contentTree !== found.contentTree)
    said.push(`content tree ${found.contentTree}, not ${expected.contentTree}`)
  for (const [name, outcome] of expected.outcomes) {
    const other = found.outcomes.get(name)
    if (words(other) !== words(outcome)) said.push(`${name}: ${words(other)}, not ${words(outcome)}`)
  }
  return said
}

function words(outcome: TreeOutcome | undefined): string {
  if (outcome === undefined) return 'missing'
  return outcome.kind === 'merged' ? `merged to ${outcome.tree}` : outcome.kind
}
