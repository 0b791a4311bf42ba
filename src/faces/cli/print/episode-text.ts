/** Episodes as a person reads them. */
import type { Episode, EpisodePair, ToldChange } from '../../../base/model/episode.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { count } from '../../../base/text/count.ts'
import { amenderText } from './release-text.ts'
import { type Colours, columns, safe } from './screen.ts'

/** A line an episode. */
export function episodeLines(episodes: readonly Episode[], colours: Colours): string[] {
  return columns(
    episodes.map((episode) => [
      colours.dim(episode.conflict),
      safe(showPath(episode.path)),
      pairText(episode.pair),
      stateText(episode, colours),
      `${episode.first} to ${episode.last} (${count(episode.releases, 'release')})`,
    ]),
  )
}

/** What became of it, release by release. */
export function storyLines({ story, pair }: Episode): string[] {
  const [first] = story.flatMap((change) => (change.kind === 'moved' ? [change.from] : []))
  return columns(story.map((change) => [`  ${change.release}`, changeText(change, first ?? pair)]))
}

function stateText({ state }: Episode, colours: Colours): string {
  switch (state) {
    case 'open':
      return colours.yellow('open')
    case 'settled':
      return colours.green('settled')
    case 'over':
      return 'over'
    default:
      return unreachable(state)
  }
}

function pairText({ tree, partner }: EpisodePair): string {
  return `${tree} with ${safe(partner ?? 'upstream')}`
}

function changeText(change: ToldChange, first: EpisodePair): string {
  switch (change.kind) {
    case 'begun':
      return `begun: ${pairText(first)}`
    case 'returned':
      return 'met again'
    case 'moved':
      return `moved: ${pairText(change.to)}, no longer ${pairText(change.from)}`
    case 'changed':
      return `a side was rewritten: no longer ${change.from}`
    case 'settled':
      return `settled: ${change.by.map(amenderText).join(', ')}`
    case 'reopened':
      return `open again: no longer ${change.by.map(amenderText).join(', ')}`
    case 'over':
      return endText(change.why)
    default:
      return unreachable(change)
  }
}

function endText(why: Extract<ToldChange, { readonly kind: 'over' }>['why']): string {
  switch (why.kind) {
    case 'merges':
      return 'over: the trees merge'
    case 'unfollowed':
      return 'over: the tree is followed no more'
    case 'joined':
      return `over: it is the same as ${why.episode} now`
    default:
      return unreachable(why)
  }
}
