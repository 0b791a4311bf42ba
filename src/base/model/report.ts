/** What people are told about a release, and what each mail is about, so that nothing is told twice. */
import type { Brand } from '../std/brand.ts'
import type { ConflictId } from './conflict.ts'
import type { FindingId } from './finding.ts'
import type { Mail } from './mail.ts'

/** What a reminder is about: `v4.15.window-open`. */
export type ReminderKey = Brand<string, 'ReminderKey'>

/** Mail that is sent once a cycle. */
export interface Reminder {
  readonly kind: 'window-near' | 'window-open' | 'statistics'
  /** Of what it is about: whoever was told of it is not told again. */
  readonly key: ReminderKey
}

/** What people were told of a finding: that it is there, that it is over, that it is there again. Each at most once. */
export type ToldAs = 'new' | 'over' | 'back'

export interface Report {
  readonly mail: Mail
  readonly about:
    | readonly ConflictId[]
    | 'summary'
    | { readonly reminder: ReminderKey }
    | { readonly findings: readonly FindingId[]; readonly as: ToldAs }
}

/** The mails that tell of one conflict: the first, which later ones answer. */
export interface Thread {
  readonly messageId: string
  readonly subject: string
}

/** A release against upstream, as `git rev-list --no-merges --count` and `git diff --shortstat` count it. */
export interface ReleaseStatistics {
  readonly nonMergeCommits: number
  readonly files: number
  readonly insertions: number
  readonly deletions: number
}
