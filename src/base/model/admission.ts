/** Which versions of a tree may go into a release, best first, and why. */
import type { DecisionId, Instead } from './decision.ts'
import type { FindingId, RuleName } from './finding.ts'
import type { GateName } from './gate.ts'
import type { ReleaseName, TreeName } from './names.ts'
import type { CommitOid } from './oid.ts'
import type { Tip } from './tip.ts'
import type { Tree } from './roster.ts'

/** A state of a tree: its tip of today, or what an earlier release took. */
export interface Version {
  readonly commit: CommitOid
  /** The release it was in; undefined for today's tip. */
  readonly release: ReleaseName | undefined
}

export interface Admission {
  readonly tree: Tree
  readonly tip: Tip
  /** Best first; none means that nothing of the tree goes in. */
  readonly versions: readonly Version[]
  readonly reason: AdmissionReason
}

/** What keeps a tree out that a rule was told to hold. */
export interface RuleHold {
  readonly rule: RuleName
  readonly finding: FindingId
  readonly what: string
  /** The tree that it was found in, when another one brings the same commit. */
  readonly of: TreeName
}

export type AdmissionReason =
  /** Its tip, else its earlier versions. */
  | { readonly kind: 'as-fetched' }
  /** The last good tip, because today's could not be had. */
  | { readonly kind: 'last-good' }
  | { readonly kind: 'kept'; readonly decision: DecisionId; readonly release: ReleaseName }
  | { readonly kind: 'held'; readonly decision: DecisionId }
  | { readonly kind: 'dropped'; readonly decision: DecisionId }
  /** To a version of upstream. */
  | { readonly kind: 'deferred'; readonly decision: DecisionId; readonly to: string }
  /** Without some of its commits: `left`. Nothing of it where that cannot be done; `blocked` says why. */
  | {
      readonly kind: 'split'
      readonly decision: DecisionId
      readonly topics: readonly string[]
      readonly left: readonly CommitOid[]
      readonly blocked?: string
    }
  /** A gate is red with it as it is. `reverted`: commits that are taken back on top of its merge, the last one first. */
  | {
      readonly kind: 'given-up'
      readonly decision: DecisionId
      readonly instead: Instead
      readonly reverted: readonly CommitOid[]
      readonly gate: GateName
    }
  /** By what a rule found, and nobody has accepted. */
  | ({ readonly kind: 'held-by-rule' } & RuleHold)
  /** It never had a good tip. */
  | { readonly kind: 'nothing-yet' }

/** Whether counts and reports leave the tree out. */
export function isDropped(reason: AdmissionReason): boolean {
  return reason.kind === 'dropped' || (reason.kind === 'given-up' && reason.instead === 'drop')
}

/** Whether a tree that is there stays out when there is no version of it to take. */
export function isKeptOut({ kind }: AdmissionReason): boolean {
  return ['held', 'dropped', 'deferred', 'split', 'given-up', 'held-by-rule'].includes(kind)
}
