/** One mail for all that rules found in a tree before anybody was told of anything: what stood when they were asked first. Pure. */
import type { Mail } from '../../base/model/mail.ts'
import { short } from '../../base/model/oid.ts'
import { assert } from '../../base/std/assert.ts'
import { atMost } from '../../base/text/at-most.ts'
import { count } from '../../base/text/count.ts'
import { oneLine } from '../../base/text/printable.ts'
import { wrap } from '../../base/text/wrap.ts'
import { type FindingMailInput, subjectOf, whatFollows } from './finding-words.ts'
import { messageId } from './message-id.ts'
import type { NewFinding } from './new-finding.ts'
import { addressReport, contactsOf } from './recipients.ts'
import { indented, integrationName, signature } from './words.ts'

/** Findings of each rule that it names. */
const NAMED_MAX = 5

/** Marks the message-ids of digests. */
const DIGEST = '.digest'

/** Whether that was a digest, which no list has seen. */
export function isDigest(threadId: string): boolean {
  return threadId.includes(`${DIGEST}@`)
}

/** To the tree's own people alone: a list would get as many of these in one day as there are trees. */
export function digestMail(
  byRule: readonly (readonly NewFinding[])[],
  { project, trees, record }: FindingMailInput,
): Mail {
  const { plan } = record
  const first = byRule[0]?.[0]?.finding
  assert(first !== undefined, 'a mail is about something')
  const { tree, id } = first
  const all = byRule.reduce((sum, found) => sum + found.length, 0)
  return {
    messageId: messageId(project, plan.release, `finding.${id}${DIGEST}`),
    date: plan.instant,
    from: project.integrator,
    ...addressReport(contactsOf(tree, trees, project), [], []),
    subject: `${integrationName(project)}: ${count(all, 'thing')} to look at in the ${tree} tree`,
    body: [
      'Hi all,',
      wrap(`Rules look at what the ${tree} tree brings, from ${plan.release} on. This is what stands already:`),
      ...byRule.map(paragraph),
      'All of it, with what is to be done:',
      indented([`tributary findings ${tree}`]),
      wrap('From now on you hear of what is new, of each rule by itself, and when it is over.'),
      ...whatFollows(plan.trees.find(({ name }) => name === tree)),
      signature(project),
    ].join('\n\n'),
    inReplyTo: undefined,
  }
}

function paragraph(found: readonly NewFinding[]): string {
  const rule = found[0]?.finding.rule ?? 'duplicate'
  const lines = found.map(({ finding: { commit, subject, what } }) =>
    commit === undefined ? oneLine(what, 200) : `${short(commit)} ("${oneLine(subject)}")`,
  )
  const howMany = found.length === 1 ? '' : ` (${found.length})`
  return `${subjectOf(rule, found.length)}${howMany}:\n\n${indented(atMost(NAMED_MAX, lines))}`
}
