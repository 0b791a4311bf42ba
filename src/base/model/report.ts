/** What people are told about a release, and what each mail is about, so that nothing is told twice. */
import type { ConflictId } from './conflict.ts'
import type { Mail } from './mail.ts'

export interface Report {
  readonly mail: Mail
  readonly about: readonly ConflictId[] | 'summary'
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
