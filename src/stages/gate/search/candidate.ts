/** A candidate of a search: upstream with some of a release's trees, by their places in the order of merging. */

/** Places of the trees it holds, ascending. */
export type Candidate = readonly number[]

/** One name for each candidate. Runs of places are folded, since most candidates are a beginning or all but a few. */
export function candidateName(candidate: Candidate): string {
  const runs: string[] = []
  for (let at = 0; at < candidate.length; ) {
    const first = candidate[at] as number
    let last = first
    while (candidate[at + (last - first) + 1] === last + 1) last += 1
    runs.push(first === last ? `${first}` : `${first}-${last}`)
    at += last - first + 1
  }
  return runs.length === 0 ? 'upstream' : runs.join(',')
}
