/** The history of a tree beyond upstream, as far as a search goes into it. Pure. */
import type { CommitLink } from '../../../base/git/commit-walk.ts'
import type { CommitOid } from '../../../base/model/oid.ts'

export class TreeHistory {
  readonly #parents: ReadonlyMap<CommitOid, readonly CommitOid[]>

  constructor(links: readonly CommitLink[]) {
    this.#parents = new Map(links.map(({ commit, parents }) => [commit, parents]))
  }

  /** All commits beyond upstream that these hold. */
  reachable(tips: readonly CommitOid[]): ReadonlySet<CommitOid> {
    const seen = new Set<CommitOid>()
    const open = [...tips]
    for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
      const parents = this.#parents.get(commit)
      if (parents === undefined || seen.has(commit)) continue
      seen.add(commit)
      open.push(...parents)
    }
    return seen
  }

  /** The first parents of a commit, oldest first, itself among them: the steps by which it came to be, as far as `there` does not hold them. */
  steps(tip: CommitOid, there: ReadonlySet<CommitOid>): CommitOid[] {
    const steps: CommitOid[] = []
    for (let commit: CommitOid | undefined = tip; commit !== undefined; commit = this.#parents.get(commit)?.[0]) {
      if (!this.#parents.has(commit) || there.has(commit)) break
      steps.push(commit)
    }
    return steps.reverse()
  }

  /** A merge of two, as it can be taken apart: what was merged, and into what. */
  sides(commit: CommitOid): { readonly into: CommitOid; readonly merged: CommitOid } | undefined {
    const [into, merged, third] = this.#parents.get(commit) ?? []
    return into === undefined || merged === undefined || third !== undefined ? undefined : { into, merged }
  }
}
