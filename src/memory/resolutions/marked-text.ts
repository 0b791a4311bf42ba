/** A clashed file as rerere writes it, and read from there: markers without labels, sides in rerere's order. Its `preimage`. */
import type { ClashPassage } from '../../base/model/clashed-file.ts'
import { normalSides, type Sides } from '../../base/text/conflict-markers.ts'

export function markedText(passages: readonly ClashPassage[]): string {
  return passages.map((passage) => (passage.kind === 'agreed' ? passage.text : markedClash(passage))).join('')
}

/** The other way round, where it is known what clashes; undefined when the text does not hold all of it, in this order. */
export function readMarkedText(text: string, clashes: readonly Sides[]): ClashPassage[] | undefined {
  const passages: ClashPassage[] = []
  let at = 0
  for (const { ours, theirs } of clashes) {
    const clash = { kind: 'clash', ours, theirs } as const
    const block = markedClash(clash)
    const start = lineStarting(text, block, at)
    if (start < 0) return undefined
    if (start > at) passages.push({ kind: 'agreed', text: text.slice(at, start) })
    passages.push(clash)
    at = start + block.length
  }
  if (at < text.length) passages.push({ kind: 'agreed', text: text.slice(at) })
  return passages
}

/** Where a block of lines begins, from an offset on that begins a line; -1 when nowhere. */
function lineStarting(text: string, block: string, from: number): number {
  if (text.startsWith(block, from)) return from
  const found = text.indexOf(`\n${block}`, from)
  return found < 0 ? -1 : found + 1
}

/** The last line of a side may lack its end; git puts one there before a marker. */
function markedClash(clash: ClashPassage & { readonly kind: 'clash' }): string {
  const [first, second] = normalSides(clash) ?? [clash.ours, clash.theirs]
  return `<<<<<<<\n${ended(first)}=======\n${ended(second)}>>>>>>>\n`
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
