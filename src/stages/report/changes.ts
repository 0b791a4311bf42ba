/** What a reader of the daily summary wants to know: how this release differs from the one before, and what still stands. Pure. */
import { type AdmissionReason, isDropped } from '../../base/model/admission.ts'
import type { DecisionId } from '../../base/model/decision.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { PlannedTree, RunRecord, TreeRecord } from '../../base/model/run.ts'
import type { Tip } from '../../base/model/tip.ts'
import type { EpisodeNews } from '../../base/model/episode.ts'
import { metConflicts } from '../../base/model/met-conflicts.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { distinct } from '../../base/std/collections.ts'
import { conflictChanges, type ConflictChange } from './conflict-changes.ts'
import { movedInOrder } from '../../base/std/moved-in-order.ts'

export type Change =
  | { readonly kind: 'trees-added'; readonly trees: readonly TreeName[] }
  | { readonly kind: 'trees-removed'; readonly trees: readonly TreeName[] }
  /** It is merged elsewhere in the order: right after `after`, or first when that is undefined. */
  | { readonly kind: 'tree-reordered'; readonly tree: TreeName; readonly after: TreeName | undefined }
  /** `lost` undefined: how many commits is not known any more. */
  | { readonly kind: 'rewound'; readonly tree: TreeName; readonly lost: number | undefined }
  | NotRefreshed
  | { readonly kind: 'refreshed-again'; readonly tree: TreeName }
  | { readonly kind: 'decided'; readonly tree: TreeName; readonly reason: DecidedReason; readonly news: boolean }
  | { readonly kind: 'decision-undone'; readonly tree: TreeName }
  /** By itself, since next is for the version that it waited for, or undone. */
  | { readonly kind: 'deferral-over'; readonly tree: TreeName; readonly to: string }
  | { readonly kind: 'rule-holds'; readonly tree: TreeName; readonly reason: RuleReason; readonly news: boolean }
  | { readonly kind: 'rule-let-go'; readonly tree: TreeName }
  /** git itself could not merge it. */
  | {
      readonly kind: 'not-mergeable'
      readonly tree: TreeName
      readonly why: string | undefined
      readonly news: boolean
    }
  | ConflictChange
  /** A merge fix that changed nothing any more. */
  | { readonly kind: 'fix-retired'; readonly fix: ResolutionId }
  /** How many conflicts what is on record settles, as it did before. */
  | { readonly kind: 'settled-as-before'; readonly conflicts: number; readonly news: false }

/** The tree could not be had as it is now; its last good tip is used, if it ever had one. */
export interface NotRefreshed {
  readonly kind: 'not-refreshed'
  readonly tree: TreeName
  readonly state: 'gone' | 'unreachable' | 'refused'
  readonly since: Instant | undefined
  readonly why: string | undefined
  readonly neverFetched: boolean
  readonly news: boolean
}

export type DecidedReason = Extract<AdmissionReason, { readonly decision: DecisionId }>

export type RuleReason = Extract<AdmissionReason, { readonly kind: 'held-by-rule' }>

export interface Changes {
  readonly news: readonly Change[]
  /** Not news any more, but not as the trees' maintainers pushed it either. */
  readonly standing: readonly Change[]
  /** Trees whose tip is another than in the release before, and trees that are in both. */
  readonly moved: number
  readonly common: number
}

/** A tree as it was or is: what was planned, what came of it. */
interface Seen {
  readonly planned: PlannedTree
  readonly done: TreeRecord | undefined
}

export interface Compared {
  readonly record: RunRecord
  readonly previous: RunRecord | undefined
  readonly tips: readonly Tip[]
  readonly episodes: readonly EpisodeNews[]
}

export function changesSince({ previous, record, tips, episodes }: Compared): Changes {
  const [before, now] = [seenTrees(previous), seenTrees(record)]
  const conflicts = conflictChanges(previous, record, episodes)
  const tipOf = new Map(tips.map((tip) => [tip.tree, tip]))
  const perTree = [...now].flatMap(([tree, seen]) => [
    ...treeChanges(seen, before.get(tree), tipOf.get(tree)),
    ...(conflicts.get(tree) ?? []),
  ])
  const perGroup = record.groups.flatMap(({ name }) => conflicts.get(name) ?? [])
  const all = [...perTree, ...perGroup]
  const common = [...now].flatMap(([tree, { planned }]) => {
    const earlier = before.get(tree)?.planned
    return earlier === undefined ? [] : [{ planned, earlier }]
  })
  return {
    news: [
      ...(previous ? rosterChanges(before, now) : []),
      ...all.filter((change) => !isStanding(change)),
      ...(record.retired ?? []).map((fix) => ({ kind: 'fix-retired', fix }) as const),
    ],
    standing: [...all.filter(isStanding), ...settledAsBefore(record, episodes)],
    moved: common.filter(({ planned, earlier }) => planned.tip !== undefined && planned.tip !== earlier.tip).length,
    common: common.length,
  }
}

function isStanding(change: Change): boolean {
  return 'news' in change && !change.news
}

function settledAsBefore(record: RunRecord, episodes: readonly EpisodeNews[]): Change[] {
  const told = new Set(episodes.map(({ episode }) => episode.conflict))
  const settled = [...metConflicts(record).values()]
    .flat()
    .filter((one) => one.settled !== undefined && !told.has(one.id))
  const conflicts = distinct(settled.map(({ id }) => id)).length
  return conflicts === 0 ? [] : [{ kind: 'settled-as-before', conflicts, news: false }]
}

/** A dropped tree is as good as absent: its going is told by the decision, and nothing after that. */
function seenTrees(record: RunRecord | undefined): Map<TreeName, Seen> {
  const done = new Map(record?.trees.map((tree) => [tree.name, tree]))
  return new Map(record?.plan.trees.map((planned) => [planned.name, { planned, done: done.get(planned.name) }]))
}

function rosterChanges(before: ReadonlyMap<TreeName, Seen>, now: ReadonlyMap<TreeName, Seen>): Change[] {
  const added = [...now.keys()].filter((tree) => !before.has(tree))
  const removed = [...before.keys()].filter((tree) => !now.has(tree))
  const order = [...now.keys()]
  return [
    ...(added.length > 0 ? [{ kind: 'trees-added', trees: added } as const] : []),
    ...(removed.length > 0 ? [{ kind: 'trees-removed', trees: removed } as const] : []),
    ...movedInOrder([...before.keys()], order).map(
      (tree) => ({ kind: 'tree-reordered', tree, after: order[order.indexOf(tree) - 1] }) as const,
    ),
  ]
}

function treeChanges(now: Seen, before: Seen | undefined, tip: Tip | undefined): Change[] {
  const decided = decisionChanges(now.planned, before?.planned)
  if (isDropped(now.planned.reason)) return decided
  return [
    ...decided,
    ...ruleChanges(now.planned, before?.planned),
    ...tipChanges(now.planned, before?.planned, tip),
    ...mergeChanges(now, before),
  ]
}

function decisionChanges({ name: tree, reason }: PlannedTree, before: PlannedTree | undefined): Change[] {
  const earlier = before && 'decision' in before.reason ? before.reason.decision : undefined
  if (!('decision' in reason)) {
    if (earlier === undefined || reason.kind === 'held-by-rule') return []
    if (before?.reason.kind === 'deferred') return [{ kind: 'deferral-over', tree, to: before.reason.to }]
    return [{ kind: 'decision-undone', tree }]
  }
  const news = reason.decision !== earlier
  return isDropped(reason) && !news ? [] : [{ kind: 'decided', tree, reason, news }]
}

/** A tree that is held by a decision instead is told of by that. */
function ruleChanges({ name: tree, reason }: PlannedTree, before: PlannedTree | undefined): Change[] {
  const earlier = before?.reason.kind === 'held-by-rule' ? before.reason.finding : undefined
  if (reason.kind === 'held-by-rule') return [{ kind: 'rule-holds', tree, reason, news: reason.finding !== earlier }]
  return earlier === undefined || 'decision' in reason ? [] : [{ kind: 'rule-let-go', tree }]
}

function tipChanges(planned: PlannedTree, before: PlannedTree | undefined, tip: Tip | undefined): Change[] {
  const { name: tree, state, since } = planned
  if (state === 'gone' || state === 'unreachable' || state === 'refused') {
    const why = tip && 'why' in tip ? tip.why : undefined
    return [
      {
        kind: 'not-refreshed',
        tree,
        state,
        since,
        why,
        neverFetched: planned.tip === undefined,
        news: state !== before?.state,
      },
    ]
  }
  const back = before !== undefined && ['gone', 'unreachable', 'refused'].includes(before.state)
  const lost = tip?.state === 'rewound' ? tip.lost : undefined
  return [
    ...(back ? [{ kind: 'refreshed-again', tree } as const] : []),
    ...(state === 'rewound' ? [{ kind: 'rewound', tree, lost } as const] : []),
  ]
}

function mergeChanges({ planned, done }: Seen, before: Seen | undefined): Change[] {
  if (done?.outcome !== 'refused' || planned.state === 'refused') return []
  return [{ kind: 'not-mergeable', tree: planned.name, why: done.why, news: before?.done?.outcome !== 'refused' }]
}
