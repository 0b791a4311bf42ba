/** How the conflicts of a tree differ from those it had in the release before. */
import type { Conflict } from '../../base/model/conflict.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { RunRecord } from '../../base/model/run.ts'
import { distinct } from '../../base/std/collections.ts'
import { type ConflictOutcome, conflictOutcome } from './conflict-outcome.ts'
import { metConflicts } from '../../base/model/met-conflicts.ts'

export type ConflictChange =
  | (ConflictsOfTree & { readonly kind: 'gained-conflict'; readonly outcome: ConflictOutcome })
  /** `all`: it has none left. */
  | (ConflictsOfTree & { readonly kind: 'lost-conflict'; readonly all: boolean })
  /** The same commits clash, but the other side came in by another tree: mostly because that tree went upstream. */
  | {
      readonly kind: 'conflict-moved'
      readonly tree: TreeName
      readonly path: string
      readonly from: Partner
      readonly to: Partner
    }
  /** News only where the release does something else about it than the one before. */
  | (ConflictsOfTree & {
      readonly kind: 'still-conflicting'
      readonly outcome: ConflictOutcome
      readonly news: boolean
    })

/** A tree's partner in a conflict; undefined is upstream. */
export type Partner = TreeName | undefined

export interface ConflictsOfTree {
  readonly tree: TreeName
  readonly partners: readonly Partner[]
  readonly paths: readonly string[]
}

/** The changes of each tree of the release, in roster order, then those of its groups as a whole. */
export function conflictChanges(previous: RunRecord | undefined, record: RunRecord): Map<TreeName, ConflictChange[]> {
  const before = previous ? metConflicts(previous) : new Map<TreeName, readonly Conflict[]>()
  const now = metConflicts(record)
  return new Map(
    [...record.plan.trees, ...record.groups].map(({ name }) => {
      const [had, has] = [before.get(name) ?? [], now.get(name) ?? []]
      const earlier = previous && conflictOutcome(previous, name)
      return [
        name,
        ofTree(name, { had, has, earlier, outcome: conflictOutcome(record, name), tried: wasTried(record, name) }),
      ]
    }),
  )
}

interface ThenAndNow {
  readonly had: readonly Conflict[]
  readonly has: readonly Conflict[]
  readonly earlier: ConflictOutcome | undefined
  readonly outcome: ConflictOutcome
  readonly tried: boolean
}

function ofTree(tree: TreeName, { had, has, earlier, outcome, tried }: ThenAndNow): ConflictChange[] {
  const pairs = has.map((conflict) => ({ conflict, self: earlierSelf(conflict, had) }))
  const gained = pairs.flatMap(({ conflict, self }) => (self === undefined ? [conflict] : []))
  const moved = pairs.flatMap(({ conflict, self }) => movedAs(conflict, self))
  const still = pairs.flatMap(({ conflict, self }) =>
    self?.oursBy.tree === conflict.oursBy.tree && self ? [conflict] : [],
  )
  const lost = tried ? had.filter((conflict) => !has.some((open) => isSame(open, conflict))) : []
  const news = earlier?.kind !== outcome.kind
  const worthTelling = still.length > 0 && gained.length === 0 && (news || outcome.kind !== 'resolved')
  return [
    ...(gained.length > 0 ? [{ kind: 'gained-conflict', ...summed(tree, gained), outcome } as const] : []),
    ...moved,
    ...(lost.length > 0 ? [{ kind: 'lost-conflict', ...summed(tree, lost), all: has.length === 0 } as const] : []),
    ...(worthTelling ? [{ kind: 'still-conflicting', ...summed(tree, still), outcome, news } as const] : []),
  ]
}

function movedAs(conflict: Conflict, self: Conflict | undefined): ConflictChange[] {
  const [from, to] = [self?.oursBy.tree, conflict.oursBy.tree]
  if (self === undefined || from === to) return []
  return [{ kind: 'conflict-moved', tree: conflict.tree, path: conflict.path, from, to }]
}

/** A conflict that is no longer met is lost only if the tree's own tip was merged today, and not held or kept elsewhere. */
function wasTried(record: RunRecord, tree: TreeName): boolean {
  if (record.groups.some(({ name }) => name === tree)) return true
  const reason = record.plan.trees.find(({ name }) => name === tree)?.reason.kind
  return reason === 'as-fetched' || reason === 'last-good'
}

function earlierSelf(conflict: Conflict, had: readonly Conflict[]): Conflict | undefined {
  return had.find((earlier) => earlier.id === conflict.id) ?? had.find((earlier) => isSame(earlier, conflict))
}

/** The id says so; or the same file and a commit in common do, where only the lines around changed. */
function isSame(a: Conflict, b: Conflict): boolean {
  if (a.id === b.id) return true
  const named = new Set(a.oursBy.commits.map(({ commit }) => commit))
  return a.path === b.path && b.oursBy.commits.some(({ commit }) => named.has(commit))
}

function summed(tree: TreeName, conflicts: readonly Conflict[]): ConflictsOfTree {
  return {
    tree,
    partners: distinct(conflicts.map(({ oursBy }) => oursBy.tree)),
    paths: distinct(conflicts.map(({ path }) => path)),
  }
}
