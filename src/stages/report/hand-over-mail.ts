/** Mails about a hand-over: to the owners, that a branch is there for them; to the first tree, that its copy can go. Pure. */
import type { HandedCommit, HandOver } from '../../base/model/hand-over.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { Mail } from '../../base/model/mail.ts'
import { short } from '../../base/model/oid.ts'
import type { Project, Roster } from '../../base/model/roster.ts'
import { atMost } from '../../base/text/at-most.ts'
import { oneLine } from '../../base/text/printable.ts'
import { enumerate, wrap } from '../../base/text/wrap.ts'
import { addressReport, contactsOf } from './recipients.ts'
import { indented, integrationName, signature } from './words.ts'

/** Commits listed in a mail; the branch has all of them. */
const COMMITS_MAX = 40

/** Undefined for a state that nobody has to hear of. */
export function handOverMail({ project, trees }: Roster, handOver: HandOver, now: Instant): Mail | undefined {
  const { decision, state } = handOver
  const { tree, to, topics } = decision
  const what = oneLine(topics.join(', '), 100)
  const common = { date: now, from: project.integrator, inReplyTo: undefined }
  const address = (name: typeof tree, others: typeof tree) =>
    addressReport(contactsOf(name, trees, project), project.lists, contactsOf(others, trees, project))
  if (state.kind === 'offered')
    return {
      ...common,
      ...address(to, tree),
      messageId: mailId(project, decision.id, 'offered'),
      subject: `${integrationName(project)}: please take ${what} of the ${tree} tree through the ${to} tree`,
      body: offerBody(project, handOver, state),
    }
  if (state.kind === 'taken')
    return {
      ...common,
      ...address(tree, to),
      messageId: mailId(project, decision.id, 'taken'),
      subject: `${integrationName(project)}: please drop ${what} from the ${tree} tree`,
      body: takenBody(project, handOver, state.by),
    }
  return undefined
}

function offerBody(
  project: Project,
  { decision, commits }: HandOver,
  { branch, head, base, passed }: HandOver['state'] & { readonly kind: 'offered' },
): string {
  const { tree, to } = decision
  return [
    'Hi all,',
    `These commits are in the ${tree} tree and are to go through the ${to} tree:`,
    commitLines(commits),
    wrap(`The reason that was given: ${oneLine(decision.why, 400)}`),
    wrap(
      `They stand by themselves, with nothing else of that tree, on ${short(base)} of upstream. The branch ${branch.replace('refs/heads/', '')} of the record has them at ${short(head)}. It merges without a conflict into the ${to} tree and into the last release, as both are now.${passed.length === 0 ? '' : ` By itself it passes ${enumerate(passed)}.`}`,
    ),
    wrap(`Once the ${to} tree has them, the ${tree} tree will be asked to drop its copy.`),
    signature(project),
  ].join('\n\n')
}

function takenBody(project: Project, { decision, commits }: HandOver, by: 'tree' | 'upstream'): string {
  const { tree, to } = decision
  return [
    'Hi all,',
    wrap(
      `${by === 'tree' ? `The ${to} tree` : 'Upstream'} now has these patches, and the ${tree} tree has a copy of its own:`,
    ),
    commitLines(commits),
    wrap('Please drop that copy: later changes to the same lines would conflict with it.'),
    signature(project),
  ].join('\n\n')
}

function commitLines(commits: readonly HandedCommit[]): string {
  const lines = commits.map(({ commit, subject }) => `${short(commit)} ("${oneLine(subject)}")`)
  return indented(atMost(COMMITS_MAX, lines))
}

/** The same for the same decision and state, so that an outbox has each once. */
function mailId(project: Project, decision: string, state: string): string {
  const name = project.name.replace(/[^A-Za-z0-9-]+/g, '-')
  const domain = /@([A-Za-z0-9.-]+)$/.exec(project.integrator.email)?.[1] ?? 'invalid'
  return `${name}-hand-over.${decision}.${state}@${domain}`
}
