/** Replies about findings that people were told of: that they are over, or there again. One for each mail that told of them. Pure. */
import type { Mail } from '../../base/model/mail.ts'
import { short } from '../../base/model/oid.ts'
import type { Report } from '../../base/model/report.ts'
import { assert } from '../../base/std/assert.ts'
import { groupBy } from '../../base/std/collections.ts'
import { atMost } from '../../base/text/at-most.ts'
import { oneLine } from '../../base/text/printable.ts'
import { wrap } from '../../base/text/wrap.ts'
import { isDigest } from './finding-digest-mail.ts'
import { type FindingMailInput, subjectOf, whatFollows } from './finding-words.ts'
import { messageId } from './message-id.ts'
import type { FindingChange } from './new-finding.ts'
import { addressReport, contactsOf } from './recipients.ts'
import { indented, signature } from './words.ts'

/** Findings that a reply names. */
const NAMED_MAX = 10

export function findingReplies(input: FindingMailInput): Report[] {
  const groups = groupBy(
    input.findings.changes,
    ({ as, thread, finding }) => `${as} ${finding.tree} ${thread.messageId}`,
  )
  return [...groups.values()].map((changes) => ({
    mail: replyMail(changes, input),
    about: { findings: changes.map(({ finding }) => finding.id), as: changes[0]?.as ?? 'over' },
  }))
}

function replyMail(changes: readonly FindingChange[], { project, trees, record }: FindingMailInput): Mail {
  const { plan } = record
  const [first] = changes
  assert(first !== undefined, 'a mail is about something')
  const { as, thread, finding } = first
  const planned = plan.trees.find(({ name }) => name === finding.tree)
  const said =
    as === 'over'
      ? `Of what was found in the ${finding.tree} tree this is over in ${plan.release}; thanks.`
      : `This is in the ${finding.tree} tree again, as of ${plan.release}. No more mails follow about it.`
  return {
    messageId: messageId(project, plan.release, `finding.${finding.id}.${as}`),
    date: plan.instant,
    from: project.integrator,
    ...addressReport(contactsOf(finding.tree, trees, project), isDigest(thread.messageId) ? [] : project.lists, []),
    subject: `Re: ${thread.subject.replace(/^Re: /, '')}`,
    body: [
      'Hi all,',
      wrap(said),
      indented(named(changes)),
      ...(as === 'back' ? whatFollows(planned) : []),
      signature(project),
    ].join('\n\n'),
    inReplyTo: thread.messageId,
  }
}

function named(changes: readonly FindingChange[]): string[] {
  const lines = changes.map(({ finding: { rule, commit, subject, what } }) =>
    commit === undefined ? oneLine(what, 200) : `${subjectOf(rule, 1)}: ${short(commit)} ("${oneLine(subject)}")`,
  )
  return atMost(NAMED_MAX, lines)
}
