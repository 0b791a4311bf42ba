/** The part of a conflict's mail that says what the release did about it, what would help, and how to see it. */
import type { Plan } from '../../base/model/run.ts'
import type { Settler } from '../../base/model/settling.ts'
import { distinct } from '../../base/std/collections.ts'
import { count } from '../../base/text/count.ts'
import { wrap } from '../../base/text/wrap.ts'
import { conflictOutcome, openSentence, settledSentence } from './conflict-outcome.ts'
import type { EpisodeGroup } from './episode-groups.ts'
import type { ReportInput } from './input.ts'
import { reproduceCommands } from './reproduce.ts'
import { fetchCommands, settlersText, shortResolution } from './settler-words.ts'
import { indented, isGroup, treeTitle } from './words.ts'

export function whatIsDone(group: EpisodeGroup, input: ReportInput): string[] {
  const [{ episode }] = group.news
  const id = episode.conflict.slice(0, 12)
  const shown = ['In the record of the integration it is shown by:', indented([`tributary conflicts ${id}`])]
  switch (episode.state) {
    case 'over':
      return [wrap(whatStays(group, input)), ...shown]
    case 'settled':
      return [...settledParagraphs(group, input), ...reproduction(group, input), ...shown]
    default:
      return [...openParagraphs(group, input), ...reproduction(group, input), ...shown]
  }
}

function whatStays(group: EpisodeGroup, { onRecord }: ReportInput): string {
  const settlers = settlersOf(group).filter(({ kind }) => kind === 'resolution')
  const nothing = 'Nothing is left to be done about it.'
  if (settlers.length === 0) return nothing
  return `${nothing} What settled it until now stays on record, should it come back: ${settlersText(settlers, onRecord)}.`
}

function settledParagraphs(group: EpisodeGroup, input: ReportInput): string[] {
  const { record, onRecord } = input
  const { release } = record.plan
  const settlers = settlersOf(group)
  const commands = fetchCommands(settlers, input)
  const sentences = [
    settledSentence(conflictOutcome(record, group.tree), treeTitle(group.tree, record.plan), release),
    `What settles it is ${settlersText(settlers, onRecord)}; it will do so for as long as the conflict stays the same.`,
    'Please check that the result says what you mean, and mention the conflict, unless it is trivial, when upstream is asked to pull.',
    ...alsoMet(group, record.plan),
  ]
  return [
    wrap(sentences.join(' ')),
    ...(commands.length > 0
      ? ['To have the resolutions of this integration in a record of your own:', indented(commands)]
      : []),
  ]
}

function openParagraphs(group: EpisodeGroup, { record }: ReportInput): string[] {
  const { plan } = record
  const outcome = openSentence(conflictOutcome(record, group.tree), treeTitle(group.tree, plan), plan.release)
  return [wrap([outcome, ...partlyKnown(group), ...alsoMet(group, plan)].join(' ')), wrap(advice(group, plan))]
}

function settlersOf({ news }: EpisodeGroup): Settler[] {
  const all = news.flatMap(({ episode }) => episode.by)
  return [...new Map(all.map((one) => [one.kind === 'rule' ? one.take : one.id, one])).values()]
}

/** What resolutions on record know of conflicts that they do not settle. */
function partlyKnown({ conflicts }: EpisodeGroup): string[] {
  const partly = conflicts.flatMap((conflict) => conflict.partly ?? [])
  const known = partly.reduce((sum, one) => sum + one.known, 0)
  const open = partly.reduce((sum, one) => sum + one.open, 0)
  if (known === 0) return []
  const by = distinct(
    partly.flatMap((one) => one.by.flatMap((settler) => (settler.kind === 'resolution' ? settler.id : []))),
  )
  const names = by.length === 0 ? '' : ` (${by.map(shortResolution).join(', ')})`
  return [
    `Of its ${count(known + open, 'hunk')}, ${known} ${known === 1 ? 'is' : 'are'} answered by what is on record${names}, and ${open} ${open === 1 ? 'is' : 'are'} not.`,
  ]
}

/** What helps, for a conflict that keeps a tree out. */
function advice({ tree, partner, news: [{ episode }] }: EpisodeGroup, plan: Plan): string {
  const title = treeTitle(tree, plan)
  const them = isGroup(tree, plan)
    ? `each release tries ${title} as one again, and takes them so as soon as they merge.`
    : `each release tries ${title} again as it then is, and takes it as soon as it merges.`
  const again = `Nothing has to be sent back: ${them}`
  if (episode.fix !== undefined)
    return `${again} Whoever integrates can record a merge fix in its place, or revoke it if nothing needs it any more; "tributary resolutions show ${shortResolution(episode.fix)}" shows what it is for.`
  return partner === undefined
    ? `${again} Merging what is named above from ${treeTitle(undefined, plan)}, or a tag that contains it, is enough; published work need not be rebased for this.`
    : `${again} If both changes are to stay, please agree which of the trees carries them together, or put what both need on a topic branch that both merge. Should the conflict still be there when one of them asks upstream to pull, please mention it there.`
}

function alsoMet({ alsoMetBy }: EpisodeGroup, plan: Plan): string[] {
  const trees = alsoMetBy.map((tree) => treeTitle(tree, plan))
  if (trees.length === 0) return []
  return [`The same conflict, by the same changes, was met when ${plan.release} merged ${trees.join(', ')}.`]
}

function reproduction(group: EpisodeGroup, { record }: ReportInput): string[] {
  const commands = reproduceCommands(group, record)
  return commands.length > 0 ? ['To meet the same conflict in a clone of your own:', indented(commands)] : []
}
