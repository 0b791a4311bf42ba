/** The daily summary: what changed, how large the release is, where it is, and the merge log. */
import { isDropped } from '../../base/model/admission.ts'
import { monthDay } from '../../base/model/instant.ts'
import type { Mail } from '../../base/model/mail.ts'
import { releaseDay } from '../../base/model/names.ts'
import { short } from '../../base/model/oid.ts'
import type { ReleaseStatistics } from '../../base/model/report.ts'
import type { RunRecord } from '../../base/model/run.ts'
import { count } from '../../base/text/count.ts'
import { wrap } from '../../base/text/wrap.ts'
import { type Change, type Changes, changesSince } from './changes.ts'
import { changeSentence } from './change-sentences.ts'
import type { ReportInput } from './input.ts'
import { messageId } from './message-id.ts'
import { addressReport } from './recipients.ts'
import { windowNotice } from './reminder.ts'
import { indented, integrationName, shellWord, signature, treeTitle } from './words.ts'

export function summaryMail(input: ReportInput): Mail {
  const { project, record } = input
  const { release, instant } = record.plan
  const { place } = releaseDay(release)
  const changes = changesSince({ ...input, episodes: input.news })
  const parts = [
    'Hi all,',
    ...notice(input),
    ...changeParagraphs(changes, input),
    sizeOf(record, input.statistics),
    '-'.repeat(72),
    ...whereItIs(input),
    treeCount(record),
    `${signature(project)}\n${input.mergeLog}`,
  ]
  return {
    messageId: messageId(project, release, 'summary'),
    date: instant,
    from: project.integrator,
    ...addressReport(project.lists.length > 0 ? project.lists : [project.integrator], [], []),
    subject: `${integrationName(project)}: Tree for ${monthDay(instant)}${place === 0 ? '' : `.${place}`}`,
    body: parts.join('\n\n'),
    inReplyTo: undefined,
  }
}

/** What the calendar asks of everybody stands first, in every summary of a merge window. */
function notice({ cycle }: ReportInput): string[] {
  return cycle?.calendar.phase === 'window' ? [wrap(windowNotice(cycle.calendar))] : []
}

function changeParagraphs(changes: Changes, { record, previous, decisions, onRecord }: ReportInput): string[] {
  const tell = (change: Change): string => wrap(changeSentence(change, { plan: record.plan, decisions, onRecord }))
  const standing = changes.standing.length > 0 ? ['Standing from earlier releases:', ...changes.standing.map(tell)] : []
  if (previous === undefined)
    return [wrap(`This is the first release, ${record.plan.release}.`), ...changes.news.map(tell), ...standing]
  const { day, place } = releaseDay(previous.plan.release)
  const since = `Changes since ${day}${place === 0 ? '' : `.${place}`}:`
  return [since, ...changes.news.map(tell), wrap(movement(changes, record, previous)), ...standing]
}

/** What always happens: branches move. On a quiet day it is all there is to say. */
function movement(changes: Changes, { plan }: RunRecord, previous: RunRecord): string {
  const upstream = treeTitle(undefined, plan)
  const moved = changes.common === 1 ? 'the one tree' : `${changes.moved} of the ${changes.common} trees`
  const upstreamMoved = `${capital(upstream)} moved to ${short(plan.upstream.tip)}`
  const sentence =
    plan.upstream.tip === previous.plan.upstream.tip
      ? changes.moved === 0
        ? 'No tree moved.'
        : `${capital(moved)} moved; ${upstream} did not.`
      : changes.moved === 0
        ? `${upstreamMoved}; no other tree moved.`
        : `${upstreamMoved}, and so did ${moved}.`
  return changes.news.length > 0 ? sentence : `A quiet day. ${sentence} Everything merges as it did before.`
}

function sizeOf({ plan }: RunRecord, { nonMergeCommits, files, insertions, deletions }: ReleaseStatistics): string {
  const stat = [
    `${count(files, 'file')} changed`,
    ...(insertions > 0 ? [`${count(insertions, 'insertion')}(+)`] : []),
    ...(deletions > 0 ? [`${count(deletions, 'deletion')}(-)`] : []),
  ]
  return `Non-merge commits (relative to ${treeTitle(undefined, plan)}): ${nonMergeCommits}\n ${stat.join(', ')}`
}

function whereItIs({ project, record, publishedAt }: ReportInput): string[] {
  const { plan } = record
  const where = `This release is the tag ${plan.release}, and until the next one also the branch ${project.prefix}`
  const files =
    plan.recordFolder === undefined
      ? []
      : [
          wrap(
            `${plan.recordFolder}/Trees names the trees it is made of, ${plan.recordFolder}/SHA1s their tips, and ${plan.recordFolder}/merge.log, which is also below, what became of each.`,
          ),
        ]
  if (publishedAt.length === 0)
    return [wrap(`${where}, in the record of the integration; it is pushed nowhere.`), ...files]
  const [url = ''] = publishedAt
  return [
    wrap(`${where}, of`),
    indented(publishedAt),
    wrap(
      'Each release is made afresh on upstream, so "git pull" would merge today\'s into yesterday\'s. Fetch it, and reset to it a branch that holds nothing of your own:',
    ),
    indented([`git fetch ${shellWord(url)} ${project.prefix}`, 'git reset --hard FETCH_HEAD']),
    ...files,
  ]
}

/** Dropped trees are out of the count. */
function treeCount({ plan }: RunRecord): string {
  const trees = plan.trees.filter(({ reason }) => !isDropped(reason))
  const fixes = trees.filter(({ kind }) => kind === 'fixes').length
  const all = `This release is made of ${count(trees.length + 1, 'tree')}, counting ${treeTitle(undefined, plan)}`
  return wrap(
    fixes === 0 ? `${all}.` : `${all} and ${count(fixes, 'tree')} of fixes for the version that is being stabilised.`,
  )
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
