/** The mail about who broke a gate, in the shape that readers of linux-next know: which build, how it failed, caused by which commit. */
import type { Mail } from '../../base/model/mail.ts'
import { short } from '../../base/model/oid.ts'
import type { Person } from '../../base/model/person.ts'
import type { Project, Tree } from '../../base/model/roster.ts'
import type { RunRecord } from '../../base/model/run.ts'
import type { CulpritCommit, FaultId, NamedCulprit } from '../../base/model/search-report.ts'
import type { Amender } from '../../base/model/settling.ts'
import type { Verdict } from '../../base/model/verdict.ts'
import { distinct } from '../../base/std/collections.ts'
import { oneLine, printable } from '../../base/text/printable.ts'
import { showPath } from '../../base/text/show-path.ts'
import { enumerate, wrap } from '../../base/text/wrap.ts'
import { givenUpSentences, isGivenUp } from './given-up-words.ts'
import type { AddressPolicy } from './known-addresses.ts'
import { messageId } from './message-id.ts'
import { addressReport, contactsOf, type Recipients } from './recipients.ts'
import { indented, integrationName, signature, treeTitle } from './words.ts'

export interface GateMailInput {
  readonly project: Project
  readonly trees: readonly Tree[]
  readonly record: RunRecord
  readonly fault: FaultId
  readonly culprit: NamedCulprit
  /** On the shortest integration that is red. */
  readonly verdict: Verdict
  /** Its log from the first error on, as it was printed. */
  readonly excerpt: string
  readonly mayHear: AddressPolicy
}

export type Addressing = Pick<GateMailInput, 'culprit' | 'trees' | 'project' | 'mayHear'>

/** Lines of a log that a mail shows. Who needs more has the command. */
export const EXCERPT_LINES = 12

export function gateMail(input: GateMailInput): Mail {
  const { project, fault, record } = input
  const { plan } = record
  return {
    messageId: messageId(project, plan.release, fault),
    date: plan.instant,
    from: project.integrator,
    ...whoHears(input),
    subject: subject(input),
    body: [
      'Hi all,',
      wrap(openingSentence(input)),
      indented(printable(input.excerpt).trimEnd().split('\n')),
      ...cause(input),
      ...wrongMerge(input),
      wrap(howItIsKnown(input)),
      ...howToSeeIt(input),
      signature(project),
    ].join('\n\n'),
    inReplyTo: undefined,
  }
}

function subject({ project, record: { plan }, verdict, culprit }: GateMailInput): string {
  const what = verdict.outcome.kind === 'timed-out' ? 'does not end' : 'failure'
  return `${integrationName(project)}: ${verdict.gate} ${what} after merge of ${treeTitle(culprit.trees.at(-1), plan)}`
}

function openingSentence({ record, verdict, culprit }: GateMailInput): string {
  const { plan } = record
  const tree = treeTitle(culprit.trees.at(-1), plan)
  const { outcome } = verdict
  const how = outcome.kind === 'timed-out' ? `did not end within ${outcome.seconds} seconds` : 'failed like this'
  const what = isGivenUp(record, culprit) ? `what was to be ${plan.release}` : plan.release
  return `After merging ${tree}, the gate ${verdict.gate} of ${what} ${how}:`
}

/** Of the commits to blame. */
export function authorsOf(culprit: NamedCulprit): Person[] {
  return [culprit.commit, culprit.with].flatMap((commit) => commit?.author ?? [])
}

/** All trees that it takes, the last of them first, and the authors of the commits. */
export function whoHears({ culprit, trees, project, mayHear }: Addressing): Recipients {
  const authors = authorsOf(culprit)
  return addressReport(
    culprit.trees.toReversed().flatMap((tree) => contactsOf(tree, trees, project)),
    project.lists,
    authors.filter(({ email }) => mayHear(email)),
  )
}

function cause({ culprit, record: { plan } }: GateMailInput): string[] {
  const { commit, with: other } = culprit
  const last = treeTitle(culprit.trees.at(-1), plan)
  const others = enumerate(culprit.trees.slice(0, -1).map((tree) => treeTitle(tree, plan)))
  const end = others === '' ? '.' : ''
  const by =
    commit === undefined
      ? [wrap(`Caused by ${last}; which of its commits it is could not be told${end}`)]
      : ['Caused by commit', commitLine(commit), `from ${last}${end}`]
  if (other !== undefined) return [...by, 'interacting with commit', commitLine(other), `from ${others}.`]
  return others === '' ? by : [...by, `interacting with ${others}.`]
}

function commitLine({ commit, subject: about }: CulpritCommit): string {
  return indented([`${short(commit)} ("${oneLine(about)}")`])
}

function wrongMerge({ culprit, record: { plan } }: GateMailInput): string[] {
  const { merge } = culprit
  if (merge === undefined) return []
  const sides = `Merged onto upstream by itself ${treeTitle(culprit.trees.at(-1), plan)} passes, and so does what it was merged into`
  if (merge.settled.length === 0)
    return [
      wrap(
        `${sides}: they do not fit together, though git saw no conflict. One of them needs a change, or the merge a fix.`,
      ),
    ]
  const settled = merge.settled.map(({ path, by }) => `${showPath(path)} (${distinct(by.map(amenderName)).join(', ')})`)
  return [
    wrap(
      `${sides}: it is the merge that is wrong. Its conflicts were settled by what is on record: ${enumerate(settled)}.`,
    ),
  ]
}

function amenderName(amender: Amender): string {
  if (amender.kind === 'revert') return `revert of ${short(amender.commit)}`
  return amender.kind === 'rule' ? `rule: ${amender.take}` : `resolution ${amender.id.slice(0, 12)}`
}

function howItIsKnown({ culprit, record }: GateMailInput): string {
  const removed = enumerate(culprit.removed.map((tree) => treeTitle(tree, record.plan)))
  const seen = `That it fails, and that it passes without ${removed}, was seen twice, the second time in an empty work tree.`
  return [seen, ...givenUpSentences(record, culprit)].join(' ')
}

function howToSeeIt({ verdict }: GateMailInput): string[] {
  const tools = verdict.environment.map(([name, value]) => oneLine(`${name}: ${value}`, 200))
  return [
    'The command, at the top of the tree:',
    indented(printable(verdict.command).split('\n')),
    ...(tools.length === 0 ? [] : ['It ran with:', indented(tools)]),
    'Where the record of the integration is, it is done again by:',
    indented([`tributary reproduce ${verdict.key.slice(0, 12)} --run`]),
  ]
}
