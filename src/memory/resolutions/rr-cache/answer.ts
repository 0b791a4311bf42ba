/** Judges one answer of an rr-cache before it is believed: the conflict must bear the folder's name, and must be settled. Pure. */
import { createHash } from 'node:crypto'
import type { ClashPassage } from '../../../base/model/clashed-file.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { rerereId, type Sides } from '../../../base/text/conflict-markers.ts'
import { leftMarkers } from '../../../base/text/left-markers.ts'
import { readPreimage } from './preimage.ts'

/** Why something in an rr-cache is not taken. */
export type CacheFault =
  | 'no-id'
  | 'no-file'
  | 'too-large'
  | 'no-preimage'
  | 'no-postimage'
  | 'binary'
  | 'no-conflict'
  | 'other-id'
  | 'markers'
  | 'too-much'

/** A conflict and what became of it, as rerere keeps them. Raw texts. */
export interface CachePair {
  /** The folder's name. */
  readonly id: string
  readonly preimage: string
  readonly postimage: string
}

export type Judged =
  | { readonly kind: 'sound'; readonly passages: readonly ClashPassage[] }
  | { readonly kind: 'refused'; readonly why: CacheFault }

export function judgePair({ id, preimage, postimage }: CachePair): Judged {
  if (preimage.includes('\0') || postimage.includes('\0')) return { kind: 'refused', why: 'binary' }
  const passages = readPreimage(preimage)
  const clashes = passages.filter((passage) => passage.kind === 'clash')
  if (clashes.length === 0) return { kind: 'refused', why: 'no-conflict' }
  if (idInCache(clashes) !== id) return { kind: 'refused', why: 'other-id' }
  return leftMarkers(postimage, textsOf(passages)).length > 0
    ? { kind: 'refused', why: 'markers' }
    : { kind: 'sound', passages }
}

/** Everything in a file that is not a marker of its conflicts. */
export function textsOf(passages: readonly ClashPassage[]): string[] {
  return passages.flatMap((one) => (one.kind === 'agreed' ? [one.text] : [one.ours, one.theirs]))
}

/** Sides that hold a conflict themselves are in normal form in a preimage, and can no more be read as git wrote them. */
export function idInCache(clashes: readonly Sides[]): string {
  const asWritten = rerereId(clashes)
  if (asWritten !== undefined) return asWritten
  const hash = createHash('sha1')
  for (const { ours, theirs } of clashes) hash.update(`${ours}\0${theirs}\0`, 'latin1')
  return hash.digest('hex')
}

/** What was found. */
export function cacheFaultInWords(fault: CacheFault): string {
  switch (fault) {
    case 'no-id':
      return 'a name that is no id of rerere’s'
    case 'no-file':
      return 'a link, or neither a file nor a folder'
    case 'too-large':
      return 'larger than 16 MB'
    case 'no-preimage':
      return 'no preimage'
    case 'no-postimage':
      return 'no postimage: nobody has settled the conflict yet'
    case 'binary':
      return 'a NUL byte, so no text'
    case 'no-conflict':
      return 'no conflict in the preimage, with markers of seven characters'
    case 'other-id':
      return 'a conflict whose id is not the name of its folder'
    case 'markers':
      return 'conflict markers left in the postimage'
    case 'too-much':
      return 'too much for one import: the next takes up where this one ended'
    default:
      return unreachable(fault)
  }
}
