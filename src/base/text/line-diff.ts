/** Compares texts line by line (E. Myers, "An O(ND) Difference Algorithm and Its Variations", 1986), without a process. */

/** A run of lines, counted from 0; `end` is the first line behind it. */
export interface LineRange {
  readonly start: number
  readonly end: number
}

/** Lines of an old text and what stands in their place in a new one. Either may be empty, not both. */
export interface Edit {
  readonly from: LineRange
  readonly to: LineRange
}

/**
 * Most lines added and deleted that are told apart one by one; memory grows with the square, 4 MB here. Texts that differ by more
 * count as rewritten between the first and the last difference.
 */
const DIFFERENCES_MAX = 1_000

/** Lines with their ends; the last may have none. The empty text has no lines. */
export function splitLines(text: string): string[] {
  const lines: string[] = []
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start)
    const end = newline < 0 ? text.length : newline + 1
    lines.push(text.slice(start, end))
    start = end
  }
  return lines
}

/** What makes `to` of `from`: in order, and with unchanged lines between any two edits. */
export function diffLines(from: readonly string[], to: readonly string[]): Edit[] {
  const shorter = Math.min(from.length, to.length)
  let head = 0
  while (head < shorter && from[head] === to[head]) head += 1
  let tail = 0
  while (tail < shorter - head && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1
  const a = from.slice(head, from.length - tail)
  const b = to.slice(head, to.length - tail)
  if (a.length === 0 && b.length === 0) return []
  const kept = keptLines(a, b)
  return editsBetween(kept, a.length, b.length).map((edit) => ({
    from: shift(edit.from, head),
    to: shift(edit.to, head),
  }))
}

function shift(range: LineRange, by: number): LineRange {
  return { start: range.start + by, end: range.end + by }
}

/** A line that both texts have, by its number in each. */
interface Kept {
  readonly a: number
  readonly b: number
}

/** A longest run of lines that both have in the same order; nothing when they differ too much. */
function keptLines(a: readonly string[], b: readonly string[]): Kept[] {
  const limit = Math.min(a.length + b.length, DIFFERENCES_MAX)
  // How far down `a` the best path with so many differences gets, by diagonal (line of `a` less line of `b`).
  const reach = new Int32Array(2 * limit + 3)
  const center = limit + 1
  const history: Int32Array[] = []
  for (let differences = 0; differences <= limit; differences += 1) {
    history.push(reach.slice(center - differences - 1, center + differences + 2))
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const down =
        diagonal === -differences ||
        (diagonal !== differences && at(reach, center + diagonal - 1) < at(reach, center + diagonal + 1))
      let line = down ? at(reach, center + diagonal + 1) : at(reach, center + diagonal - 1) + 1
      while (line < a.length && line - diagonal < b.length && a[line] === b[line - diagonal]) line += 1
      reach[center + diagonal] = line
      if (line >= a.length && line - diagonal >= b.length) return backtrack(history, a.length, b.length)
    }
  }
  return []
}

/** Follows the best path from its end; what it passes diagonally was kept. */
function backtrack(history: readonly Int32Array[], aLength: number, bLength: number): Kept[] {
  const kept: Kept[] = []
  let a = aLength
  let b = bLength
  for (let differences = history.length - 1; differences >= 0; differences -= 1) {
    const reach = history[differences] ?? new Int32Array(0)
    // The slice saved for this step has diagonal 0 in its middle.
    const center = differences + 1
    const diagonal = a - b
    const down =
      diagonal === -differences ||
      (diagonal !== differences && at(reach, center + diagonal - 1) < at(reach, center + diagonal + 1))
    const before = down ? diagonal + 1 : diagonal - 1
    const start = differences === 0 ? 0 : down ? at(reach, center + before) : at(reach, center + before) + 1
    while (a > start) kept.push({ a: (a -= 1), b: (b -= 1) })
    if (differences > 0) {
      a = at(reach, center + before)
      b = a - before
    }
  }
  return kept.reverse()
}

function at(numbers: Int32Array, index: number): number {
  return numbers[index] ?? 0
}

/** What lies between kept lines. */
function editsBetween(kept: readonly Kept[], aLength: number, bLength: number): Edit[] {
  const edits: Edit[] = []
  let a = 0
  let b = 0
  for (const next of [...kept, { a: aLength, b: bLength }]) {
    if (next.a > a || next.b > b) edits.push({ from: { start: a, end: next.a }, to: { start: b, end: next.b } })
    a = next.a + 1
    b = next.b + 1
  }
  return edits
}
