/** A release as it is recorded: what was decided beforehand (the plan) and what came of it. */
import type { AdmissionReason, Version } from './admission.ts'
import type { Conflict } from './conflict.ts'
import type { Instant } from './instant.ts'
import type { MergeOutcome } from './merge.ts'
import type { ReleaseName, TreeName } from './names.ts'
import type { CommitOid, TreeOid } from './oid.ts'
import type { Person } from './person.ts'
import type { ResolutionId, Settled, Settling } from './settling.ts'
import type { TreeKind } from './roster.ts'
import type { TipState } from './tip.ts'

/** Everything a release is made from. The same plan under the same git gives the same commit ids anywhere. */
export interface Plan {
  readonly release: ReleaseName
  readonly instant: Instant
  readonly integrator: Person
  readonly gitVersion: string
  readonly upstream: PlannedUpstream
  readonly trees: readonly PlannedTree[]
  /** Heads of the chains the plan was made from; undefined where a chain is empty. */
  readonly decisions: CommitOid | undefined
  readonly previousRun: CommitOid | undefined
  /** Upstream's built-in merge attributes, one line each, as they stand in info/attributes. */
  readonly attributes: readonly string[]
  readonly recordFolder: string | undefined
  /** Undefined when there is nothing that could settle a conflict. */
  readonly settling: Settling | undefined
  /** SHA-256 of tributary.toml as it was. */
  readonly configuration: string
}

export interface PlannedUpstream {
  readonly name: string
  readonly url: string
  readonly branch: string
  readonly tip: CommitOid
}

export interface PlannedTree {
  readonly name: TreeName
  readonly kind: TreeKind
  readonly url: string
  readonly branch: string
  readonly group: TreeName | undefined
  /** The commit it stays at; its merge says so. */
  readonly pinned: CommitOid | undefined
  readonly state: TipState
  readonly tip: CommitOid | undefined
  /** Since when a tree that is gone, unreachable or refused has kept its last good tip. */
  readonly since: Instant | undefined
  readonly versions: readonly Version[]
  readonly reason: AdmissionReason
}

/** One tree's line in a run's record. */
export interface TreeRecord {
  readonly name: TreeName
  readonly outcome: MergeOutcome['kind']
  readonly version: CommitOid | undefined
  /** The release that version was taken from, when it is not today's tip. */
  readonly versionFrom: ReleaseName | undefined
  /** Commits that an earlier version brings back although the tree has dropped them since; undefined when there are none. */
  readonly restores: readonly CommitOid[] | undefined
  readonly mergeCommit: CommitOid | undefined
  readonly result: TreeOid | undefined
  readonly why: string | undefined
  /** What settled its conflicts or amended its merge; undefined when nothing had to. */
  readonly settled: readonly Settled[] | undefined
}

/** A group's line in a run's record. */
export interface GroupRecord {
  readonly name: TreeName
  readonly head: CommitOid
  /** Undefined when it clashed as a whole and its members were merged one by one. */
  readonly mergeCommit: CommitOid | undefined
  /** What settled the conflicts it met as a whole; undefined when it met none. */
  readonly settled: readonly Settled[] | undefined
}

/** What came of a plan. Holds no timings and not the release's own id, so that it can stand inside the release. */
export interface RunRecord {
  readonly plan: Plan
  readonly trees: readonly TreeRecord[]
  readonly groups: readonly GroupRecord[]
  /** Of trees in roster order, then of groups as a whole; `tree` names the group then. */
  readonly conflicts: readonly Conflict[]
  /** Merge fixes that changed nothing any more; undefined when there are none. */
  readonly retired: readonly ResolutionId[] | undefined
  /** The integration's tree before the record files were added. */
  readonly contentTree: TreeOid
}

/** A release that exists. */
export interface Release {
  readonly name: ReleaseName
  readonly commit: CommitOid
  readonly tree: TreeOid
  readonly record: RunRecord
}
