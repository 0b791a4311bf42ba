/** Mails about what rules found: one for each tree and rule, of what nobody has been told yet; of what stood before anybody asked, one for each tree. */
import type { Finding } from '../../base/model/finding.ts'
import type { Mail } from '../../base/model/mail.ts'
import { short } from '../../base/model/oid.ts'
import type { Report } from '../../base/model/report.ts'
import { assert } from '../../base/std/assert.ts'
import { distinct, groupBy } from '../../base/std/collections.ts'
import { atMost } from '../../base/text/at-most.ts'
import { oneLine } from '../../base/text/printable.ts'
import { wrap } from '../../base/text/wrap.ts'
import { digestMail } from './finding-digest-mail.ts'
import { type FindingMailInput, subjectOf, whatFollows } from './finding-words.ts'
import { idleTreesMail } from './idle-trees-mail.ts'
import { messageId } from './message-id.ts'
import type { NewFinding } from './new-finding.ts'
import { addressReport, contactsOf } from './recipients.ts'
import { indented, integrationName, signature } from './words.ts'

/** Findings that one mail spells out. Whoever has more to mend looks at all of them at once. */
const FINDINGS_MAX = 10

/** Lines of evidence of each. */
const EVIDENCE_MAX = 6

export function findingReports(input: FindingMailInput): Report[] {
  const { untold, digested } = input.findings
  const idle = untold.filter(({ finding }) => finding.row !== undefined)
  const others = untold.filter(({ finding }) => finding.row === undefined)
  const about = (found: readonly NewFinding[]): Report['about'] => ({
    findings: found.map(({ finding }) => finding.id),
    as: 'new',
  })
  const byTree = [...groupBy(others, ({ finding }) => finding.tree)].flatMap(([tree, found]): Report[] => {
    const byRule = [...groupBy(found, ({ finding }) => finding.rule).values()]
    const mails =
      digested.has(tree) && byRule.length > 1
        ? [{ mail: digestMail(byRule, input), found }]
        : byRule.map((one) => ({ mail: findingMail(one, input), found: one }))
    return mails.map(({ mail, found: of }) => ({ mail, about: about(of) }))
  })
  return idle.length === 0 ? byTree : [...byTree, { mail: idleTreesMail(idle, input), about: about(idle) }]
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

function findingParagraphs({ commit, subject, what, evidence }: Finding): string[] {
  const lines = atMost(
    EVIDENCE_MAX,
    evidence.map((line) => oneLine(line)),
    'line',
  )
  return [
    ...(commit === undefined ? [] : [`Commit\n\n${indented([`${short(commit)} ("${oneLine(subject)}")`])}`]),
    wrap(oneLine(what, 1000)),
    ...(lines.length > 0 ? [indented(lines)] : []),
  ]
}

function more(findings: number, command: string): string[] {
  return findings <= 0 ? [] : [`And ${findings} more:`, indented([command])]
}
