/** The flux of trees as `--json` prints it. The shape is documented in docs/guide/json.md and only ever grows. */
import type { Flux, FluxDay } from '../../../base/model/flux.ts'
import { isoTime } from '../../../base/model/instant.ts'
import type { FluxAnswer } from '../../../pipeline/flux/flux.ts'

export function fluxJson({ releases, trees }: FluxAnswer) {
  return {
    from: releases[0]?.release ?? null,
    to: releases.at(-1)?.release ?? null,
    trees: trees.map(({ tree, flux, topics }) => ({
      tree,
      ...oneFlux(flux),
      topics: topics.map((topic) => ({ topic: topic.topic ?? null, ...oneFlux(topic.flux) })),
    })),
  }
}

function oneFlux({ changes, stableSince, isStableThroughout, days }: Flux) {
  const since = stableSince && { release: stableSince.release, at: isoTime(stableSince.at) }
  return { changes, stableSince: since ?? null, stableThroughout: isStableThroughout, days: days.map(day) }
}

function day({ seen, state, added, dropped, rewritten, rebased, landed, more }: FluxDay) {
  return {
    release: seen.release,
    at: isoTime(seen.at),
    state,
    added,
    dropped,
    rewritten,
    rebased,
    landed,
    reordered: more?.reordered ?? null,
    lines: more?.lines ?? null,
  }
}
