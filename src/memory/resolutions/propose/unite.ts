/** Puts both sides' lines together where both put some in: one after the other. Pure. */
import { diffLines } from '../../../base/text/line-diff.ts'

/** The lines around, nearest last and nearest first. */
export interface Surroundings {
  readonly before: readonly string[]
  readonly after: readonly string[]
}

/** The side whose lines have all of the other's, in order. */
export function holder(ours: readonly string[], theirs: readonly string[]): 'ours' | 'theirs' | undefined {
  if (holds(ours, theirs)) return 'ours'
  return holds(theirs, ours) ? 'theirs' : undefined
}

export function holds(whole: readonly string[], part: readonly string[]): boolean {
  let at = 0
  for (const line of whole) if (at < part.length && line === part[at]) at += 1
  return at === part.length
}

/** All of `first`, then all of `second`, whatever they share: functions and sections end alike. */
export function oneAfterTheOther(first: readonly string[], second: readonly string[]): string[] {
  return [...seamed(first, second, undefined), ...second]
}

/** What both have stands once, and between that `first` goes before `second`: entries of a list, and lines that both changed alike. */
export function woven(first: readonly string[], second: readonly string[]): string[] {
  const lines: string[] = []
  let at = 0
  for (const { from, to } of diffLines(first, second)) {
    lines.push(...first.slice(at, from.start))
    lines.push(...seamed(first.slice(from.start, from.end), second.slice(to.start, to.end), lines.at(-1)))
    lines.push(...second.slice(to.start, to.end))
    at = from.end
  }
  return [...lines, ...first.slice(at)]
}

/** Whether both have a line that says something. */
export function shareLines(ours: readonly string[], theirs: readonly string[]): boolean {
  const telling = new Set(ours.filter(isTelling))
  return theirs.some((line) => telling.has(line))
}

/** Whether these are entries of one line each: all say something, at one depth. */
export function isList(lines: readonly string[]): boolean {
  const depth = depthOf(lines[0] ?? '')
  return lines.every((line) => isTelling(line) && depthOf(line) === depth)
}

/** Neither blank nor a bracket. */
export function isTelling(line: string): boolean {
  return (line.match(/\w/g) ?? []).length >= 4
}

export function depthOf(line: string): number {
  return line.length - line.trimStart().length
}

/** The last of the first lines as the one before another: with a line end, and with the comma or backslash that its neighbours have. */
function seamed(first: readonly string[], second: readonly string[], above: string | undefined): readonly string[] {
  const last = first.at(-1)
  if (last === undefined || second.length === 0) return first
  const neighbour = (first.at(-2) ?? above)?.trimEnd() ?? ''
  const bare = last.trimEnd()
  for (const sign of [',', ' \\']) {
    if (neighbour.endsWith(sign) && !bare.endsWith(sign) && /[\w"')\]}]$/.test(bare))
      return [...first.slice(0, -1), `${bare}${sign}\n`]
  }
  return last.endsWith('\n') ? first : [...first.slice(0, -1), `${last}\n`]
}
