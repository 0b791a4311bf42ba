/** What an episode remembers of the lines that clash, and whether two conflicts clash over the same ones. */
import type { Conflict } from '../../../base/model/conflict.ts'
import type { Trace } from '../../../base/model/episode.ts'
import { normalSides } from '../../../base/text/conflict-markers.ts'
import { splitLines } from '../../../base/text/line-diff.ts'

/** Lines remembered of a side. A hunk with more is a generated file, and its first lines are as good as all. */
const LINES_MAX = 500

/** Hunks remembered of a conflict: 99 of a hundred have less than ten. */
const HUNKS_MAX = 100

/** More than this part of the shorter side's lines must be in the longer: a hunk grows when the next lines clash, too. */
const COMMON_MIN = 0.5

export function traceOf({ hunks }: Pick<Conflict, 'hunks'>): Trace {
  return hunks.slice(0, HUNKS_MAX).map((hunk) => {
    const [one, other] = normalSides(hunk) ?? [hunk.ours, hunk.theirs]
    return [linesOf(one), linesOf(other)] as const
  })
}

function linesOf(text: string): readonly number[] {
  const telling = splitLines(text).filter((line) => /[0-9A-Za-z\u0080-\u00ff]/.test(line))
  return telling.slice(0, LINES_MAX).map(numberOf)
}

/** FNV-1a, 32 bits: two lines of a file that are taken for one another would only make two conflicts look a little more alike. */
function numberOf(line: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < line.length; at += 1) hash = Math.imul(hash ^ line.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/** How alike the two sides of two conflicts are that are most alike, up to 1; 0 when none are alike enough to be the same. */
export function likeness(a: Trace, b: Trace): number {
  let best = 0
  for (const one of a.flat()) {
    for (const other of b.flat()) best = Math.max(best, alike(one, other))
  }
  return best
}

/** Sides without a telling line have nothing in common: many a side is empty, for it took lines out. */
function alike(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return 0
  const left = new Map<number, number>()
  for (const line of a) left.set(line, (left.get(line) ?? 0) + 1)
  let both = 0
  for (const line of b) {
    const times = left.get(line) ?? 0
    if (times === 0) continue
    left.set(line, times - 1)
    both += 1
  }
  return both / Math.min(a.length, b.length) > COMMON_MIN ? (2 * both) / (a.length + b.length) : 0
}
