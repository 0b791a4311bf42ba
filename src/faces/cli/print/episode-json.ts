/** An episode as `--json` prints it. The shape is documented in docs/guide/json.md and only ever grows. */
import type { Episode, EpisodePair, ToldChange } from '../../../base/model/episode.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { showPath } from '../../../base/text/show-path.ts'

export function episodeJson(episode: Episode) {
  return {
    id: episode.id,
    path: showPath(episode.path),
    kind: episode.kind,
    state: episode.state,
    ...pairJson(episode.pair),
    alsoMetBy: episode.alsoMetBy,
    conflict: episode.conflict,
    conflicts: episode.conflicts,
    first: episode.first,
    last: episode.last,
    releases: episode.releases,
    settled: episode.state === 'settled' ? episode.by : null,
    fix: episode.fix ?? null,
    story: episode.story.map((change) => ({ release: change.release, change: change.kind, ...detailsJson(change) })),
  }
}

function pairJson({ tree, partner }: EpisodePair) {
  return { tree, partner: partner ?? null }
}

function detailsJson(change: ToldChange) {
  switch (change.kind) {
    case 'begun':
    case 'returned':
      return {}
    case 'moved':
      return { from: pairJson(change.from), to: pairJson(change.to) }
    case 'changed':
      return { earlier: change.from }
    case 'settled':
    case 'reopened':
      return { by: change.by }
    case 'over':
      return { why: change.why.kind, ...(change.why.kind === 'joined' ? { joined: change.why.episode } : {}) }
    default:
      return unreachable(change)
  }
}
