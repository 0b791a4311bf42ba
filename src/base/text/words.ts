/** Takes lines apart into words, the space between them, and signs, and puts edits of different words together. */
import { unreachable } from '../std/assert.ts'
import { type Stretch, threeWay } from './three-way.ts'

/** Most words of a text that are compared one by one: some 200 lines. What clashes over more is no slip of two edits. */
const WORDS_MAX = 4_000

/** Names and numbers, runs of space, line ends, and every other character for itself. Joined they are the text again. */
export function splitWords(text: string): string[] {
  return text.match(/\w+|[^\S\n]+|[^]/g) ?? []
}

export interface MergedWords {
  readonly text: string
  /** How many words of the base both sides left alone, and how many it has; signs and space are not counted. */
  readonly kept: number
  readonly of: number
  /** Whether words that both put in at the same place stand one after the other, ours first. */
  readonly isUnion: boolean
}

/** Undefined where both sides changed the same words, and where there is too much to compare. */
export function mergeWords(base: string, ours: string, theirs: string): MergedWords | undefined {
  const words = { base: splitWords(base), ours: splitWords(ours), theirs: splitWords(theirs) }
  if (Object.values(words).some(({ length }) => length > WORDS_MAX)) return undefined
  const stretches = threeWay(words.base, words.ours, words.theirs)
  const clashes = stretches.filter(({ kind }) => kind === 'clash')
  if (clashes.some(({ base: { start, end } }) => start < end)) return undefined
  if (clashes.some((clash) => beginAlike(wordsOf(words, clash, 'ours'), wordsOf(words, clash, 'theirs'))))
    return undefined
  const text = stretches.map((stretch) => textOf(stretch, words)).join('')
  const kept = stretches.filter(({ kind }) => kind === 'kept')
  const count = (all: readonly string[]): number => all.filter((word) => /\w/.test(word)).length
  return {
    text,
    kept: kept.reduce((sum, { base: { start, end } }) => sum + count(words.base.slice(start, end)), 0),
    of: count(words.base),
    isUnion: clashes.length > 0,
  }
}

type Texts = Readonly<Record<'base' | 'ours' | 'theirs', readonly string[]>>

function wordsOf(words: Texts, stretch: Stretch, side: keyof Texts): readonly string[] {
  return words[side].slice(stretch[side].start, stretch[side].end)
}

/** Two phrases with one beginning say one thing in two ways, and are no list. */
function beginAlike(a: readonly string[], b: readonly string[]): boolean {
  const isWord = (word: string): boolean => /\w/.test(word)
  const first = a.find(isWord)
  return first !== undefined && first === b.find(isWord)
}

function textOf(stretch: Stretch, words: Texts): string {
  const of = (side: keyof Texts): string => wordsOf(words, stretch, side).join('')
  switch (stretch.kind) {
    case 'kept':
    case 'ours':
    case 'same':
      return of('ours')
    case 'theirs':
      return of('theirs')
    case 'clash':
      return of('ours') + of('theirs')
    default:
      return unreachable(stretch.kind)
  }
}
