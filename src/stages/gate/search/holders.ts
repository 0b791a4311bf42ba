/** Which trees hold another tree's commits: they go with it when it is taken out, or it would still be there. Pure. */
import type { CommitLink } from '../../../base/git/commit-walk.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import { TreeHistory } from './tree-history.ts'

/**
 * For each version, in the order of the merges, the places whose trees hold a commit that it was the first to bring; itself among them,
 * ascending. Of a version that brought nothing, since an earlier tree holds all of it: those that hold its tip.
 */
export function holdersOf(
  versions: readonly CommitOid[],
  links: readonly CommitLink[],
): readonly (readonly number[])[] {
  const history = new TreeHistory(links)
  const heldBy = new Map<CommitOid, number[]>()
  for (const [place, version] of versions.entries())
    for (const commit of history.reachable([version])) {
      const holders = heldBy.get(commit)
      if (holders) holders.push(place)
      else heldBy.set(commit, [place])
    }
  const all = versions.map((version, place) => new Set([place, ...(heldBy.get(version) ?? [])]))
  for (const holders of heldBy.values()) for (const place of holders) all[holders[0] ?? 0]?.add(place)
  return all.map((places) => [...places].sort((one, other) => one - other))
}
