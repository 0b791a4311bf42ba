/**
 * Reads regular expressions as MAINTAINERS holds them: Perl's, less what cannot be matched in bounded time (what looks ahead or behind,
 * and what refers back). Text is raw, a character for each byte.
 */

/** One of 256 characters, each as a bit. */
export type CharacterSet = ReadonlySet<number>

export type Assertion = 'start' | 'end' | 'boundary' | 'no-boundary'

export type PatternNode =
  | { readonly kind: 'character'; readonly set: CharacterSet }
  | { readonly kind: 'assertion'; readonly what: Assertion }
  | { readonly kind: 'sequence'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'choice'; readonly among: readonly PatternNode[] }
  /** `most` undefined: without end. */
  | { readonly kind: 'repeat'; readonly node: PatternNode; readonly least: number; readonly most: number | undefined }

/** Undefined for what is no expression, or none that can be matched here. With `spaced`, spaces and comments mean nothing (Perl's /x). */
export function parsePattern(source: string, spaced: boolean): PatternNode | undefined {
  const parser = new Parser(source, spaced)
  try {
    return parser.whole()
  } catch (error) {
    if (error instanceof Unmatchable) return undefined
    throw error
  }
}

class Unmatchable extends Error {}

/** Deepest that groups nest. Nobody reads an expression that comes near it, and every level takes some of our stack. */
const DEPTH_MAX = 50

/** Perl's own limit for the counts of a quantifier is 65,535; a repeated group is written out as often. */
const REPEAT_MAX = 1000

class Parser {
  readonly #source: string
  readonly #spaced: boolean
  #at = 0
  #depth = 0
  /** Whether letter case counts from here to the end of the group. */
  #ignoresCase = false

  constructor(source: string, spaced: boolean) {
    this.#source = source
    this.#spaced = spaced
  }

  whole(): PatternNode {
    const node = this.#choice()
    if (this.#at < this.#source.length) throw new Unmatchable()
    return node
  }

  #choice(): PatternNode {
    const among = [this.#sequence()]
    while (this.#take('|')) among.push(this.#sequence())
    const [only] = among
    return among.length === 1 && only !== undefined ? only : { kind: 'choice', among }
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = []
    for (;;) {
      this.#skipSpace()
      const next = this.#peek()
      if (next === '' || next === '|' || next === ')') return { kind: 'sequence', parts }
      const atom = this.#atom()
      this.#skipSpace()
      if (atom !== undefined) parts.push(this.#repeated(atom))
    }
  }

  /** Undefined for what only changes how the rest is read. */
  #atom(): PatternNode | undefined {
    const character = this.#next()
    if (character === '(') return this.#group()
    if (character === '[') return { kind: 'character', set: this.#cased(this.#brackets()) }
    if (character === '.') return { kind: 'character', set: ANY_BUT_NEWLINE }
    if (character === '^') return { kind: 'assertion', what: 'start' }
    if (character === '$') return { kind: 'assertion', what: 'end' }
    if (character === '\\') return this.#escaped()
    if (character === '*' || character === '+' || character === '?') throw new Unmatchable()
    return { kind: 'character', set: this.#cased(new Set([character.charCodeAt(0)])) }
  }

  #group(): PatternNode | undefined {
    const outer = this.#ignoresCase
    if (this.#take('?')) {
      const flags = /^([a-z]*)(?:-([a-z]*))?([:)])/.exec(this.#source.slice(this.#at))
      if (flags === null) throw new Unmatchable()
      const [text, on = '', off = '', end] = flags
      if (/[^imsx]/.test(on + off) || /x/.test(off)) throw new Unmatchable()
      this.#at += text.length
      if (on.includes('i')) this.#ignoresCase = true
      if (off.includes('i')) this.#ignoresCase = false
      if (end === ')') return undefined
    }
    this.#depth += 1
    if (this.#depth > DEPTH_MAX) throw new Unmatchable()
    const node = this.#choice()
    if (!this.#take(')')) throw new Unmatchable()
    this.#depth -= 1
    this.#ignoresCase = outer
    return node
  }

  #escaped(): PatternNode {
    const character = this.#next()
    const what = ASSERTIONS.get(character)
    if (what !== undefined) return { kind: 'assertion', what }
    return { kind: 'character', set: this.#cased(this.#escapedSet(character)) }
  }

  #escapedSet(character: string): CharacterSet {
    const set = CLASSES.get(character)
    if (set !== undefined) return set
    const control = CONTROLS.get(character)
    if (control !== undefined) return new Set([control])
    if (character === 'x') {
      const digits = /^[0-9a-fA-F]{1,2}/.exec(this.#source.slice(this.#at))?.[0]
      if (digits === undefined) throw new Unmatchable()
      this.#at += digits.length
      return new Set([Number.parseInt(digits, 16)])
    }
    if (character === '' || /[A-Za-z0-9]/.test(character)) throw new Unmatchable()
    return new Set([character.charCodeAt(0)])
  }

  /** `[…]`, behind its opening bracket. A `]` at once is one of the characters. */
  #brackets(): CharacterSet {
    const isNot = this.#take('^')
    const found = new Set<number>()
    for (let isFirst = true; ; isFirst = false) {
      const character = this.#next()
      if (character === '') throw new Unmatchable()
      if (character === ']' && !isFirst) return isNot ? complement(found) : found
      if (character === '[' && this.#peek() === ':') throw new Unmatchable()
      const from = character === '\\' ? this.#inBrackets() : new Set([character.charCodeAt(0)])
      const to = this.#rangeEnd(from)
      const [low] = from
      if (to === undefined || low === undefined) for (const one of from) found.add(one)
      else for (let one = low; one <= to; one += 1) found.add(one)
    }
  }

  /** Within brackets `\b` is a backspace. */
  #inBrackets(): CharacterSet {
    const character = this.#next()
    return character === 'b' ? new Set([8]) : this.#escapedSet(character)
  }

  #rangeEnd(from: CharacterSet): number | undefined {
    const end = this.#source.charAt(this.#at + 1)
    if (this.#peek() !== '-' || end === ']' || end === '' || from.size !== 1) return undefined
    this.#at += 1
    const character = this.#next()
    const set = character === '\\' ? this.#inBrackets() : new Set([character.charCodeAt(0)])
    const [low = 0] = from
    const [high] = set
    if (set.size !== 1 || high === undefined || high < low) throw new Unmatchable()
    return high
  }

  #repeated(node: PatternNode): PatternNode {
    const [text, sign, least, comma, most] = /^(?:([*+?])|\{(\d+)(,?)(\d*)\})/.exec(this.#source.slice(this.#at)) ?? []
    if (text === undefined) return node
    this.#at += text.length
    // As few as can be or as many makes no difference to whether it fits.
    this.#take('?')
    this.#skipSpace()
    if (/^[*+?]/.test(this.#peek())) throw new Unmatchable()
    if (sign === '*') return { kind: 'repeat', node, least: 0, most: undefined }
    if (sign === '+') return { kind: 'repeat', node, least: 1, most: undefined }
    if (sign === '?') return { kind: 'repeat', node, least: 0, most: 1 }
    const low = Number(least)
    const high = most !== undefined && most !== '' ? Number(most) : comma === ',' ? undefined : low
    if (low > REPEAT_MAX || (high !== undefined && (high > REPEAT_MAX || high < low))) throw new Unmatchable()
    return { kind: 'repeat', node, least: low, most: high }
  }

  #cased(set: CharacterSet): CharacterSet {
    if (!this.#ignoresCase) return set
    const both = new Set(set)
    for (const code of set) {
      const letter = String.fromCharCode(code)
      if (/[A-Za-z]/.test(letter)) both.add(letter.toLowerCase().charCodeAt(0)).add(letter.toUpperCase().charCodeAt(0))
    }
    return both
  }

  #skipSpace(): void {
    if (!this.#spaced) return
    const space = /^(?:\s|#[^\n]*)+/.exec(this.#source.slice(this.#at))
    if (space !== null) this.#at += space[0].length
  }

  #peek(): string {
    return this.#source.charAt(this.#at)
  }

  #next(): string {
    const character = this.#peek()
    this.#at += character.length
    return character
  }

  #take(character: string): boolean {
    if (this.#peek() !== character) return false
    this.#at += 1
    return true
  }
}

const EVERY = Array.from({ length: 256 }, (_, code) => code)

function complement(set: CharacterSet): CharacterSet {
  return new Set(EVERY.filter((code) => !set.has(code)))
}

function matching(expression: RegExp): CharacterSet {
  return new Set(EVERY.filter((code) => expression.test(String.fromCharCode(code))))
}

const ANY_BUT_NEWLINE = complement(new Set([10]))

/** Bytes beyond ASCII are no letters, as Perl has it for bytes. */
export const WORD = matching(/[A-Za-z0-9_]/)
const DIGIT = matching(/[0-9]/)
const SPACE = matching(/[ \t\n\v\f\r]/)
const BLANK = matching(/[ \t]/)

const CLASSES: ReadonlyMap<string, CharacterSet> = new Map([
  ['w', WORD],
  ['W', complement(WORD)],
  ['d', DIGIT],
  ['D', complement(DIGIT)],
  ['s', SPACE],
  ['S', complement(SPACE)],
  ['h', BLANK],
])

const CONTROLS: ReadonlyMap<string, number> = new Map([
  ['t', 9],
  ['n', 10],
  ['f', 12],
  ['r', 13],
  ['e', 27],
])

const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([
  ['b', 'boundary'],
  ['B', 'no-boundary'],
  ['A', 'start'],
  ['z', 'end'],
  ['Z', 'end'],
])
