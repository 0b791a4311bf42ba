/** What a conflict's shape suggests, the surest first. Pure. */
import type { ClashedFile } from '../../../base/model/clashed-file.ts'
import { isAnyMarker, MARKER_SIZE } from '../../../base/text/conflict-markers.ts'
import { splitLines } from '../../../base/text/line-diff.ts'
import { type Answer, type AnswerRow, firstOfEach, likeliestRows } from './answer.ts'
import { answersToPiece } from './answers-to-piece.ts'
import { type FilePart, filePartsOf } from './clash-pieces.ts'
import type { Proposal } from './proposal.ts'
import { proposeWhole } from './whole-file.ts'

/** More than anybody reads, and enough that the right one is among them wherever it is at all. */
const PROPOSALS_MAX = 7

/** Lines above and below a piece that are looked at: enough for the section above in MAINTAINERS. */
const AROUND = 40

/** Most clashes of a file that are answered one by one. What has more was rewritten or sorted anew, and takes one side. */
const CLASHES_MAX = 100

export function propose(file: ClashedFile): readonly Proposal[] {
  const clashes = file.passages.filter(({ kind }) => kind === 'clash').length
  if (clashes === 0) return proposeWhole(file)
  const parts = filePartsOf(file)
  const answers = parts.map((part, place) => (part.kind === 'agreed' ? part.text : answersTo(parts, place)))
  const rows = clashes > CLASHES_MAX ? [] : likeliestRows(answers, PROPOSALS_MAX)
  const sides = clashes === 1 ? [] : [wholeSide(file, 'ours', 0.07), wholeSide(file, 'theirs', 0.06)]
  return firstOfEach([...rows, ...sides])
    .filter(({ text }) => !bringsMarkers(file, text))
    .slice(0, PROPOSALS_MAX)
    .map(proposalOf)
}

function answersTo(parts: readonly FilePart[], place: number): readonly Answer[] {
  const part = parts[place]
  if (part === undefined || part.kind === 'agreed') return []
  const lines = (other: FilePart | undefined): string[] => (other?.kind === 'agreed' ? splitLines(other.text) : [])
  return answersToPiece(part, {
    before: lines(parts[place - 1]).slice(-AROUND),
    after: lines(parts[place + 1]).slice(0, AROUND),
  })
}

/** One side wherever lines clash. Who decides so for one hunk mostly does for all. */
function wholeSide({ passages }: ClashedFile, side: 'ours' | 'theirs', odds: number): AnswerRow {
  const text = passages.map((one) => (one.kind === 'agreed' ? one.text : one[side])).join('')
  return { text, answers: [{ shape: 'one-side', text, why: `${side}, for all lines that clash`, odds }], odds }
}

/** Nested conflicts of an earlier merge stand in a side's lines. */
function bringsMarkers({ texts, passages }: ClashedFile, text: string): boolean {
  const own = new Set(splitLines(texts.ours ?? '').concat(splitLines(texts.theirs ?? '')))
  const agreed = passages.flatMap((one) => (one.kind === 'agreed' ? splitLines(one.text) : []))
  for (const line of agreed) own.add(line)
  return splitLines(text).some((line) => isAnyMarker(line, MARKER_SIZE) && !own.has(line))
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

function mixedWhy(answers: readonly Answer[]): string {
  return `place by place: ${answers.map(({ why }, place) => `${place + 1}. ${why}`).join('; ')}`
}
