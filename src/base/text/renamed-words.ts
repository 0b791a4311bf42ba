/** Names that a text has changed throughout: what is new elsewhere under the old name wants the new one. */
import { distinct } from '../std/collections.ts'
import { diffLines, splitLines } from './line-diff.ts'
import { splitWords } from './words.ts'

/** Most lines that were rewritten in one go and are still compared word by word; beyond, lines do not pair up by their place. */
const REWRITTEN_MAX = 50

/** Longest line whose words are compared: what is longer was written by a program. */
const LINE_MAX_CHARACTERS = 1_000

/** Fewest places that have to show a name changed. Once may be another thing in its place. */
const PLACES_MIN = 2

/** Old names to new ones. A name counts when the new text has it nowhere, and each place that shows what became of it shows the same. */
export function renamedWords(from: string, to: string): ReadonlyMap<string, string> {
  const [before, after] = [splitLines(from), splitLines(to)]
  const found = new Map<string, string[]>()
  for (const edit of diffLines(before, after)) {
    const length = edit.from.end - edit.from.start
    if (length !== edit.to.end - edit.to.start || length > REWRITTEN_MAX) continue
    for (let at = 0; at < length; at += 1) {
      const swapped = swappedWords(before[edit.from.start + at] ?? '', after[edit.to.start + at] ?? '')
      for (const [old, now] of swapped) found.set(old, [...(found.get(old) ?? []), now])
    }
  }
  if (found.size === 0) return new Map()
  const words = { before: new Set(splitWords(from)), after: new Set(splitWords(to)) }
  const renames = new Map<string, string>()
  for (const [old, all] of found) {
    const [now, another] = distinct(all)
    const isOne = now !== undefined && another === undefined && all.length >= PLACES_MIN
    if (isOne && !words.after.has(old) && !words.before.has(now)) renames.set(old, now)
  }
  return renames
}

/** The text with new names in place of old ones. */
export function withRenames(text: string, renames: ReadonlyMap<string, string>): string {
  return renames.size === 0 ? text : text.replace(NAME, (word) => renames.get(word) ?? word)
}

const NAME = /\w+/g

/** Words of one line that stand in the place of others. */
function swappedWords(before: string, after: string): [string, string][] {
  if (before.length > LINE_MAX_CHARACTERS || after.length > LINE_MAX_CHARACTERS) return []
  const [old, now] = [splitWords(before), splitWords(after)]
  return diffLines(old, now).flatMap(({ from, to }): [string, string][] => {
    const [a, b] = [old[from.start], now[to.start]]
    const isOne = from.end - from.start === 1 && to.end - to.start === 1
    return isOne && a !== undefined && b !== undefined && isName(a) && isName(b) ? [[a, b]] : []
  })
}

/** No number, and long enough to mean one thing. */
function isName(word: string): boolean {
  return /^[A-Za-z_]\w{2,}$/.test(word)
}
