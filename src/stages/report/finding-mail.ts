/** Mails about what rules found: one for each tree and rule, of what nobody has been told yet. */
import type { Finding, RuleName } from '../../base/model/finding.ts'
import type { Mail } from '../../base/model/mail.ts'
import { short } from '../../base/model/oid.ts'
import type { Report } from '../../base/model/report.ts'
import type { PlannedTree } from '../../base/model/run.ts'
import { assert } from '../../base/std/assert.ts'
import { distinct, groupBy } from '../../base/std/collections.ts'
import { count } from '../../base/text/count.ts'
import { oneLine } from '../../base/text/printable.ts'
import { wrap } from '../../base/text/wrap.ts'
import type { ReportInput } from './input.ts'
import { messageId } from './message-id.ts'
import type { NewFinding } from './new-finding.ts'
import { addressReport, contactsOf } from './recipients.ts'
import { indented, integrationName, signature } from './words.ts'

/** Findings that one mail spells out. Whoever has more to mend looks at all of them at once. */
const FINDINGS_MAX = 10

/** Lines of evidence of each. */
const EVIDENCE_MAX = 6

type FindingMailInput = Pick<ReportInput, 'project' | 'trees' | 'record' | 'mayHear' | 'findings'>

export function findingReports(input: FindingMailInput): Report[] {
  const groups = groupBy(input.findings, ({ finding }) => `${finding.tree} ${finding.rule}`)
  return [...groups.values()].map((found) => ({
    mail: findingMail(found, input),
    about: { findings: found.map(({ finding }) => finding.id) },
  }))
}

function findingMail(found: readonly NewFinding[], { project, trees, record, mayHear }: FindingMailInput): Mail {
  const { plan } = record
  const [first] = found
  assert(first !== undefined, 'a mail is about something')
  const { tree, rule, id } = first.finding
  const planned = plan.trees.find(({ name }) => name === tree)
  const shown = found.slice(0, FINDINGS_MAX).map(({ finding }) => finding)
  // What is to be done about all of them alike is said once, below them.
  const [remedy, otherwise] = distinct(shown.map((finding) => finding.remedy))
  const isCommon = otherwise === undefined
  const others = found.flatMap(({ finding, author }) => [...(author ? [author] : []), ...(finding.concerns ?? [])])
  return {
    messageId: messageId(project, plan.release, `finding.${id}`),
    date: plan.instant,
    from: project.integrator,
    ...addressReport(
      contactsOf(tree, trees, project),
      project.lists,
      others.filter(({ email }) => mayHear(email)),
    ),
    subject: `${integrationName(project)}: ${subjectOf(rule, found.length)} in the ${tree} tree`,
    body: [
      'Hi all,',
      ...shown.flatMap((finding) => [
        ...findingParagraphs(finding),
        ...(isCommon ? [] : [wrap(oneLine(finding.remedy, 1000))]),
      ]),
      ...more(found.length - FINDINGS_MAX, `tributary findings ${tree}`),
      ...(isCommon ? [wrap(oneLine(remedy ?? '', 1000))] : []),
      ...whatFollows(planned),
      signature(project),
    ].join('\n\n'),
    inReplyTo: undefined,
  }
}

/** As linux-next's readers know and filter them. */
const SUBJECTS: Readonly<Partial<Record<RuleName, readonly [one: string, several: string]>>> = {
  ownership: ['change to code of others', 'changes to code of others'],
  'sign-off': ['Signed-off-by missing for commit', 'Signed-off-by missing for commits'],
  'fixes-tag': ['Fixes tag needs some work', 'Fixes tags need some work'],
  duplicate: ['duplicate patch', 'duplicate patches'],
  'wrong-merge': ['patch that merges wrongly', 'patches that merge wrongly'],
  'stray-file': ['unexpected file', 'unexpected files'],
  'odd-date': ['odd date of a commit', 'odd dates of commits'],
  'back-merge': ['merge to look at', 'merges to look at'],
}

function subjectOf(rule: RuleName, findings: number): string {
  const [one, several] = SUBJECTS[rule] ?? [`${rule} to look at`, `${rule} to look at`]
  return findings === 1 ? one : several
}

function findingParagraphs({ commit, subject, what, evidence }: Finding): string[] {
  const shown = evidence.slice(0, EVIDENCE_MAX).map((line) => oneLine(line))
  const rest = evidence.length - shown.length
  const lines = rest > 0 ? [...shown, `and ${count(rest, 'more line')}`] : shown
  return [
    ...(commit === undefined ? [] : [`Commit\n\n${indented([`${short(commit)} ("${oneLine(subject)}")`])}`]),
    wrap(oneLine(what, 1000)),
    ...(lines.length > 0 ? [indented(lines)] : []),
  ]
}

function more(findings: number, command: string): string[] {
  return findings <= 0 ? [] : [`And ${findings} more:`, indented([command])]
}

function whatFollows(planned: PlannedTree | undefined): string[] {
  if (planned?.reason.kind !== 'held-by-rule') return []
  return [wrap('Nothing of the tree goes in until this is mended, or accepted as it is.')]
}
