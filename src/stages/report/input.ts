/** What composing needs to know: the release, the one before it, what is new in the conflicts that people follow, and what was told already. */
import type { ConflictId } from '../../base/model/conflict.ts'
import type { KnownCalendar } from '../../base/model/cycle.ts'
import type { Decision } from '../../base/model/decision.ts'
import type { EpisodeNews } from '../../base/model/episode.ts'
import type { ReleaseStatistics, Reminder, Thread } from '../../base/model/report.ts'
import type { Resolution, Withdrawal } from '../../base/model/resolution.ts'
import type { Project, Tree } from '../../base/model/roster.ts'
import type { RunRecord } from '../../base/model/run.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import type { Tip } from '../../base/model/tip.ts'
import type { WindowStatistics } from '../../base/model/window-statistics.ts'
import type { FindingNews } from './new-finding.ts'
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
  /** What the release found new, in the order in which it met it. */
  readonly news: readonly EpisodeNews[]
  /** Where people were told of conflicts before, by any id that they had. */
  readonly threads: ReadonlyMap<ConflictId, Thread>
  readonly onRecord: OnRecord
  /** What rules found that nobody was told of yet, and what became of what was told. */
  readonly findings: FindingNews
  /** Where the project stands in its cycle, where the roster speaks of that. */
  readonly cycle: CycleNews | undefined
  readonly mayHear: AddressPolicy
  readonly statistics: ReleaseStatistics
  /** URLs the release can be fetched from; empty when it is not pushed anywhere. */
  readonly publishedAt: readonly string[]
  /** Where the resolutions can be fetched from, as a path or URL. */
  readonly resolutionsAt: string
  /** `Next/merge.log`. */
  readonly mergeLog: string
}

export interface CycleNews {
  readonly calendar: KnownCalendar
  /** What nobody has been reminded of yet. */
  readonly reminder: Reminder | undefined
  /** Where it is about these. */
  readonly statistics: WindowStatistics | undefined
}

/** The resolutions that the news name, and how some of them were taken back. */
export interface OnRecord {
  readonly resolutions: ReadonlyMap<ResolutionId, Resolution>
  readonly withdrawals: ReadonlyMap<ResolutionId, Withdrawal>
}
