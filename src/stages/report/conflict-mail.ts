/** The mails about a conflict, in the shape that readers of linux-next know: files, the two commits, what was done, the diff. */
import type { Mail } from '../../base/model/mail.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Tree } from '../../base/model/roster.ts'
import { showPath } from '../../base/text/show-path.ts'
import { clipDiff } from './clip-diff.ts'
import { commitPair, fileLines, oneSide } from './conflict-words.ts'
import { commitsOf, type EpisodeGroup } from './episode-groups.ts'
import { openingParagraph } from './episode-words.ts'
import type { ReportInput } from './input.ts'
import { messageId } from './message-id.ts'
import { addressReport, contactsOf, type Recipients } from './recipients.ts'
import { shortResolution } from './settler-words.ts'
import { indented, integrationName, signature, treeTitle } from './words.ts'
import { whatIsDone } from './what-is-done.ts'

/** The first mail of an episode opens a thread; what is new later answers it. */
export function conflictMail(group: EpisodeGroup, input: ReportInput): Mail {
  const { project, record } = input
  const [{ episode }] = group.news
  return {
    messageId: messageId(project, record.plan.release, episode.conflict),
    date: record.plan.instant,
    from: project.integrator,
    ...recipients(group, input),
    subject: group.thread === undefined ? subject(group, input) : `Re: ${group.thread.subject.replace(/^Re: /, '')}`,
    body: [
      'Hi all,',
      openingParagraph(group, input),
      ...whatClashes(group, input),
      ...whatIsDone(group, input),
      closing(group, input),
    ].join('\n\n'),
    inReplyTo: group.thread?.messageId,
  }
}

function subject(group: EpisodeGroup, { project, record }: ReportInput): string {
  const [{ episode }] = group.news
  const name = integrationName(project)
  return episode.fix === undefined
    ? `${name}: manual merge of ${treeTitle(group.tree, record.plan)} with ${treeTitle(group.partner, record.plan)}`
    : `${name}: merge fix ${shortResolution(episode.fix)} for ${treeTitle(group.tree, record.plan)} no longer applies`
}

/** The contacts of the tree that was merged, then those of the tree it clashed with, then of trees that met the same. */
function recipients(group: EpisodeGroup, { project, trees, mayHear }: ReportInput): Recipients {
  const sides = [group.tree, ...(group.partner === undefined ? [] : [group.partner]), ...group.alsoMetBy]
  const authors = [...commitsOf(group, 'oursBy'), ...commitsOf(group, 'theirsBy')].map(({ author }) => author)
  return addressReport(
    [...sides, ...treesLeft(group, trees)].flatMap((tree) => contactsOf(tree, trees, project)),
    project.lists,
    authors.filter(({ email }) => mayHear(email)),
  )
}

/** Those that a conflict has moved away from, and that are still followed: they were told that it is theirs. */
function treesLeft({ news }: EpisodeGroup, trees: readonly Tree[]): TreeName[] {
  const left = news.flatMap(({ changes }) =>
    changes.flatMap((change) => (change.kind === 'moved' ? [change.from] : [])),
  )
  const names = left.flatMap(({ tree, partner }) => (partner === undefined ? [tree] : [tree, partner]))
  return names.filter((name) => trees.some((tree) => tree.name === name || tree.group === name))
}

/** Files, and who clashes; of what is over, the files alone. */
function whatClashes(group: EpisodeGroup, { record: { plan } }: ReportInput): string[] {
  const [first] = group.conflicts
  if (first === undefined) return [indented(group.news.map(({ episode }) => showPath(episode.path)))]
  const former = { commits: commitsOf(group, 'oursBy'), from: treeTitle(group.partner, plan) }
  const latter = { commits: commitsOf(group, 'theirsBy'), from: treeTitle(first.theirsBy.tree ?? group.tree, plan) }
  // The other side of a merge fix is nobody's commit.
  return [
    indented(fileLines(group.conflicts, plan)),
    first.fix === undefined ? commitPair(former, latter) : oneSide(latter),
  ]
}

/** The signature, and behind it the diffs, where they are out of the way and reply buttons cut them off. */
function closing(group: EpisodeGroup, { project, diffs }: ReportInput): string {
  const texts = group.conflicts.flatMap(({ id }) => diffs.get(id) ?? [])
  const diff = clipDiff(texts)
  return signature(project) + (diff === '' ? '' : `\n${diff}`)
}
