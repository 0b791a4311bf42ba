/** Findings that are to be told. */
import type { Finding } from '../../base/model/finding.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Person } from '../../base/model/person.ts'
import type { Thread } from '../../base/model/report.ts'

export interface NewFinding {
  readonly finding: Finding
  /** Of the commit, where it is about one. */
  readonly author: Person | undefined
}

/** What became of a finding that people were told of. */
export interface FindingChange {
  readonly finding: Finding
  /** It is over, or it is there again after that. */
  readonly as: 'over' | 'back'
  /** Where they were told. */
  readonly thread: Thread
}

/** What is new about findings. */
export interface FindingNews {
  readonly untold: readonly NewFinding[]
  readonly changes: readonly FindingChange[]
  /** Trees whose findings stood before anybody asked: all of them are told in one mail. */
  readonly digested: ReadonlySet<TreeName>
}

export const NO_FINDING_NEWS: FindingNews = { untold: [], changes: [], digested: new Set() }
