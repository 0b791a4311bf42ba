/**
 * Who broke the build: a pure function of the probes so far. The whole is red; the search asks for as few more probes as it can until
 * it knows what of it makes it so.
 *
 * The first failing beginning of the order ends with a tree that matters. Without that tree either all is green, or the search goes on to
 * its right: what was green before it stays green. A tree that is green by itself needs others, which are found from the right to the left.
 */
import { assert } from '../../../base/std/assert.ts'
import type { Candidate } from './candidate.ts'
import { type Answer, asFarAsKnown, type Ask, type FirstRed, firstRed, type Known } from './first-red.ts'

export interface SearchQuestion {
  /** How many trees the red candidate holds. */
  readonly trees: number
  /** Which trees hold the commits of the tree at a place, itself among them: taking it out takes out all of these. */
  readonly holders: (place: number) => readonly number[]
}

/** Trees that are red together and, as far as was asked, not without one of them. One tree for most. */
export interface Culprit {
  /** Places, ascending. Each was seen to be needed for what is red. */
  readonly set: Candidate
  /** The shortest beginning that was seen red, which ends with the last of the set; taken-out trees are not in it. */
  readonly red: Candidate
  /** Trees of which one is to blame: the last of the set alone, or all since the last beginning that said something. */
  readonly suspects: Candidate
  /** What the last of the set says by itself on upstream: green when it takes others, or the merge itself, to be red. */
  readonly alone: Answer | undefined
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

/** Culprits looked for in one search: beyond so many something is wrong with the gate, or upstream, or the day. */
export const CULPRITS_MAX = 16

/** Trees that break only together, at most: of four together nobody could say what they have to do with one another. */
const TOGETHER_MAX = 4

export function search(question: SearchQuestion, known: Known): Search {
  return asFarAsKnown(known, (ask) => searchWhole(question, ask))
}

function searchWhole({ trees, holders }: SearchQuestion, ask: Ask): Search {
  let rest: Candidate = Array.from({ length: trees }, (_, place) => place)
  let restIs: Answer = 'red'
  /** So many trees of `rest`, from the left, are green together. Undefined: not even upstream is known to be. */
  let green: number | undefined
  const culprits: Culprit[] = []
  while (restIs === 'red' && culprits.length < CULPRITS_MAX) {
    const first = firstRed(rest, green, ask)
    if (first.length === 0) return { kind: 'upstream' }
    confirmLast(culprits, rest.slice(0, first.green ?? 0))
    const culprit = culpritAt(rest, first, { holders, ask })
    rest = without(rest, culprit.removed)
    restIs = ask(rest)
    culprits.push({ ...culprit, confirmed: restIs === 'green' && isSure(culprit) })
    green = first.green === undefined ? undefined : without(culprit.red.slice(0, first.green), culprit.removed).length
  }
  return { kind: 'found', culprits, rest, restIs }
}

type Unconfirmed = Omit<Culprit, 'confirmed'>

function culpritAt(
  rest: Candidate,
  { length, green }: FirstRed,
  { holders, ask }: { readonly holders: SearchQuestion['holders']; readonly ask: Ask },
): Unconfirmed {
  const red = rest.slice(0, length)
  const last = red.at(-1)
  assert(last !== undefined, 'a beginning that is red has a last tree')
  return {
    red,
    suspects: red.slice(green ?? 0),
    removed: holders(last).filter((place) => rest.includes(place)),
    ...together(red.slice(0, -1), last, ask),
  }
}

/**
 * Found again further to the right, what remains red there is another's fault, if what was red up to the earlier culprit is green without
 * it. Where silence hid that, nobody is confirmed.
 */
function confirmLast(culprits: Culprit[], seenGreen: Candidate): void {
  const culprit = culprits.at(-1)
  if (culprit === undefined || !isSure(culprit)) return
  const isGreenWithout = without(culprit.red, culprit.removed).every((place) => seenGreen.includes(place))
  if (isGreenWithout) culprits[culprits.length - 1] = { ...culprit, confirmed: true }
}

/** Whether taking out what was taken out can tell of the last of the set and of nobody else. */
function isSure({ red, suspects, removed }: Unconfirmed): boolean {
  return suspects.length === 1 || removed.filter((place) => red.includes(place)).length === 1
}

function without(candidate: Candidate, removed: Candidate): Candidate {
  return candidate.filter((place) => !removed.includes(place))
}

/** The trees that are red with `last`, which is the last of them: found one by one from the right. */
function together(before: Candidate, last: number, ask: Ask): Pick<Culprit, 'set' | 'alone'> {
  let set: Candidate = [last]
  let left = before
  let alone: Answer | undefined
  while (set.length < TOGETHER_MAX && left.length > 0) {
    const said = ask(set)
    alone ??= said
    if (said !== 'green') break
    const fixed = set
    const { length, green } = firstRed(left, 0, (candidate) => ask([...candidate, ...fixed]))
    const another = left[length - 1]
    // What could not be asked about is not blamed: the last that can be put together stands for all that came since.
    if (another === undefined || green !== length - 1) break
    set = [another, ...set]
    left = left.slice(0, length - 1)
  }
  return { set, alone }
}
