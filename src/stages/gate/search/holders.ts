/** Which trees hold another tree's commits: they go with it when it is taken out, or it would still be there. Pure. */
import type { CommitLink } from '../../../base/git/commit-walk.ts'
import type { CommitOid } from '../../../base/model/oid.ts'

/**
 * For each version, in the order of the merges, the places whose trees hold a commit that it was the first to bring; itself among them,
 * ascending. Of a version that brought nothing, since an earlier tree holds all of it: those that hold its tip.
 */
export function holdersOf(
  versions: readonly CommitOid[],
  links: readonly CommitLink[],
): readonly (readonly number[])[] {
  const parents = new Map(links.map(({ commit, parents: of }) => [commit, of]))
  const heldBy = new Map<CommitOid, number[]>()
  for (const [place, version] of versions.entries())
    for (const commit of reachable(version, parents)) {
      const holders = heldBy.get(commit)
      if (holders) holders.push(place)
      else heldBy.set(commit, [place])
    }
  const all = versions.map((version, place) => new Set([place, ...(heldBy.get(version) ?? [])]))
  for (const holders of heldBy.values()) for (const place of holders) all[holders[0] ?? 0]?.add(place)
  return all.map((places) => [...places].sort((one, other) => one - other))
}

/** The first parents of a version, oldest first: the steps by which it came to be what it is, as far as `isThere` does not hold them. */
export function stepsOf(
  version: CommitOid,
  links: readonly CommitLink[],
  isThere: (commit: CommitOid) => boolean,
): CommitOid[] {
  const parents = new Map(links.map(({ commit, parents: of }) => [commit, of]))
  const steps: CommitOid[] = []
  for (let commit: CommitOid | undefined = version; commit !== undefined; commit = parents.get(commit)?.[0]) {
    if (!parents.has(commit) || isThere(commit)) break
    steps.push(commit)
  }
  return steps.reverse()
}

/** Commits beyond upstream that a version holds. */
export function reachable(
  version: CommitOid,
  parents: ReadonlyMap<CommitOid, readonly CommitOid[]>,
): ReadonlySet<CommitOid> {
  const seen = new Set<CommitOid>()
  const open = [version]
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    const of = parents.get(commit)
    if (of === undefined || seen.has(commit)) continue
    seen.add(commit)
    open.push(...of)
  }
  return seen
}
