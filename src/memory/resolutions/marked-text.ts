/** A clashed file as rerere writes it: markers without labels, sides in rerere's order. Its `preimage`. */
import type { ClashPassage } from '../../base/model/clashed-file.ts'
import { normalSides } from '../../base/text/conflict-markers.ts'

export function markedText(passages: readonly ClashPassage[]): string {
  return passages.map((passage) => (passage.kind === 'agreed' ? passage.text : markedClash(passage))).join('')
}

/** The last line of a side may lack its end; git puts one there before a marker. */
function markedClash(clash: ClashPassage & { readonly kind: 'clash' }): string {
  const [first, second] = normalSides(clash) ?? [clash.ours, clash.theirs]
  return `<<<<<<<\n${ended(first)}=======\n${ended(second)}>>>>>>>\n`
}

function ended(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}
