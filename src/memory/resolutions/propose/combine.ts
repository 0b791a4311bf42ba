/** Puts the edits of both sides together over the lines they come from, and answers for those lines where they still clash. Pure. */
import { unreachable } from '../../../base/std/assert.ts'
import type { LineRange } from '../../../base/text/line-diff.ts'
import { pairLines } from '../../../base/text/pair-lines.ts'
import { type Stretch, threeWay } from '../../../base/text/three-way.ts'
import { type Answer, type AnswerRow, firstOfEach, likeliestRows } from './answer.ts'
import { answersToLines, type SameLines } from './same-lines.ts'
import { saySame, shiftBetween, shifted, unspaced } from './spacing.ts'
import type { Surroundings } from './unite.ts'

/** Most answers to one piece that are told apart. */
const ROWS_MAX = 8

/** How often edits of different lines, put together, are what people made of them; and of lines that pair up by what they say. */
const COMBINED = 0.83
const PAIRED = 0.7

export function combine(lines: SameLines, around: Surroundings): Answer[] {
  const plain = threeWay(lines.base, lines.ours, lines.theirs)
  const exact = rowsOver(lines, plain, around, COMBINED)
  if (plain.every(({ kind }) => kind !== 'clash')) return exact
  return firstOfEach([...exact, ...rowsOver(lines, pairedStretches(lines), around, PAIRED)])
}

/** As if a line stayed itself when some of its words, or the space before it, changed. */
function pairedStretches({ base, ours, theirs }: SameLines): Stretch[] {
  const named = (lines: readonly string[]): string[] => {
    const pairs = pairLines(base, lines)
    return lines.map((line, at) => (pairs[at] === undefined ? `new: ${line}` : `line ${pairs[at]}`))
  }
  const names = base.map((_, at) => `line ${at}`)
  return threeWay(names, named(ours), named(theirs))
}

function rowsOver(lines: SameLines, stretches: readonly Stretch[], around: Surroundings, odds: number): Answer[] {
  const parts = stretches.flatMap((stretch) => partsOf(lines, stretch, around))
  const isMixed = stretches.some(({ kind }) => kind === 'ours' || kind === 'theirs')
  return likeliestRows(parts, ROWS_MAX).map((row) => answerOf(row, isMixed, odds))
}

type Part = string | readonly Answer[]

function partsOf(lines: SameLines, stretch: Stretch, around: Surroundings): Part[] {
  const [base, ours, theirs] = [
    lines.base.slice(stretch.base.start, stretch.base.end),
    lines.ours.slice(stretch.ours.start, stretch.ours.end),
    lines.theirs.slice(stretch.theirs.start, stretch.theirs.end),
  ]
  const clash = (): Part => answersToLines({ base, ours, theirs }, surroundings(lines, stretch, around))
  switch (stretch.kind) {
    case 'kept':
    case 'same':
      if (base.length !== ours.length || base.length !== theirs.length) return [ours.join('')]
      return base.map((line, at) => pairedLine(line, ours[at] ?? '', theirs[at] ?? '', around))
    case 'ours':
      return [saySame(base, theirs) ? moved(ours, lines.base, lines.theirs, stretch.base, stretch.theirs) : clash()]
    case 'theirs':
      return [saySame(base, ours) ? moved(theirs, lines.base, lines.ours, stretch.base, stretch.ours) : clash()]
    case 'clash':
      return [clash()]
    default:
      return unreachable(stretch.kind)
  }
}

/** One line in all three versions. */
function pairedLine(base: string, ours: string, theirs: string, around: Surroundings): Part {
  if (ours === theirs || theirs === base) return ours
  if (ours === base) return theirs
  if (unspaced(ours) === unspaced(base)) return shifted(theirs, shiftBetween(base, ours))
  if (unspaced(theirs) === unspaced(base)) return shifted(ours, shiftBetween(base, theirs))
  return answersToLines({ base: [base], ours: [ours], theirs: [theirs] }, around)
}

function length({ start, end }: LineRange): number {
  return end - start
}

/** One side's lines, moved in or out as the other side moved the lines there, or before. */
function moved(
  lines: readonly string[],
  base: readonly string[],
  other: readonly string[],
  from: LineRange,
  to: LineRange,
): string {
  const at = length(from) > 0 && length(to) > 0 ? 0 : -1
  const [before, after] = [base[from.start + at], other[to.start + at]]
  if (before === undefined || after === undefined || unspaced(before) !== unspaced(after)) return lines.join('')
  const shift = shiftBetween(before, after)
  return lines.map((line) => shifted(line, shift)).join('')
}

function surroundings({ base }: SameLines, stretch: Stretch, { before, after }: Surroundings): Surroundings {
  return {
    before: [...before, ...base.slice(0, stretch.base.start)],
    after: [...base.slice(stretch.base.end), ...after],
  }
}

function answerOf({ text, answers, odds }: AnswerRow, isMixed: boolean, whole: number): Answer {
  const [first, another] = answers
  if (first === undefined) return { shape: 'combined-lines', text, why: 'different lines were changed', odds: whole }
  const isOne = another === undefined
  return {
    shape: isOne ? first.shape : 'mixed',
    text,
    why: isOne ? first.why : 'each place where both changed lines by its own shape',
    odds: odds * (isMixed ? 0.9 : 1),
  }
}
