/** Halving: the shortest beginning of an order that is red, by as few answers as can be. */
import { type Candidate, candidateName } from './candidate.ts'

/** What a probe said. A candidate that could not be put together, or a gate that could not run, says nothing. */
export type Answer = 'green' | 'red' | 'silent'

/** What is known of a candidate; undefined when it was not probed. */
export type Known = (candidate: Candidate) => Answer | undefined

export type Ask = (candidate: Candidate) => Answer

/** How far to both sides of a silent beginning another one is asked. */
const SILENT_SPREAD = 8

/** Runs a search as far as the known answers take it: what it comes to, or the candidate whose answer it lacks. */
export function asFarAsKnown<Found>(
  known: Known,
  work: (ask: Ask) => Found,
): Found | { readonly kind: 'asks'; readonly probe: Candidate } {
  try {
    return work((candidate) => {
      const answer = known(candidate)
      if (answer === undefined) throw new Unasked(candidate)
      return answer
    })
  } catch (error) {
    if (error instanceof Unasked) return { kind: 'asks', probe: error.candidate }
    throw error
  }
}

/** Ends a search where an answer is lacking; with that answer it is done again from its beginning, which costs nothing. */
class Unasked extends Error {
  readonly candidate: Candidate

  constructor(candidate: Candidate) {
    super(`${candidateName(candidate)} was not probed yet`)
    this.candidate = candidate
  }
}

export interface FirstRed {
  /** Of the shortest beginning that was seen red. */
  readonly length: number
  /** Of the longest one that is known green; what stands between the two, but the last, says nothing. Undefined: none is. */
  readonly green: number | undefined
}

/** All of `items` is red; the first `green` of them are not, where that is known. */
export function firstRed(items: Candidate, green: number | undefined, ask: Ask): FirstRed {
  let low = green ?? -1
  let high = items.length
  while (high - low > 1) {
    const said = askAbout(items, low, high, ask)
    if (said === undefined) break
    if (said.answer === 'red') high = said.length
    else low = said.length
  }
  return { length: high, green: low < 0 ? undefined : low }
}

/** Asks the beginning in the middle, or the nearest to it that says something. */
function askAbout(
  items: Candidate,
  low: number,
  high: number,
  ask: Ask,
): { readonly length: number; readonly answer: 'green' | 'red' } | undefined {
  const middle = Math.floor((low + high) / 2)
  for (let away = 0; away <= SILENT_SPREAD; away += 1) {
    for (const length of away === 0 ? [middle] : [middle - away, middle + away]) {
      if (length <= low || length >= high) continue
      const answer = ask(items.slice(0, length))
      if (answer !== 'silent') return { length, answer }
    }
  }
  return undefined
}
