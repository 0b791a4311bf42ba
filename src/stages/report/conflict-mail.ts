/** The mail about a new conflict, in the shape that readers of linux-next know: files, the two commits, what was done, the diff. */
import type { Mail } from '../../base/model/mail.ts'
import type { Plan } from '../../base/model/run.ts'
import { count } from '../../base/text/count.ts'
import { wrap } from '../../base/text/wrap.ts'
import { clipDiff } from './clip-diff.ts'
import { commitsOf, type ConflictGroup } from './conflict-groups.ts'
import { conflictOutcome, outcomeParagraph } from './conflict-outcome.ts'
import { commitPair, fileLines } from './conflict-words.ts'
import type { ReportInput } from './input.ts'
import { messageId } from './message-id.ts'
import { addressReport, contactsOf, type Recipients } from './recipients.ts'
import { reproduceCommands } from './reproduce.ts'
import { indented, integrationName, isGroup, signature, treeTitle } from './words.ts'

export function conflictMail(group: ConflictGroup, input: ReportInput): Mail {
  const { project, record } = input
  const partner = treeTitle(group.partner, record.plan)
  return {
    messageId: messageId(project, record.plan.release, group.conflicts[0].id),
    date: record.plan.instant,
    from: project.integrator,
    ...recipients(group, input),
    subject: `${integrationName(project)}: manual merge of ${treeTitle(group.tree, record.plan)} with ${partner}`,
    body: [...whatClashes(group, input), ...whatIsDone(group, input), closing(group, input)].join('\n\n'),
    inReplyTo: undefined,
  }
}

/** The contacts of the tree that was merged, then those of the tree it clashed with, then of trees that met the same. */
function recipients(group: ConflictGroup, { project, trees, mayHear }: ReportInput): Recipients {
  const sides = [group.tree, ...(group.partner === undefined ? [] : [group.partner]), ...group.alsoMetBy]
  const authors = [...commitsOf(group, 'oursBy'), ...commitsOf(group, 'theirsBy')].map(({ author }) => author)
  return addressReport(
    sides.flatMap((tree) => contactsOf(tree, trees, project)),
    project.lists,
    authors.filter(({ email }) => mayHear(email)),
  )
}

function whatClashes(group: ConflictGroup, { project, record: { plan } }: ReportInput): string[] {
  const [first] = group.conflicts
  const conflicts = group.conflicts.length === 1 ? 'a conflict' : count(group.conflicts.length, 'conflict')
  return [
    'Hi all,',
    wrap(
      `Merging ${treeTitle(group.tree, plan)} into today's ${integrationName(project)} (${plan.release}) met ${conflicts} in:`,
    ),
    indented(fileLines(group.conflicts, plan)),
    commitPair(
      { commits: commitsOf(group, 'oursBy'), from: treeTitle(group.partner, plan) },
      { commits: commitsOf(group, 'theirsBy'), from: treeTitle(first.theirsBy.tree ?? group.tree, plan) },
    ),
  ]
}

function whatIsDone(group: ConflictGroup, { record }: ReportInput): string[] {
  const { plan } = record
  const outcome = conflictOutcome(record, group.tree)
  const done = [
    outcomeParagraph(outcome, treeTitle(group.tree, plan), plan.release),
    ...alsoMet(group, plan.release),
  ].join(' ')
  const commands = reproduceCommands(group, record)
  return [
    wrap(done),
    ...(outcome.kind === 'resolved' ? [] : [wrap(advice(group, plan))]),
    ...(commands.length > 0 ? ['To meet the same conflict in a clone of your own:', indented(commands)] : []),
    'In the record of the integration it is shown by:',
    indented([`tributary conflicts ${group.conflicts[0].id.slice(0, 12)}`]),
  ]
}

/** What helps, for a conflict that keeps a tree out. */
function advice({ tree, partner }: ConflictGroup, plan: Plan): string {
  const them = isGroup(tree, plan)
    ? `each release tries ${treeTitle(tree, plan)} as one again, and takes them so as soon as they merge.`
    : `each release tries ${treeTitle(tree, plan)} again as it then is, and takes it as soon as it merges.`
  const again = `Nothing has to be sent back: ${them}`
  return partner === undefined
    ? `${again} Merging what is named above from ${treeTitle(undefined, plan)}, or a tag that contains it, is enough; published work need not be rebased for this.`
    : `${again} If both changes are to stay, please agree which of the trees carries them together, or put what both need on a topic branch that both merge. Should the conflict still be there when one of them asks upstream to pull, please mention it there.`
}

function alsoMet(group: ConflictGroup, release: string): string[] {
  const trees = group.alsoMetBy.map((tree) => `the ${tree} tree`)
  if (trees.length === 0) return []
  return [`The same conflict, by the same changes, was met when ${release} merged ${trees.join(', ')}.`]
}

/** The signature, and behind it the diffs, where they are out of the way and reply buttons cut them off. */
function closing(group: ConflictGroup, { project, diffs }: ReportInput): string {
  const texts = group.conflicts.flatMap(({ id }) => diffs.get(id) ?? [])
  const diff = clipDiff(texts)
  return signature(project) + (diff === '' ? '' : `\n${diff}`)
}
