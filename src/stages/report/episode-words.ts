/** What a mail about a conflict opens with: what is new in it. */
import type { EpisodeChange, EpisodeNews } from '../../base/model/episode.ts'
import type { Plan } from '../../base/model/run.ts'
import type { Settler } from '../../base/model/settling.ts'
import { unreachable } from '../../base/std/assert.ts'
import { distinct } from '../../base/std/collections.ts'
import { count } from '../../base/text/count.ts'
import { wrap } from '../../base/text/wrap.ts'
import { type EpisodeGroup, hasNews } from './episode-groups.ts'
import type { ReportInput } from './input.ts'
import { noLongerText, resolutionText } from './settler-words.ts'
import { integrationName, treeTitle } from './words.ts'

/** Ends in a colon: the files follow. */
export function openingParagraph(group: EpisodeGroup, input: ReportInput): string {
  if (hasNews(group, 'begun')) return wrap(beginning(group, input))
  const [first] = group.news
  const sentences = first.changes.map((change) => sentence(change, group, input))
  const where = group.news.length === 1 ? 'It' : 'They'
  const verb = isOver(first) ? (group.news.length === 1 ? 'was' : 'were') : group.news.length === 1 ? 'is' : 'are'
  return wrap([...distinct(sentences.flat()), `${where} ${verb} in:`].join(' '))
}

function beginning({ tree, news }: EpisodeGroup, { project, record, onRecord }: ReportInput): string {
  const [{ episode }] = news
  const today = `today's ${integrationName(project)} (${record.plan.release})`
  const conflicts = news.length === 1 ? 'a conflict' : count(news.length, 'conflict')
  return episode.fix === undefined
    ? `Merging ${treeTitle(tree, record.plan)} into ${today} met ${conflicts} in:`
    : `The merge fix that ${today} needs where it merges ${treeTitle(tree, record.plan)} no longer applies. It is ${resolutionText(episode.fix, onRecord)}, and meets ${conflicts} in:`
}

function sentence(change: EpisodeChange, group: EpisodeGroup, { record, onRecord }: ReportInput): string[] {
  const { plan } = record
  const one = group.news.length === 1
  const subject = one ? 'The conflict' : 'The conflicts'
  const verb = one ? 'is' : 'are'
  switch (change.kind) {
    case 'begun':
      return []
    case 'returned':
      return [`${plan.release} meets ${one ? 'a conflict again that was' : 'conflicts again that were'} over.`]
    case 'moved': {
      const [to, from] = [change.to, change.from].map(
        ({ tree, partner }) => `between ${treeTitle(tree, plan)} and ${treeTitle(partner, plan)}`,
      )
      return [`${subject} ${verb} now ${to}, no longer ${from}.`]
    }
    case 'changed':
      return [`A side was rewritten, so that ${one ? 'it clashes' : 'they clash'} otherwise than before.`]
    case 'settled':
      return [`${subject} ${verb} settled.`]
    case 'reopened':
      return [`${subject} ${verb} open again.`, ...reasons(group, onRecord)]
    case 'over':
      return [`${subject} ${verb} over: ${endClause(change.why, group, plan)}.`]
    default:
      return unreachable(change)
  }
}

/** Why what settled them does so no more. */
function reasons({ news }: EpisodeGroup, onRecord: ReportInput['onRecord']): string[] {
  return news.flatMap(({ changes }) => {
    const linesChanged = changes.some(({ kind }) => kind === 'changed')
    const settlers = changes.flatMap((change): readonly Settler[] => (change.kind === 'reopened' ? change.by : []))
    return settlers.map((settler) => noLongerText(settler, onRecord, linesChanged))
  })
}

function endClause(
  why: Extract<EpisodeChange, { readonly kind: 'over' }>['why'],
  { tree, news }: EpisodeGroup,
  plan: Plan,
): string {
  switch (why.kind) {
    case 'merges':
      return `${plan.release} merges ${treeTitle(tree, plan)} without meeting ${news.length === 1 ? 'it' : 'them'}`
    case 'unfollowed':
      return `${treeTitle(tree, plan)} is followed no more`
    case 'joined':
      return `it is the same as ${why.episode}`
    default:
      return unreachable(why)
  }
}

function isOver({ episode }: EpisodeNews): boolean {
  return episode.state === 'over'
}
