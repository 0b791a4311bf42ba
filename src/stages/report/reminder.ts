/** What people hear once a cycle: that a merge window is about to open, that it is open and what must not be added then, and how much of what went in was in next. */
import { type CycleSettings, type KnownCalendar, versionForNext } from '../../base/model/cycle.ts'
import { type Instant, isoDay } from '../../base/model/instant.ts'
import type { Mail } from '../../base/model/mail.ts'
import { metConflicts } from '../../base/model/met-conflicts.ts'
import type { Reminder, ReminderKey } from '../../base/model/report.ts'
import type { RunRecord } from '../../base/model/run.ts'
import { distinct } from '../../base/std/collections.ts'
import { atMost } from '../../base/text/at-most.ts'
import { oneLine } from '../../base/text/printable.ts'
import { showPath } from '../../base/text/show-path.ts'
import { statisticsLines } from '../../base/text/statistics-lines.ts'
import { wrap } from '../../base/text/wrap.ts'
import type { CycleNews, ReportInput } from './input.ts'
import { messageId } from './message-id.ts'
import { addressReport } from './recipients.ts'
import { indented, integrationName, signature, treeTitle } from './words.ts'

/** So long after the first candidate its statistics are news. */
const STATISTICS_DAYS = 7

/** Undefined on most days. */
export function reminderDue(calendar: KnownCalendar, settings: CycleSettings, now: Instant): Reminder | undefined {
  if (!settings.reminders) return undefined
  const { phase, current, following } = calendar
  if (phase === 'window') return { kind: 'window-open', key: keyOf(current.version, 'window-open') }
  const [first] = current.candidates
  // Whoever sets this up later has no use for what is long past.
  if (first !== undefined && now.epochSeconds - first.at.epochSeconds <= STATISTICS_DAYS * 86_400)
    return { kind: 'statistics', key: keyOf(current.version, 'statistics') }
  const opens = following.opens?.at
  if (opens === undefined || opens.epochSeconds - now.epochSeconds > settings.remindDays * 86_400) return undefined
  // Of the version that is nearly out the name is known; that of the next may turn out to be another.
  return { kind: 'window-near', key: keyOf(current.version, 'window-near') }
}

/** It names a file and part of a message-id. */
function keyOf(version: string, kind: Reminder['kind']): ReminderKey {
  return `${version.replace(/[^A-Za-z0-9.]+/g, '-')}.${kind}` as ReminderKey
}

/** Conflicts that a reminder lists: the mails about each have gone out. */
const CONFLICTS_MAX = 20

export function reminderMail(
  { kind, key }: Reminder,
  { calendar, statistics }: CycleNews,
  { project, record }: Pick<ReportInput, 'project' | 'record'>,
): Mail {
  const { release, instant } = record.plan
  return {
    messageId: messageId(project, release, key),
    date: instant,
    from: project.integrator,
    ...addressReport(project.lists.length > 0 ? project.lists : [project.integrator], [], []),
    subject: `${integrationName(project)}: ${SUBJECTS[kind](oneLine(statistics?.candidate ?? ''))}`,
    body: [
      'Hi all,',
      ...(statistics === undefined ? paragraphs(kind, calendar) : [statisticsLines(statistics).join('\n')]),
      ...(kind === 'window-near' ? openConflicts(record) : []),
      signature(project),
    ].join('\n\n'),
    inReplyTo: undefined,
  }
}

const SUBJECTS: Readonly<Record<Reminder['kind'], (candidate: string) => string>> = {
  'window-open': () => 'the merge window is open',
  'window-near': () => 'the merge window is about to open',
  statistics: (candidate) => `stats (${candidate})`,
}

function paragraphs(kind: Reminder['kind'], calendar: KnownCalendar): string[] {
  const { current, following } = calendar
  if (kind === 'window-open')
    return [
      wrap(windowNotice(calendar)),
      wrap(
        `What is in your branches and will not be pulled in this merge window has no place there either: please take it out until then. Please do not rebase what upstream is about to pull. Fixes are welcome at any time.`,
      ),
    ]
  const version = oneLine(current.version)
  const after = oneLine(following.version)
  const day = following.opens === undefined ? 'soon' : `expected on ${isoDay(following.opens.at)}`
  return [
    wrap(`${version} is nearly out: the merge window for ${after} is ${day}.`),
    wrap(
      `What you want to see in ${after} should be in your branch by now, complete, and stay as it is: upstream asks for how long it has been in next. What is for later should not come in until ${oneLine(candidateName(following.version))} is out.`,
    ),
  ]
}

/** What nobody has settled by now meets upstream in the window. */
function openConflicts(record: RunRecord): string[] {
  const open = [...metConflicts(record).values()].flat().filter(({ settled }) => settled === undefined)
  if (open.length === 0) return []
  const lines = open.map(
    ({ tree, oursBy, path }) =>
      `${treeTitle(tree, record.plan)} with ${treeTitle(oursBy.tree, record.plan)}: ${showPath(path)}`,
  )
  return [
    wrap('These conflicts are open still. Whoever pulls the trees will meet them, and wants to be told:'),
    indented(atMost(CONFLICTS_MAX, distinct(lines))),
  ]
}

/** As every summary repeats it while the window is open. */
export function windowNotice(calendar: KnownCalendar): string {
  const open = oneLine(versionForNext(calendar))
  const { closes } = calendar.current
  const end =
    closes?.forecast === undefined && closes !== undefined ? isoDay(closes.at) : `${candidateName(open)} is out`
  return `The merge window for ${open} is open: please add nothing that is for ${oneLine(calendar.following.version)} to your branches until ${end}.`
}

function candidateName(version: string): string {
  return `${version}-rc1`
}
