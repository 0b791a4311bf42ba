/** What a person, or a policy of the roster, decided; recorded with who, when and why, and in force until undone or over. */
import type { Brand } from '../std/brand.ts'
import type { FindingId, RuleName } from './finding.ts'
import type { GateName, OnFailure } from './gate.ts'
import { daysBetween, type Instant } from './instant.ts'
import type { ReleaseName, TreeName } from './names.ts'
import type { CommitOid } from './oid.ts'
import type { Person } from './person.ts'
import type { ResolutionId } from './settling.ts'
import type { LeftOut } from './split.ts'
import type { VerdictKey } from './verdict.ts'

/** Hash of the decision's own text, shortened: names its file in the record. */
export type DecisionId = Brand<string, 'DecisionId'>

/** About a tree as a whole. Of several in force about the same one the last holds. */
export type TreeVerb =
  /** The tree goes in as it was in that release. */
  | { readonly verb: 'keep'; readonly tree: TreeName; readonly at: ReleaseName }
  /** Nothing of it goes in. */
  | { readonly verb: 'hold'; readonly tree: TreeName }
  /** Nothing of it goes in, and counts and reports leave it out. */
  | { readonly verb: 'drop'; readonly tree: TreeName }
  /** Nothing of it goes in until work for that version of upstream belongs in next; then the decision is over by itself. */
  | { readonly verb: 'defer'; readonly tree: TreeName; readonly to: string }
  | SplitVerb

/** The tree goes in without these commits of it. Several about a tree add up. */
export interface SplitVerb {
  readonly verb: 'split'
  readonly tree: TreeName
  /** As it was typed: names of topics, or ids of commits. */
  readonly topics: readonly string[]
  readonly without: readonly LeftOut[]
  /** Until undone, unless it waits for a version of upstream, as a deferred tree does. */
  readonly to?: string
}

/** What a rule found may be so. */
export interface AcceptVerb {
  readonly verb: 'accept'
  readonly tree: TreeName
  readonly rule: RuleName
  readonly finding: FindingId
  /** Until undone, unless there is a moment from which it holds no more. */
  readonly until?: Instant
}

/** These commits are to go by another tree. Changes nothing of what goes in. */
export interface HandOverVerb {
  readonly verb: 'hand-over'
  readonly tree: TreeName
  readonly to: TreeName
  /** As it was typed: names of topics, or ids of commits. */
  readonly topics: readonly string[]
  readonly commits: readonly LeftOut[]
}

/**
 * By the roster's policy: a gate is red with the tree as it is. Means nothing any more once the tree has moved, or one that it fails with, or
 * a week has passed: others may have mended it meanwhile.
 */
export interface GiveUp {
  readonly verb: 'give-up'
  readonly tree: TreeName
  /** As it was when this was decided. */
  readonly tip: CommitOid
  /** The trees that it takes to fail, as they were. */
  readonly with: readonly { readonly tree: TreeName; readonly tip: CommitOid }[]
  readonly instead: Instead
  /** Versions that do not go in; none where commits are reverted. */
  readonly versions: readonly CommitOid[]
  /** Commits that are reverted on top of the tree's merge, the last one first. */
  readonly reverted: readonly CommitOid[]
  readonly gate: GateName
  /** On the shortest integration that is red with it. */
  readonly verdict: VerdictKey
}

/** What is done instead of taking a tree as it is. */
export type Instead = Exclude<OnFailure, 'report'>

export type Verb = TreeVerb | HandOverVerb | GiveUp | AcceptVerb | UndoVerb

export interface UndoVerb {
  readonly verb: 'undo'
  readonly decision: DecisionId
  /** What makes the decision needless, as it is thought: a merge fix. Without it, it is taken back for good. */
  readonly fixedBy?: ResolutionId
}

export interface Said {
  readonly who: Person
  readonly when: Instant
  readonly why: string
}

export type Decided<Some extends Verb> = Some & Said & { readonly id: DecisionId }

export type Decision = Decided<Verb>

const TREE_VERBS: ReadonlySet<Verb['verb']> = new Set<TreeVerb['verb']>(['keep', 'hold', 'drop', 'defer', 'split'])

export function isAboutTree(decision: Decision): decision is Decided<TreeVerb> {
  return TREE_VERBS.has(decision.verb)
}

export function isAcceptance(decision: Decision): decision is Decided<AcceptVerb> {
  return decision.verb === 'accept'
}

export function isHandOver(decision: Decision): decision is Decided<HandOverVerb> {
  return decision.verb === 'hand-over'
}

export function isGiveUp(decision: Decision): decision is Decided<GiveUp> {
  return decision.verb === 'give-up'
}

/** After so many days a tree that was given up is tried again as it is. In linux-next a substitution lasts one release in 74 % of cases. */
export const GIVEN_UP_DAYS = 7

/** Whether everything is as it was when that was decided, and it is not long ago. */
export function isGivenUpNow(
  { tree, tip, with: others, when }: Decided<GiveUp>,
  tipOf: (tree: TreeName) => CommitOid | undefined,
  now: Instant,
): boolean {
  if (daysBetween(when, now) >= GIVEN_UP_DAYS) return false
  return tipOf(tree) === tip && others.every((other) => tipOf(other.tree) === other.tip)
}
