/** What a conflict's shape suggests, the surest first. Pure. */
import type { ClashedFile } from '../../../base/model/clashed-file.ts'
import { leftMarkers } from '../../../base/text/left-markers.ts'
import { type Answer, type AnswerRow, firstOfEach, likeliestRows } from './answer.ts'
import { answeredParts } from './answered-parts.ts'
import type { Proposal } from './proposal.ts'
import { proposeWhole } from './whole-file.ts'

/** More than anybody reads, and enough that the right one is among them wherever it is at all. */
export const PROPOSALS_MAX = 7

/** Most clashes of a file that are answered one by one. What has more was rewritten or sorted anew, and takes one side. */
const CLASHES_MAX = 100

/** Below this a guess is none, and would be told as 0 % sure. */
const SURENESS_MIN = 0.005

export function propose(file: ClashedFile): readonly Proposal[] {
  const { texts } = file
  const clashes = file.passages.filter(({ kind }) => kind === 'clash').length
  if (clashes === 0) return proposeWhole(file)
  const rows = clashes > CLASHES_MAX ? [] : likeliestRows(answeredParts(file), PROPOSALS_MAX)
  const sides = clashes === 1 ? [] : [wholeSide(file, 'ours', 0.07), wholeSide(file, 'theirs', 0.06)]
  return firstOfEach([...rows.map(together), ...sides])
    .filter(({ odds }) => odds >= SURENESS_MIN)
    .filter(({ text }) => leftMarkers(text, [texts.base, texts.ours, texts.theirs]).length === 0)
    .slice(0, PROPOSALS_MAX)
    .map(proposalOf)
}

/** Places of a file are not decided one by one: who was right at the first is more often right at the second, most of all in the same way. */
function together(row: AnswerRow): AnswerRow {
  const isAlike = row.answers.every(({ why }) => why === row.answers[0]?.why)
  return row.answers.length < 2 ? row : { ...row, odds: row.odds ** (isAlike ? 0.7 : 0.85) }
}

/** One side wherever lines clash. Who decides so for one hunk mostly does for all. */
function wholeSide({ passages }: ClashedFile, side: 'ours' | 'theirs', odds: number): AnswerRow {
  const text = passages.map((one) => (one.kind === 'agreed' ? one.text : one[side])).join('')
  return { text, answers: [{ shape: 'one-side', text, why: `${side}, for all lines that clash`, odds }], odds }
}

function proposalOf({ text, answers, odds }: AnswerRow): Proposal {
  const [first, ...others] = answers
  const isOne = first !== undefined && others.every(({ shape, why }) => shape === first.shape && why === first.why)
  return {
    shape: isOne ? first.shape : 'mixed',
    outcome: { text },
    why: isOne ? first.why : mixedWhy(answers),
    sureness: odds,
  }
}

/** Neighbours that are answered alike are told in one, as a file can clash in a hundred places. */
function mixedWhy(answers: readonly Answer[]): string {
  const starts = answers.flatMap(({ why }, place) => (why === answers[place - 1]?.why ? [] : [place]))
  const told = starts.map((start, index) => {
    const [from, to] = [start + 1, starts[index + 1] ?? answers.length]
    return `${from === to ? from : `${from} to ${to}`}. ${answers[start]?.why ?? ''}`
  })
  return `place by place: ${told.join('; ')}`
}
