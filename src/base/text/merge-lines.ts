/** Merges three texts line by line, as diff3 does: for putting an earlier answer over a file that has moved on. Never how trees are merged. */
import { diffLines, type LineRange, splitLines } from './line-diff.ts'

/** Lines of the base and the text in their place. */
interface Replacement {
  readonly from: LineRange
  readonly text: string
}

/** The merge, or undefined where both sides changed the same lines, or lines next to each other, differently. Raw texts. */
export function mergeLines(base: string, ours: string, theirs: string): string | undefined {
  const lines = splitLines(base)
  const all = [...replacements(lines, ours), ...replacements(lines, theirs)]
  let merged = ''
  let last: Replacement | undefined
  for (const next of all.toSorted((a, b) => a.from.start - b.from.start || a.from.end - b.from.end)) {
    if (last && next.from.start <= last.from.end) {
      if (isSame(last, next)) continue
      return undefined
    }
    merged += lines.slice(last?.from.end ?? 0, next.from.start).join('') + next.text
    last = next
  }
  return merged + lines.slice(last?.from.end ?? 0).join('')
}

function replacements(base: readonly string[], text: string): Replacement[] {
  const lines = splitLines(text)
  return diffLines(base, lines).map(({ from, to }) => ({ from, text: lines.slice(to.start, to.end).join('') }))
}

function isSame(a: Replacement, b: Replacement): boolean {
  return a.from.start === b.from.start && a.from.end === b.from.end && a.text === b.text
}
