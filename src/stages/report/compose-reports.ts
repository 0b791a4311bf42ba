/** Stage 7: the mails about a release, from what is recorded of it and what was told before. Pure. */
import type { Report } from '../../base/model/report.ts'
import { conflictMail } from './conflict-mail.ts'
import { groupConflicts } from './conflict-groups.ts'
import type { ReportInput } from './input.ts'
import { metConflicts } from '../../base/model/met-conflicts.ts'
import { summaryMail } from './summary-mail.ts'

/** A mail for each new conflict, in roster order, then the summary. A conflict that was told of is not told again. */
export function composeReports(input: ReportInput): readonly Report[] {
  const open = [...metConflicts(input.record).values()].flat()
  const news = open.filter(({ id }) => !input.reported.has(id))
  return [
    ...groupConflicts(news).map(
      (group): Report => ({ mail: conflictMail(group, input), about: group.conflicts.map(({ id }) => id) }),
    ),
    { mail: summaryMail(input), about: 'summary' },
  ]
}
