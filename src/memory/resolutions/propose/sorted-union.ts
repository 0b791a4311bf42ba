/** Both sides' lines in the order of the list they stand in: of lines, or of sections between blank lines. Pure. */
import { byText } from '../../../base/std/collections.ts'
import { depthOf, isList, isTelling, type Surroundings } from './unite.ts'

/** Undefined where no order can be seen. */
export function inOrder(
  ours: readonly string[],
  theirs: readonly string[],
  around: Surroundings,
): readonly string[] | undefined {
  return linesInOrder(ours, theirs, around) ?? sectionsInOrder(ours, theirs, around)
}

/** Fewest neighbours that show an order. */
const NEIGHBOURS_MIN = 2

/** Most neighbours that are looked at on either side: an order that holds for six lines is one. */
const NEIGHBOURS_MAX = 3

function linesInOrder(
  ours: readonly string[],
  theirs: readonly string[],
  around: Surroundings,
): readonly string[] | undefined {
  const [first] = ours
  if (first === undefined || !isList([...ours, ...theirs])) return undefined
  const before = entries(around.before.toReversed(), first).toReversed()
  const after = entries(around.after, first)
  if (before.length + after.length < NEIGHBOURS_MIN) return undefined
  const isSorted = (lines: readonly string[]): boolean => isInOrder([...before, ...lines, ...after].map(sortKey))
  if (!isSorted(ours) || !isSorted(theirs)) return undefined
  return [...new Set([...ours, ...theirs])].toSorted((a, b) => byText(sortKey(a), sortKey(b)))
}

/** Lines of the same list: up to where one is blank or starts at another depth. */
function entries(lines: readonly string[], like: string): readonly string[] {
  const other = lines.findIndex((line) => !isTelling(line) || depthOf(line) !== depthOf(like))
  return lines.slice(0, Math.min(other < 0 ? lines.length : other, NEIGHBOURS_MAX))
}

/** Sections each begin with their name and end with a blank line, as in MAINTAINERS. There, neighbours are often a little out of order. */
function sectionsInOrder(
  ours: readonly string[],
  theirs: readonly string[],
  { before, after }: Surroundings,
): readonly string[] | undefined {
  const [mine, its] = [sections(ours), sections(theirs)]
  if (mine === undefined || its === undefined) return undefined
  const names = (all: readonly (readonly string[])[]): string[] => all.map(([name]) => sortKey(name ?? ''))
  const sorted = [...mine, ...its].toSorted((a, b) => byText(sortKey(a[0] ?? ''), sortKey(b[0] ?? '')))
  if (!isInOrder(names(mine)) || !isInOrder(names(its))) return undefined
  const [above, below] = [nameAbove(before), after[0]]
  const fitsAbove = above !== undefined && isInOrder([sortKey(above), ...names(sorted)])
  const fitsBelow = below !== undefined && isTelling(below) && isInOrder([...names(sorted), sortKey(below)])
  return fitsAbove || fitsBelow ? sorted.flat() : undefined
}

function sections(lines: readonly string[]): string[][] | undefined {
  if (lines.at(-1)?.trim() !== '') return undefined
  const all: string[][] = [[]]
  for (const line of lines) {
    all.at(-1)?.push(line)
    if (line.trim() === '') all.push([])
  }
  const whole = all.slice(0, -1)
  return whole.every(([name, ...rest]) => isTelling(name ?? '') && rest.length > 1) ? whole : undefined
}

/** The name of the section that ends above; undefined where none does, or its beginning is out of sight. */
function nameAbove(before: readonly string[]): string | undefined {
  if (before.at(-1)?.trim() !== '') return undefined
  const end = before.slice(0, -1).findLastIndex((line) => line.trim() === '')
  return end < 0 ? undefined : before[end + 1]
}

function isInOrder(keys: readonly string[]): boolean {
  return keys.every((key, place) => place === 0 || byText(keys[place - 1] ?? '', key) <= 0)
}

/** How a name is written and what ends the line do not count in most lists. */
function sortKey(line: string): string {
  return line
    .trim()
    .toLowerCase()
    .replace(/\s*[,\\]$/, '')
}
