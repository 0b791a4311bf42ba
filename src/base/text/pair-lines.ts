/** Finds which lines of a text became which of another when they were edited: those that have most of their words in common, in order. */

/** Most lines a side that are compared each with each; beyond, a stretch was rewritten as a whole. */
const LINES_MAX = 120

/** Least share of words in common. Half of them keeps `a = f(x)` and `a = g(x)` together, and apart from `b = f(y)`. */
const ALIKE_MIN = 0.5

/** For each line of the second text the line of the first that it was; undefined for a new one. */
export function pairLines(from: readonly string[], to: readonly string[]): (number | undefined)[] {
  const pairs: (number | undefined)[] = to.map(() => undefined)
  if (from.length > LINES_MAX || to.length > LINES_MAX) return pairs
  const [before, after] = [from.map(saying), to.map(saying)]
  const alike = before.map((a) => after.map((b) => alikeness(a, b)))
  // The most that can be had from these lines on, as for the longest common subsequence.
  const best = Array.from({ length: from.length + 1 }, () => new Float64Array(to.length + 1))
  const at = (a: number, b: number): number => best[a]?.[b] ?? 0
  for (let a = from.length - 1; a >= 0; a -= 1)
    for (let b = to.length - 1; b >= 0; b -= 1) {
      const row = best[a]
      if (row) row[b] = Math.max(at(a + 1, b), at(a, b + 1), at(a + 1, b + 1) + (alike[a]?.[b] ?? 0))
    }
  let [a, b] = [0, 0]
  while (a < from.length && b < to.length) {
    const pair = alike[a]?.[b] ?? 0
    if (pair > 0 && at(a, b) === at(a + 1, b + 1) + pair) {
      pairs[b] = a
      a += 1
      b += 1
    } else if (at(a, b) === at(a + 1, b)) a += 1
    else b += 1
  }
  return pairs
}

interface Saying {
  readonly text: string
  readonly words: readonly string[]
}

function saying(line: string): Saying {
  const text = line.trim().replace(/\s+/g, ' ')
  // Versions and counts are what changes most: a line is told by its names, where it has any.
  const names = text.match(/[A-Za-z_]\w*/g) ?? text.match(/\d+/g) ?? []
  return { text, words: names.toSorted() }
}

/** From 0 to 1; a little for lines without words that are the same, so that they never tear others apart. */
function alikeness(a: Saying, b: Saying): number {
  if (a.text === b.text) return a.words.length === 0 ? 0.1 : 1
  if (a.words.length === 0 || b.words.length === 0) return 0
  let [i, j, common] = [0, 0, 0]
  while (i < a.words.length && j < b.words.length) {
    const [x, y] = [a.words[i] ?? '', b.words[j] ?? '']
    if (x === y) common += 1
    if (x <= y) i += 1
    if (y <= x) j += 1
  }
  const share = (2 * common) / (a.words.length + b.words.length)
  return share >= ALIKE_MIN ? share : 0
}
