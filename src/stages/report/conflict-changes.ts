/** How the conflicts of each tree differ from those it had in the release before, as the summary tells it. */
import type { Conflict } from '../../base/model/conflict.ts'
import type { EpisodeChange, EpisodeNews, EpisodePair } from '../../base/model/episode.ts'
import { metConflicts } from '../../base/model/met-conflicts.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { RunRecord } from '../../base/model/run.ts'
import type { Settler } from '../../base/model/settling.ts'
import { distinct, groupBy } from '../../base/std/collections.ts'
import { type ConflictOutcome, conflictOutcome } from './conflict-outcome.ts'

export type ConflictChange =
  | (ConflictsOfTree & { readonly kind: 'gained-conflict'; readonly outcome: ConflictOutcome })
  /** Gained and settled in one, or known before. */
  | (ConflictsOfTree & { readonly kind: 'settled-conflict'; readonly gained: boolean; readonly by: readonly Settler[] })
  | (ConflictsOfTree & { readonly kind: 'reopened-conflict'; readonly outcome: ConflictOutcome })
  /** `all`: it has none left. */
  | (ConflictsOfTree & { readonly kind: 'lost-conflict'; readonly all: boolean })
  /** Another pair of trees meets it: mostly because the other side went upstream. */
  | {
      readonly kind: 'conflict-moved'
      readonly tree: TreeName
      readonly path: string
      readonly from: EpisodePair
      readonly to: EpisodePair
    }
  /** News only where the release does something else about it than the one before. */
  | (ConflictsOfTree & {
      readonly kind: 'still-conflicting'
      readonly outcome: ConflictOutcome
      readonly news: boolean
    })

export interface ConflictsOfTree {
  readonly tree: TreeName
  /** Undefined is upstream. */
  readonly partners: readonly (TreeName | undefined)[]
  readonly paths: readonly string[]
}

/** The changes of each tree, or group as a whole, that has any. */
export function conflictChanges(
  previous: RunRecord | undefined,
  record: RunRecord,
  news: readonly EpisodeNews[],
): Map<TreeName, ConflictChange[]> {
  const open = new Map(
    [...metConflicts(record)].map(([tree, met]) => [tree, met.filter(({ settled }) => settled === undefined)]),
  )
  const byTree = groupBy(news, ({ episode }) => episode.pair.tree)
  const trees = distinct([...byTree.keys(), ...open.keys()])
  return new Map(
    trees.map((tree) => {
      const before = previous && conflictOutcome(previous, tree)
      const outcome = conflictOutcome(record, tree)
      return [tree, ofTree(tree, { news: byTree.get(tree) ?? [], open: open.get(tree) ?? [], before, outcome })]
    }),
  )
}

interface Now {
  readonly news: readonly EpisodeNews[]
  readonly open: readonly Conflict[]
  readonly before: ConflictOutcome | undefined
  readonly outcome: ConflictOutcome
}

function ofTree(tree: TreeName, { news, open, before, outcome }: Now): ConflictChange[] {
  const isNew = (one: EpisodeNews): boolean => hasChange(one, 'begun') || hasChange(one, 'returned')
  const gained = news.filter((one) => isNew(one) && one.episode.state === 'open')
  const reopened = news.filter((one) => hasChange(one, 'reopened'))
  const lost = news.filter((one) =>
    one.changes.some((change) => change.kind === 'over' && change.why.kind === 'merges'),
  )
  const moved = news.filter((one) => hasChange(one, 'moved'))
  const told = new Set([...gained, ...reopened, ...moved].map(({ episode }) => episode.conflict))
  const still = open.filter(({ id }) => !told.has(id))
  const otherwise = before?.kind !== outcome.kind && gained.length === 0 && reopened.length === 0
  const some = <Kind>(kind: Kind, of: readonly EpisodeNews[]) => (of.length > 0 ? [{ kind, ...summed(tree, of) }] : [])
  return [
    ...some('gained-conflict' as const, gained).map((change) => ({ ...change, outcome })),
    ...settledIn(tree, news, isNew),
    ...some('reopened-conflict' as const, reopened).map((change) => ({ ...change, outcome })),
    ...moved.flatMap(movedIn),
    ...some('lost-conflict' as const, lost).map((change) => ({ ...change, all: open.length === 0 })),
    ...(still.length > 0 && gained.length === 0 && reopened.length === 0
      ? [{ kind: 'still-conflicting' as const, ...ofConflicts(tree, still), outcome, news: otherwise }]
      : []),
  ]
}

/** One entry for what is settled by the same. */
function settledIn(
  tree: TreeName,
  news: readonly EpisodeNews[],
  isNew: (one: EpisodeNews) => boolean,
): ConflictChange[] {
  const settled = news.filter(({ episode: { state }, changes }) => state === 'settled' && changes.some(isSettling))
  const alike = groupBy(settled, (one) => JSON.stringify([isNew(one), one.episode.by]))
  return [...alike.values()].flatMap((some) => {
    const [first] = some
    if (first === undefined) return []
    return [{ kind: 'settled-conflict', ...summed(tree, some), gained: isNew(first), by: first.episode.by } as const]
  })
}

function isSettling({ kind }: EpisodeChange): boolean {
  return kind === 'settled' || kind === 'returned'
}

function movedIn({ episode, changes }: EpisodeNews): ConflictChange[] {
  return changes.flatMap((change) =>
    change.kind === 'moved'
      ? [{ kind: 'conflict-moved', tree: episode.pair.tree, path: episode.path, from: change.from, to: change.to }]
      : [],
  )
}

function hasChange({ changes }: EpisodeNews, kind: EpisodeChange['kind']): boolean {
  return changes.some((change) => change.kind === kind)
}

function summed(tree: TreeName, news: readonly EpisodeNews[]): ConflictsOfTree {
  return {
    tree,
    partners: distinct(news.map(({ episode }) => episode.pair.partner)),
    paths: distinct(news.map(({ episode }) => episode.path)),
  }
}

function ofConflicts(tree: TreeName, conflicts: readonly Conflict[]): ConflictsOfTree {
  return {
    tree,
    partners: distinct(conflicts.map(({ oursBy }) => oursBy.tree)),
    paths: distinct(conflicts.map(({ path }) => path)),
  }
}
