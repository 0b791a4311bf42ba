/** Foretells moments of a cycle by how long past ones took. */
import type { Cycle, Moment } from '../../base/model/cycle.ts'
import { daysLater, type Instant } from '../../base/model/instant.ts'

/** Past cycles that a forecast looks at: of the kernel's, a year and a half. Longer ago, customs were others. */
const CYCLES_COUNTED = 8

/** How long something took, cycle by cycle, in days. */
export interface Pace {
  /** From the opening of the window to its end. */
  readonly window: readonly number[]
  /** From there to the release. */
  readonly stabilising: readonly number[]
  /** From one candidate to the next. */
  readonly candidates: readonly number[]
}

/** A step that goes backwards, as forged or mended dates make it, is none. */
export function paceOf(past: readonly Cycle[]): Pace {
  const last = past.slice(-CYCLES_COUNTED)
  return {
    window: last.flatMap(({ opens, closes }) => daysFrom(opens?.at, closes?.at)),
    stabilising: last.flatMap(({ closes, released }) => daysFrom(closes?.at, released?.at)),
    candidates: last.flatMap(({ candidates }) =>
      candidates.slice(1).flatMap(({ at }, before) => daysFrom(candidates[before]?.at, at)),
    ),
  }
}

function daysFrom(from: Instant | undefined, to: Instant | undefined): number[] {
  if (from === undefined || to === undefined || to.epochSeconds < from.epochSeconds) return []
  return [(to.epochSeconds - from.epochSeconds) / 86_400]
}

/** The median of what it took so far, between the shortest and the longest; undefined without any past. */
export function foretell(from: Moment | undefined, took: readonly number[]): Moment | undefined {
  const sorted = [...took].sort((a, b) => a - b)
  const [shortest] = sorted
  const longest = sorted.at(-1)
  if (from === undefined || shortest === undefined || longest === undefined) return undefined
  const { earliest, latest, cycles } = from.forecast ?? { earliest: from.at, latest: from.at, cycles: sorted.length }
  return {
    at: daysLater(from.at, sorted[Math.floor((sorted.length - 1) / 2)] ?? 0),
    forecast: {
      earliest: daysLater(earliest, shortest),
      latest: daysLater(latest, longest),
      cycles: Math.min(cycles, sorted.length),
    },
  }
}

/** The following cycle begins when this one ends. */
export function foretellCycle(version: string, opens: Moment | undefined, pace: Pace): Cycle {
  const closes = foretell(opens, pace.window)
  return { version, opens, closes, candidates: [], released: foretell(closes, pace.stabilising) }
}
