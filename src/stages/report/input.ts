/** What composing needs to know: the release, the one before it, and what was told already. */
import type { ConflictId } from '../../base/model/conflict.ts'
import type { Decision } from '../../base/model/decision.ts'
import type { ReleaseStatistics } from '../../base/model/report.ts'
import type { Project, Tree } from '../../base/model/roster.ts'
import type { RunRecord } from '../../base/model/run.ts'
import type { Tip } from '../../base/model/tip.ts'
import type { AddressPolicy } from './known-addresses.ts'

export interface ReportInput {
  readonly project: Project
  readonly trees: readonly Tree[]
  readonly record: RunRecord
  /** The release before this one, if there was any. */
  readonly previous: RunRecord | undefined
  /** Today's tips, for what a record does not hold: how many commits a rewind lost, why a tree could not be fetched. */
  readonly tips: readonly Tip[]
  /** Decisions in force. */
  readonly decisions: readonly Decision[]
  /** Combined diffs as text. A conflict that has none (a submodule, a binary file) is told without. */
  readonly diffs: ReadonlyMap<ConflictId, string>
  /** Conflicts that people have been told of. */
  readonly reported: ReadonlySet<ConflictId>
  readonly mayHear: AddressPolicy
  readonly statistics: ReleaseStatistics
  /** URLs the release can be fetched from; empty when it is not pushed anywhere. */
  readonly publishedAt: readonly string[]
  /** `Next/merge.log`. */
  readonly mergeLog: string
}
