/** Which conflicts are told in one mail: those that the same commits of the same two trees made. */
import type { BlamedCommit, Conflict, ConflictId } from '../../base/model/conflict.ts'
import type { TreeName } from '../../base/model/names.ts'
import { groupBy } from '../../base/std/collections.ts'

/** Beyond this many, the conflicts of two trees are one story (one renamed what the other changed) and are told in one mail. */
const MAILS_A_PAIR_MAX = 5

export interface ConflictGroup {
  readonly tree: TreeName
  /** The tree it clashes with, whose commits were there first; undefined is upstream. */
  readonly partner: TreeName | undefined
  readonly conflicts: readonly [Conflict, ...Conflict[]]
  /** Later trees that met the very same conflicts, for they contain the same commits. */
  readonly alsoMetBy: readonly TreeName[]
}

/** Groups in the order in which their first conflicts were met. A conflict that is met again belongs to the tree that met it first. */
export function groupConflicts(conflicts: readonly Conflict[]): ConflictGroup[] {
  const byId = groupBy(conflicts, ({ id }) => id)
  const firsts = [...byId.values()].flatMap(([first]) => (first === undefined ? [] : [first]))
  return [...groupBy(firsts, treesOf).values()].flatMap((ofTwoTrees) => {
    const groups = [...groupBy(ofTwoTrees, commitPairOf).values()]
    return (groups.length > MAILS_A_PAIR_MAX ? [ofTwoTrees] : groups).flatMap((group) => asGroup(group, byId))
  })
}

/** The commits named on a side by any of the conflicts, each once. */
export function commitsOf(group: ConflictGroup, side: 'oursBy' | 'theirsBy'): BlamedCommit[] {
  const commits = group.conflicts.flatMap((conflict) => conflict[side].commits)
  return [...new Map(commits.map((blamed) => [blamed.commit, blamed])).values()]
}

function treesOf(conflict: Conflict): string {
  return `${conflict.tree} ${conflict.oursBy.tree ?? ''}`
}

function commitPairOf({ oursBy, theirsBy }: Conflict): string {
  const sides = [oursBy, theirsBy].map(({ commits }) =>
    commits
      .map(({ commit }) => commit)
      .sort()
      .join(' '),
  )
  return sides.join(' against ')
}

function asGroup(
  [first, ...rest]: readonly Conflict[],
  byId: ReadonlyMap<ConflictId, readonly Conflict[]>,
): ConflictGroup[] {
  if (first === undefined) return []
  const conflicts = [first, ...rest] as const
  const metBy = conflicts.flatMap(({ id }) => (byId.get(id) ?? []).map(({ tree }) => tree))
  return [
    {
      tree: first.tree,
      partner: first.oursBy.tree,
      conflicts,
      alsoMetBy: [...new Set(metBy)].filter((tree) => tree !== first.tree),
    },
  ]
}
