/** Finds lines of one text in another, given the edits between them. */
import type { Edit, LineRange } from './line-diff.ts'

/** The same edits, read from the new text to the old. */
export function inverse(edits: readonly Edit[]): Edit[] {
  return edits.map(({ from, to }) => ({ from: to, to: from }))
}

/** The line of the old text that a line of the new one is; undefined when the line is new. */
export function lineBefore(edits: readonly Edit[], line: number): number | undefined {
  let offset = 0
  for (const { from, to } of edits) {
    if (line < to.start) break
    if (line < to.end) return undefined
    offset = from.end - to.end
  }
  return line + offset
}

/** The edit that brought a line of the new text. */
export function editOf(edits: readonly Edit[], line: number): Edit | undefined {
  return edits.find(({ to }) => to.start <= line && line < to.end)
}

/**
 * Where a run of the new text's lines was in the old: with all of what an edit replaced when the run begins or ends within it. A run
 * without lines is the place between two lines, and becomes what an edit took out there.
 */
export function rangeBefore(edits: readonly Edit[], { start, end }: LineRange): LineRange {
  if (start === end) return gapBefore(edits, start)
  const before = (line: number): number => lineBefore(edits, line) ?? 0
  return {
    start: editOf(edits, start)?.from.start ?? before(start),
    end: editOf(edits, end - 1)?.from.end ?? before(end - 1) + 1,
  }
}

function gapBefore(edits: readonly Edit[], gap: number): LineRange {
  const edit = edits.find(({ to }) => to.start <= gap && gap <= to.end)
  if (edit) return edit.from
  const last = edits.findLast(({ to }) => to.end < gap)
  const place = last ? gap + last.from.end - last.to.end : gap
  return { start: place, end: place }
}

/** Whether two runs share a line. */
export function overlap(a: LineRange, b: LineRange): boolean {
  return a.start < b.end && b.start < a.end
}

/** Whether two runs share a line or a border: what git's merge takes for a clash. */
export function touch(a: LineRange, b: LineRange): boolean {
  return a.start <= b.end && b.start <= a.end
}
