/** Stage 7: the mails about a release, from what is recorded of it and what was told before. Pure. */
import type { Report } from '../../base/model/report.ts'
import { conflictMail } from './conflict-mail.ts'
import { findingReports } from './finding-mail.ts'
import { findingReplies } from './finding-reply-mail.ts'
import { groupNews } from './episode-groups.ts'
import type { ReportInput } from './input.ts'
import { reminderMail } from './reminder.ts'
import { summaryMail } from './summary-mail.ts'

/** A mail for what is new in the conflicts that people follow, in the order in which they were met, then what rules found, then what people are reminded of, then the summary. */
export function composeReports(input: ReportInput): readonly Report[] {
  return [
    ...groupNews(input).map(
      (group): Report => ({
        mail: conflictMail(group, input),
        about: group.news.map(({ episode }) => episode.conflict),
      }),
    ),
    ...findingReports(input),
    ...findingReplies(input),
    ...reminderOf(input),
    { mail: summaryMail(input), about: 'summary' },
  ]
}

function reminderOf(input: ReportInput): Report[] {
  const { cycle } = input
  if (cycle?.reminder === undefined) return []
  return [{ mail: reminderMail(cycle.reminder, cycle, input), about: { reminder: cycle.reminder.key } }]
}
