/**
 * Which of many regular expressions fit a text, in one pass over it and whatever they are: all of them are followed at once, and what
 * following a character leads to is remembered (RE2's way). The time is at most text times expressions; nothing backtracks.
 */
import { distinct } from '../../std/collections.ts'
import { type Assertion, parsePattern, WORD } from './parse.ts'
import { ProgramMaker, type Step } from './program.ts'

/** States remembered at most, some 2 KB each. Real expressions come to a few hundred; what needs more begins to remember anew. */
const STATES_MAX = 4000

/** Stands for the end of the text where a character is asked for. */
const END = 256

/** What stands before a character: nothing, part of a word, or something else. */
type Before = 'start' | 'word' | 'other'

interface State {
  readonly steps: readonly number[]
  readonly before: Before
  readonly after: (Transition | undefined)[]
}

interface Transition {
  readonly state: State | undefined
  /** Patterns that fit when this character comes, by their places. */
  readonly found: readonly number[]
}

export interface PatternSource {
  readonly source: string
  /** Whether spaces and comments in it mean nothing. */
  readonly spaced: boolean
}

export class PatternSet {
  /** Places of those that are none, or none that can be matched; they fit nothing. */
  readonly broken: readonly number[]
  readonly #steps: readonly Step[]
  readonly #starts: readonly number[]
  readonly #states = new Map<string, State>()

  constructor(patterns: readonly PatternSource[]) {
    const maker = new ProgramMaker()
    const starts = patterns.map(({ source, spaced }, place) => {
      const node = parsePattern(source, spaced)
      return node && maker.add(node, place)
    })
    this.broken = starts.flatMap((start, place) => (start === undefined ? [place] : []))
    this.#starts = starts.filter((start) => start !== undefined)
    this.#steps = maker.steps
  }

  /** The places of those that fit somewhere in a raw text, in no particular order. */
  fitting(text: string): readonly number[] {
    const found: number[] = []
    let state: State | undefined = this.#state([], 'start')
    for (let at = 0; at < text.length && state !== undefined; at += 1) {
      const transition = this.#transition(state, text.charCodeAt(at) & 0xff)
      if (transition.found.length > 0) found.push(...transition.found)
      state = transition.state
    }
    if (state !== undefined) found.push(...this.#transition(state, END).found)
    return found.length < 2 ? found : distinct(found)
  }

  #transition(state: State, character: number): Transition {
    const known = state.after[character]
    if (known !== undefined) return known
    const made = this.#follow(state, character)
    state.after[character] = made
    return made
  }

  #follow({ steps, before }: State, character: number): Transition {
    const found: number[] = []
    const next: number[] = []
    const seen = new Set<number>()
    // A pattern may begin at every character.
    const waiting = [...steps, ...this.#starts]
    for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
      const step = this.#steps[place]
      if (step === undefined || seen.has(place)) continue
      seen.add(place)
      if (step.kind === 'found') found.push(step.pattern)
      else if (step.kind === 'either') waiting.push(...step.next)
      else if (step.kind === 'assert') {
        if (holds(step.what, before, character)) waiting.push(step.next)
      } else if (step.set.has(character)) next.push(step.next)
    }
    if (character === END) return { state: undefined, found }
    return { state: this.#state(next, WORD.has(character) ? 'word' : 'other'), found }
  }

  #state(steps: readonly number[], before: Before): State {
    const sorted = distinct(steps).sort((a, b) => a - b)
    const key = `${before} ${sorted.join()}`
    const known = this.#states.get(key)
    if (known !== undefined) return known
    if (this.#states.size >= STATES_MAX) this.#states.clear()
    const state: State = { steps: sorted, before, after: [] }
    this.#states.set(key, state)
    return state
  }
}

function holds(what: Assertion, before: Before, character: number): boolean {
  if (what === 'start') return before === 'start'
  if (what === 'end') return character === END
  const isBoundary = (before === 'word') !== WORD.has(character)
  return isBoundary === (what === 'boundary')
}
