/**
 * Finds what the clashes of a file came from. git's conflict leaves the base out and trims off both ends what the sides happen to share; a
 * piece has both again, and goes as far as the edits do that ran into each other. Pure.
 */
import type { ClashedFile, ClashPassage } from '../../../base/model/clashed-file.ts'
import { diffLines, type Edit, type LineRange, splitLines } from '../../../base/text/line-diff.ts'
import { rangeBefore, touch } from '../../../base/text/line-map.ts'

/** Lines that clash, with their ends; the last of a file may have none. */
export interface Piece {
  /** Undefined where it cannot be told: the file has no base, or is merged in a way that lines do not explain. */
  readonly base: readonly string[] | undefined
  readonly ours: readonly string[]
  readonly theirs: readonly string[]
  /** The same stretch as git left it. */
  readonly passages: readonly ClashPassage[]
}

/** A file in order. */
export type FilePart = { readonly kind: 'agreed'; readonly text: string } | (Piece & { readonly kind: 'piece' })

export function filePartsOf({ texts, passages }: ClashedFile): FilePart[] {
  const { base, ours, theirs } = texts
  if (base === undefined || ours === undefined || theirs === undefined) return passages.map(withoutBase)
  const origin = splitLines(base)
  const sides = [sideOf(passages, origin, ours, 'ours'), sideOf(passages, origin, theirs, 'theirs')] as const
  const parts: FilePart[] = []
  // Where the agreed text goes on: a passage, and lines of it that the piece before has.
  let next = { passage: 0, line: 0 }
  for (const group of groupsOf(passages, sides)) {
    const found = groupPiece(passages, origin, sides, group, next)
    for (const { piece, from, to } of found === undefined ? singlePieces(passages, origin, sides, group) : [found]) {
      parts.push(...agreedBetween(passages, next, from), { kind: 'piece', ...piece })
      next = to
    }
  }
  return [...parts, ...agreedBetween(passages, next, { passage: passages.length, line: 0 })]
}

function withoutBase(passage: ClashPassage): FilePart {
  return passage.kind === 'agreed' ? passage : { kind: 'piece', ...barePiece(passage) }
}

function barePiece(clash: ClashPassage & { readonly kind: 'clash' }): Piece {
  return { base: undefined, ours: splitLines(clash.ours), theirs: splitLines(clash.theirs), passages: [clash] }
}

/** One version, and the merged file with that version's lines in place of every clash. */
interface Side {
  readonly lines: readonly string[]
  readonly merged: readonly string[]
  /** Where each passage begins in the merged file, and where the last one ends. */
  readonly starts: readonly number[]
  /** From the version to the merged file, and from the base to the version. */
  readonly toMerged: readonly Edit[]
  readonly fromBase: readonly Edit[]
}

function sideOf(
  passages: readonly ClashPassage[],
  base: readonly string[],
  text: string,
  name: 'ours' | 'theirs',
): Side {
  const lines = splitLines(text)
  const merged: string[] = []
  const starts = [0]
  for (const passage of passages) {
    for (const line of splitLines(passage.kind === 'agreed' ? passage.text : passage[name])) merged.push(line)
    starts.push(merged.length)
  }
  return { lines, merged, starts, toMerged: diffLines(lines, merged), fromBase: diffLines(base, lines) }
}

/** Clashes whose edits ran into each other, from one passage to another, both counted in. */
interface Group {
  readonly first: number
  readonly last: number
  readonly base: LineRange
}

function groupsOf(passages: readonly ClashPassage[], sides: readonly [Side, Side]): Group[] {
  const regions = joined(sides.flatMap(({ fromBase }) => fromBase.map(({ from }) => from)))
  const groups: Group[] = []
  for (const [at, { kind }] of passages.entries()) {
    if (kind === 'agreed') continue
    const range = ownRange(sides, at)
    const base = hull([range, ...regions.filter((region) => touch(region, range))])
    const last = groups.at(-1)
    if (last !== undefined && touch(last.base, base))
      groups.splice(-1, 1, { first: last.first, last: at, base: hull([last.base, base]) })
    else groups.push({ first: at, last: at, base })
  }
  return groups
}

/** What either side's lines of a clash were in the base. */
function ownRange(sides: readonly [Side, Side], at: number): LineRange {
  return hull(sides.map((side) => rangeBefore(side.fromBase, rangeBefore(side.toMerged, passageRange(side, at)))))
}

/** Ranges that touch each other, as one. */
function joined(ranges: readonly LineRange[]): LineRange[] {
  const all: LineRange[] = []
  for (const range of ranges.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = all.at(-1)
    if (last !== undefined && touch(last, range)) all.splice(-1, 1, hull([last, range]))
    else all.push(range)
  }
  return all
}

function hull(ranges: readonly LineRange[]): LineRange {
  const starts = ranges.map(({ start }) => start)
  const ends = ranges.map(({ end }) => end)
  return { start: starts.reduce((a, b) => Math.min(a, b)), end: ends.reduce((a, b) => Math.max(a, b)) }
}

function passageRange({ starts }: Side, at: number): LineRange {
  return { start: starts[at] ?? 0, end: starts[at + 1] ?? 0 }
}

interface Place {
  readonly passage: number
  readonly line: number
}

interface Placing {
  readonly piece: Piece
  readonly from: Place
  readonly to: Place
}

/** Undefined where both sides do not reach equally far beyond git's clash: then git aligned the lines otherwise. */
function groupPiece(
  passages: readonly ClashPassage[],
  origin: readonly string[],
  sides: readonly [Side, Side],
  { first, last, base }: Group,
  next: Place,
): Placing | undefined {
  const found = sides.map((side) => {
    const own = after(side.fromBase, base)
    const merged = after(side.toMerged, own)
    const lines = side.lines.slice(own.start, own.end)
    const isWhole =
      lines.length === merged.end - merged.start &&
      lines.every((line, place) => line === side.merged[merged.start + place])
    const [start, end] = [side.starts[first] ?? 0, side.starts[last + 1] ?? 0]
    return { lines, isWhole, up: start - merged.start, down: merged.end - end }
  })
  const [ours, theirs] = found
  if (ours === undefined || theirs === undefined || !ours.isWhole || !theirs.isWhole) return undefined
  const { up, down } = ours
  const [above, below] = [agreedLines(passages[first - 1]), agreedLines(passages[last + 1])]
  const free = next.passage === first - 1 ? above.length - next.line : above.length
  if (up !== theirs.up || down !== theirs.down || up < 0 || down < 0 || up > free || down > below.length)
    return undefined
  const inner: ClashPassage[] = [
    ...agreed(above.slice(above.length - up)),
    ...passages.slice(first, last + 1),
    ...agreed(below.slice(0, down)),
  ]
  const piece = { base: origin.slice(base.start, base.end), ours: ours.lines, theirs: theirs.lines, passages: inner }
  const from = up === 0 ? { passage: first, line: 0 } : { passage: first - 1, line: above.length - up }
  return { piece, from, to: { passage: last + 1, line: down } }
}

/** What became of a range, with all that was put in at its ends. */
function after(edits: readonly Edit[], { start, end }: LineRange): LineRange {
  const growth = (all: readonly Edit[]): number =>
    all.reduce((sum, { from, to }) => sum + (to.end - to.start) - (from.end - from.start), 0)
  return {
    start: start + growth(edits.filter(({ from }) => from.end < start)),
    end: end + growth(edits.filter(({ from }) => from.start <= end)),
  }
}

/** Each clash for itself, as far as git takes it, over the lines that either side has in its place. */
function singlePieces(
  passages: readonly ClashPassage[],
  origin: readonly string[],
  sides: readonly [Side, Side],
  { first, last }: Group,
): Placing[] {
  const placings: Placing[] = []
  for (let at = first; at <= last; at += 1) {
    const passage = passages[at]
    if (passage === undefined || passage.kind === 'agreed') continue
    const { start, end } = ownRange(sides, at)
    const piece = { ...barePiece(passage), base: origin.slice(start, end) }
    placings.push({ piece, from: { passage: at, line: 0 }, to: { passage: at + 1, line: 0 } })
  }
  return placings
}

function agreedLines(passage: ClashPassage | undefined): string[] {
  return passage?.kind === 'agreed' ? splitLines(passage.text) : []
}

function agreed(lines: readonly string[]): ClashPassage[] {
  return lines.length === 0 ? [] : [{ kind: 'agreed', text: lines.join('') }]
}

function agreedBetween(passages: readonly ClashPassage[], from: Place, to: Place): FilePart[] {
  let text = ''
  for (let at = from.passage; at <= to.passage; at += 1) {
    const lines = agreedLines(passages[at])
    text += lines.slice(at === from.passage ? from.line : 0, at === to.passage ? to.line : lines.length).join('')
  }
  return text === '' ? [] : [{ kind: 'agreed', text }]
}
