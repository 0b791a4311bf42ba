/**
 * Who broke the build: a pure function of the probes so far. The whole is red; the search asks for as few more probes as it can until
 * it knows what of it makes it so.
 *
 * The first failing beginning of the order ends with a tree that matters. Without that tree either all is green, or the search goes on to
 * its right: what was green before it stays green. A tree that is green by itself needs others, which are found from the right to the left.
 */
import { assert } from '../../../base/std/assert.ts'
import { type Candidate, candidateName } from './candidate.ts'

/** What a probe said. A candidate that could not be put together, or a gate that could not run, says nothing. */
export type Answer = 'green' | 'red' | 'silent'

export interface SearchQuestion {
  /** How many trees the red candidate holds. */
  readonly trees: number
  /** Which trees hold the commits of the tree at a place, itself among them: taking it out takes out all of these. */
  readonly holders: (place: number) => readonly number[]
}

/** Trees that are red together and, as far as was asked, not without one of them. One tree for most. */
export interface Culprit {
  /** Places, ascending. */
  readonly set: Candidate
  /** The last of the set, and the trees that hold its commits: what was taken out. */
  readonly removed: Candidate
  /** Whether what was red was seen to be green, or green further to the right, without it. */
  readonly confirmed: boolean
}

export type Search =
  | { readonly kind: 'asks'; readonly probe: Candidate }
  /** Upstream by itself is red: no tree is to blame. */
  | { readonly kind: 'upstream' }
  /** In the order they were found. `rest` is what is left without them, and what that said. */
  | { readonly kind: 'found'; readonly culprits: readonly Culprit[]; readonly rest: Candidate; readonly restIs: Answer }

/** What is known of a candidate; undefined when it was not probed. */
export type Known = (candidate: Candidate) => Answer | undefined

/** Culprits looked for in one search: beyond so many something is wrong with the gate, or upstream, or the day. */
export const CULPRITS_MAX = 16

/** Trees that break only together, at most: of four together nobody could say what they have to do with one another. */
const TOGETHER_MAX = 4

/** How far to both sides of a silent beginning another one is asked. */
const SILENT_SPREAD = 8

export function search(question: SearchQuestion, known: Known): Search {
  const ask = (candidate: Candidate): Answer => {
    const answer = known(candidate)
    if (answer === undefined) throw new Unasked(candidate)
    return answer
  }
  try {
    return searchWhole(question, ask)
  } catch (error) {
    if (error instanceof Unasked) return { kind: 'asks', probe: error.candidate }
    throw error
  }
}

type Ask = (candidate: Candidate) => Answer

/** Ends the search where an answer is lacking; with that answer it is done again from its beginning, which costs nothing. */
class Unasked extends Error {
  readonly candidate: Candidate

  constructor(candidate: Candidate) {
    super(`${candidateName(candidate)} was not probed yet`)
    this.candidate = candidate
  }
}

function searchWhole({ trees, holders }: SearchQuestion, ask: Ask): Search {
  let rest: Candidate = Array.from({ length: trees }, (_, place) => place)
  let restIs: Answer = 'red'
  /** So many trees of `rest`, from the left, are green together. Undefined: not even upstream is known to be. */
  let green: number | undefined
  const culprits: Culprit[] = []
  while (restIs === 'red' && culprits.length < CULPRITS_MAX) {
    const length = firstRed(rest, green, ask)
    if (length === 0) return { kind: 'upstream' }
    const last = rest[length - 1]
    assert(last !== undefined, 'a beginning that is red has a last tree')
    const set = together(rest.slice(0, length - 1), last, ask)
    const removed = holders(last).filter((place) => rest.includes(place))
    const without = rest.filter((place) => !removed.includes(place))
    restIs = ask(without)
    culprits.push({ set, removed, confirmed: restIs === 'green' })
    green = without.filter((place) => place < last).length
    rest = without
  }
  // Found again further to the right, what remains red there is another's fault: what is green up to a culprit was so without it.
  const last = culprits.length - 1
  return {
    kind: 'found',
    culprits: culprits.map((culprit, at) => ({ ...culprit, confirmed: culprit.confirmed || at < last })),
    rest,
    restIs,
  }
}

/** The length of the shortest beginning that is red, all of `trees` being so and the first `green` of them not. */
function firstRed(trees: Candidate, green: number | undefined, ask: Ask): number {
  let low = green ?? -1
  let high = trees.length
  while (high - low > 1) {
    const said = askAbout(trees, low, high, ask)
    // Nothing between can be put together: the last that can is named with all that came since.
    if (said === undefined) return high
    if (said.answer === 'red') high = said.length
    else low = said.length
  }
  return high
}

/** Asks the beginning in the middle, or the nearest to it that says something. */
function askAbout(
  trees: Candidate,
  low: number,
  high: number,
  ask: Ask,
): { readonly length: number; readonly answer: 'green' | 'red' } | undefined {
  const middle = Math.floor((low + high) / 2)
  for (let away = 0; away <= SILENT_SPREAD; away += 1) {
    for (const length of away === 0 ? [middle] : [middle - away, middle + away]) {
      if (length <= low || length >= high) continue
      const answer = ask(trees.slice(0, length))
      if (answer !== 'silent') return { length, answer }
    }
  }
  return undefined
}

/** The trees that are red with `last`, which is the last of them: found one by one from the right. */
function together(before: Candidate, last: number, ask: Ask): Candidate {
  let set: Candidate = [last]
  let left = before
  while (set.length < TOGETHER_MAX && left.length > 0 && ask(set) === 'green') {
    const fixed = set
    const withSet: Ask = (candidate) => ask([...candidate, ...fixed])
    const length = firstRed(left, 0, withSet)
    const another = left[length - 1]
    if (another === undefined) break
    set = [another, ...set]
    left = left.slice(0, length - 1)
  }
  return set
}
