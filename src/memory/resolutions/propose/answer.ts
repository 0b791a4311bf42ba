/** What could become of a stretch that clashes, and how answers to several stretches make one. Pure. */
import type { ProposalShape } from './proposal.ts'

export interface Answer {
  readonly shape: ProposalShape
  readonly text: string
  /** A sentence without its full stop. */
  readonly why: string
  /** How often such an answer is right, 0 to 1, before it is known how sure the others are. */
  readonly odds: number
}

/** A row of answers, one to each stretch that is not settled. */
export interface AnswerRow {
  readonly text: string
  readonly answers: readonly Answer[]
  readonly odds: number
}

/** Texts as they stand, and between them stretches with several answers: the likeliest rows, surest first, no text twice. */
export function likeliestRows(parts: readonly (string | readonly Answer[])[], max: number): AnswerRow[] {
  let rows: { texts: string[]; answers: Answer[]; odds: number }[] = [{ texts: [], answers: [], odds: 1 }]
  for (const part of parts) {
    if (typeof part === 'string') {
      for (const row of rows) row.texts.push(part)
      continue
    }
    rows = rows
      .flatMap((row) =>
        part.map((answer) => ({
          texts: [...row.texts, answer.text],
          answers: [...row.answers, answer],
          odds: row.odds * answer.odds,
        })),
      )
      .toSorted((a, b) => b.odds - a.odds)
      .slice(0, max)
  }
  const whole = rows.map(({ texts, answers, odds }) => ({ text: texts.join(''), answers, odds }))
  return firstOfEach(whole)
}

/** The surest of those that come to the same text. */
export function firstOfEach<One extends { readonly text: string; readonly odds: number }>(all: readonly One[]): One[] {
  const sorted = all.toSorted((a, b) => b.odds - a.odds)
  return sorted.filter((one, place) => sorted.findIndex(({ text }) => text === one.text) === place)
}
