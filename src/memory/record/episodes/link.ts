/** Which episode each conflict of a release goes on with. Pure. */
import type { Conflict, ConflictId } from '../../../base/model/conflict.ts'
import type { Episode, Trace } from '../../../base/model/episode.ts'
import { groupBy } from '../../../base/std/collections.ts'
import { likeness, traceOf } from './trace.ts'

/** One conflict of a release, by whichever trees it was met, in the order they were merged. */
export interface MetConflict {
  readonly id: ConflictId
  readonly met: readonly [Conflict, ...Conflict[]]
  readonly trace: Trace
}

export function sortConflicts(conflicts: readonly Conflict[]): MetConflict[] {
  return [...groupBy(conflicts, ({ id }) => id)].flatMap(([id, [first, ...others]]) =>
    first === undefined ? [] : [{ id, met: [first, ...others], trace: traceOf(first) }],
  )
}

/** A conflict goes on with one episode, and an episode with one conflict; the surest ties are made first. */
export function linkConflicts(
  episodes: readonly Episode[],
  conflicts: readonly MetConflict[],
): Map<MetConflict, Episode> {
  const byPath = groupBy(episodes, ({ path }) => path)
  const ties = conflicts.flatMap((conflict) =>
    (byPath.get(conflict.met[0].path) ?? []).map((episode) => ({
      conflict,
      episode,
      strength: tie(episode, conflict),
    })),
  )
  const links = new Map<MetConflict, Episode>()
  const taken = new Set<Episode>()
  for (const { conflict, episode, strength } of ties.toSorted((a, b) => b.strength - a.strength)) {
    if (strength === 0 || links.has(conflict) || taken.has(episode)) continue
    links.set(conflict, episode)
    taken.add(episode)
  }
  return links
}

/**
 * How surely a conflict is an episode's, 0 when it is not. Its id says so; or, while the episode lasts, lines that both have at the same path
 * in a conflict of the same tree. Upstream is everybody's partner and proves nothing.
 */
export function tie(episode: Episode, { id, met, trace }: MetConflict): number {
  const lasts = episode.state === 'over' ? 0 : 1
  if (episode.conflict === id) return 8 + lasts
  if (episode.conflicts.includes(id)) return 6 + lasts
  const [{ path, tree, oursBy, fix, kind }] = met
  if (lasts === 0 || path !== episode.path || (fix === undefined) !== (episode.fix === undefined)) return 0
  const { tree: itsTree, partner } = episode.pair
  const sameTree = tree === itsTree
  const shareTree = sameTree || tree === partner || oursBy.tree === itsTree
  const sharePartner = oursBy.tree !== undefined && oursBy.tree === partner
  if (!shareTree && !sharePartner) return 0
  const alike =
    trace.length === 0 && episode.trace.length === 0 ? Number(kind === episode.kind) : likeness(trace, episode.trace)
  return alike === 0 ? 0 : alike + (sameTree ? 2 : 0)
}
