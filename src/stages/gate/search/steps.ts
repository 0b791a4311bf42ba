/** Which of a tree's commits made the gate red: halving over its first parents. Pure. */
import type { Candidate } from './candidate.ts'
import { asFarAsKnown, firstRed, type Known } from './first-red.ts'

export type StepSearch =
  | { readonly kind: 'asks'; readonly probe: Candidate }
  /** The place of the step at which it turned red. */
  | { readonly kind: 'found'; readonly step: number }
  /** What stands between says nothing. */
  | { readonly kind: 'unclear' }

/** Steps, oldest first: without any of them it is green, with all of them red. A probe is the beginning that it holds. */
export function searchSteps(steps: number, known: Known): StepSearch {
  return asFarAsKnown(known, (ask): StepSearch => {
    const all = Array.from({ length: steps }, (_, step) => step)
    const { length, green } = firstRed(all, 0, ask)
    return green === length - 1 ? { kind: 'found', step: length - 1 } : { kind: 'unclear' }
  })
}
