/** How much of a tree was rewritten from one release to the next. */
import type { Seen } from './passport.ts'

/** What became of a tree's changes, each counted once. Merges are no changes. */
export interface FluxCounts {
  readonly added: number
  /** Gone, and not upstream. */
  readonly dropped: number
  /** Upstream took it. */
  readonly landed: number
  /** Another patch of the same subject and author. */
  readonly rewritten: number
  /** Another commit with the same patch. */
  readonly rebased: number
}

/** What only the commits themselves tell: asked for one tree at a time. */
export interface FluxLines {
  /** Changes that stand elsewhere in the order than they did. */
  readonly reordered: number
  /** Lines of patches that came, went, or became others; undefined where a patch was too large to be read. */
  readonly lines: number | undefined
}

export interface FluxDay extends FluxCounts {
  readonly seen: Seen
  /** `out`: nothing of it was in that release. `begun`: there was nothing to compare with. */
  readonly state: 'in' | 'out' | 'begun'
  readonly more: FluxLines | undefined
}

export interface Flux {
  readonly days: readonly FluxDay[]
  /** Changes in it now, or when it was in last. */
  readonly changes: number
  /** The last release that found it otherwise than by rebasing or by what upstream took. */
  readonly stableSince: Seen | undefined
  /** Whether it was otherwise in none of the releases that were looked at, so that it may have been stable for longer. */
  readonly isStableThroughout: boolean
}

export const NO_FLUX: FluxCounts = { added: 0, dropped: 0, landed: 0, rewritten: 0, rebased: 0 }

/** What makes whoever reviews it begin again. */
export function unrest({ added, dropped, rewritten }: FluxCounts): number {
  return added + dropped + rewritten
}
