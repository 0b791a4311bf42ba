/** Everything that could become of one piece, surest first. Pure. */
import { splitLines } from '../../../base/text/line-diff.ts'
import { type Answer, firstOfEach } from './answer.ts'
import type { Piece } from './clash-pieces.ts'
import { combine } from './combine.ts'
import { afterRenames, withLocal, type Renames } from './follow-renames.ts'
import { holder, oneAfterTheOther, type Surroundings } from './unite.ts'

/**
 * Most lines and characters of a piece that are taken apart. What is longer was rewritten or is no source, and what would be put together of
 * it nobody would read through.
 */
const LINES_MAX = 2_000
const CHARACTERS_MAX = 100_000

/** What was put in under a name that the other side changed mostly takes the new one; not always, since the old one may live on elsewhere. */
const RENAMED = { followed: 1, ignored: 0.4 } as const

export function answersToPiece(piece: Piece, around: Surroundings, renames: Renames): Answer[] {
  const { base, ours, theirs } = piece
  const characters = [ours, theirs].flat().reduce((sum, line) => sum + line.length, 0)
  const isLong = ours.length + theirs.length > LINES_MAX || characters > CHARACTERS_MAX
  if (base === undefined || isLong)
    return firstOfEach([...holding(piece), ...plainAnswers(piece, { side: 0.35, union: 0.15 })])
  const renamed = afterRenames({ base, ours, theirs }, withLocal(renames, { base, ours, theirs }))
  const plain = combine({ base, ours, theirs }, around)
  const fine =
    renamed === undefined
      ? plain
      : [...weighed(combine(renamed, around), RENAMED.followed), ...weighed(plain, RENAMED.ignored)]
  return firstOfEach([...fine, ...plainAnswers(piece, { side: 0.07, union: 0.05 })])
}

function weighed(answers: readonly Answer[], weight: number): Answer[] {
  return answers.map((answer) => ({ ...answer, odds: answer.odds * weight }))
}

/** Two versions of one new file, one of which has more. */
function holding({ ours, theirs }: Piece): Answer[] {
  const whole = holder(ours, theirs)
  if (whole === undefined) return []
  const text = (whole === 'ours' ? ours : theirs).join('')
  return [{ shape: 'one-side', text, why: `${whole} has all that the other has, and more`, odds: 0.5 }]
}

/** What can be said of any lines that clash. */
function plainAnswers(
  { ours, theirs, passages }: Piece,
  odds: { readonly side: number; readonly union: number },
): Answer[] {
  const united = (first: 'ours' | 'theirs'): string =>
    passages.map((one) => (one.kind === 'agreed' ? one.text : unitedText(one, first))).join('')
  return [
    { shape: 'one-side', text: ours.join(''), why: 'ours, for all lines that clash', odds: odds.side },
    { shape: 'one-side', text: theirs.join(''), why: 'theirs, for all lines that clash', odds: odds.side * 0.97 },
    { shape: 'union', text: united('ours'), why: 'both sides’ lines: ours, then theirs', odds: odds.union },
    { shape: 'union', text: united('theirs'), why: 'both sides’ lines: theirs, then ours', odds: odds.union * 0.5 },
  ]
}

function unitedText(clash: { readonly ours: string; readonly theirs: string }, first: 'ours' | 'theirs'): string {
  const [one, other] = first === 'ours' ? [clash.ours, clash.theirs] : [clash.theirs, clash.ours]
  return oneAfterTheOther(splitLines(one), splitLines(other)).join('')
}
