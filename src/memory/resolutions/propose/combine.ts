/** Puts the edits of both sides together over the lines they come from, and answers for those lines where they still clash. Pure. */
import { unreachable } from '../../../base/std/assert.ts'
import type { LineRange } from '../../../base/text/line-diff.ts'
import { type Stretch, threeWay } from '../../../base/text/three-way.ts'
import { type Answer, type AnswerRow, likeliestRows } from './answer.ts'
import { answersToLines, type SameLines } from './same-lines.ts'
import { shiftBetween, shifted, unspaced } from './spacing.ts'
import type { Surroundings } from './unite.ts'

/** Most answers to one piece that are told apart. */
const ROWS_MAX = 8

/** How often edits of different lines, put together, are what people made of them. */
const COMBINED = 0.83

export function combine(lines: SameLines, around: Surroundings): Answer[] {
  const stretches = stretchesOf(lines)
  const parts = stretches.map((stretch) => partOf(lines, stretch, around))
  const sides = new Set(stretches.map(({ kind }) => kind))
  const isMixed = sides.has('ours') || sides.has('theirs')
  return likeliestRows(parts, ROWS_MAX).map((row) => answerOf(row, isMixed))
}

/** White space counts for nothing where less clashes without it. */
function stretchesOf({ base, ours, theirs }: SameLines): Stretch[] {
  const plain = threeWay(base, ours, theirs)
  if (clashing(plain) === 0) return plain
  const said = threeWay(base.map(unspaced), ours.map(unspaced), theirs.map(unspaced))
  return clashing(said) < clashing(plain) ? said : plain
}

function clashing(stretches: readonly Stretch[]): number {
  return stretches
    .filter(({ kind }) => kind === 'clash')
    .reduce((sum, { base, ours, theirs }) => sum + length(base) + length(ours) + length(theirs), 0)
}

function length({ start, end }: LineRange): number {
  return end - start
}

function partOf(lines: SameLines, stretch: Stretch, around: Surroundings): string | readonly Answer[] {
  const [base, ours, theirs] = [
    lines.base.slice(stretch.base.start, stretch.base.end),
    lines.ours.slice(stretch.ours.start, stretch.ours.end),
    lines.theirs.slice(stretch.theirs.start, stretch.theirs.end),
  ]
  switch (stretch.kind) {
    case 'kept':
      // They may be spaced differently: as the side has them that spaced them anew.
      return base.map((line, at) => (ours[at] === line ? theirs[at] : ours[at])).join('')
    case 'same':
      return (ours.every((line, at) => line === base[at]) ? theirs : ours).join('')
    case 'ours':
      return moved(ours, lines.base, lines.theirs, stretch.base, stretch.theirs)
    case 'theirs':
      return moved(theirs, lines.base, lines.ours, stretch.base, stretch.ours)
    case 'clash':
      return answersToLines({ base, ours, theirs }, surroundings(lines, stretch, around))
    default:
      return unreachable(stretch.kind)
  }
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

function answerOf({ text, answers, odds }: AnswerRow, isMixed: boolean): Answer {
  const [first, another] = answers
  if (first === undefined) return { shape: 'combined-lines', text, why: 'different lines were changed', odds: COMBINED }
  const isOne = another === undefined
  return {
    shape: isOne ? first.shape : 'mixed',
    text,
    why: isOne ? first.why : 'each place where both changed lines by its own shape',
    odds: odds * (isMixed ? 0.9 : 1),
  }
}
