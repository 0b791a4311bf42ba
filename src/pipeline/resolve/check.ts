/** Judges a text that somebody made of a conflict. Pure. */
import type { ClashedFile } from '../../base/model/clashed-file.ts'
import { leftMarkers } from '../../base/text/left-markers.ts'
import { splitLines } from '../../base/text/line-diff.ts'

export interface Judgement {
  /** Lines that are conflict markers and of no version's own: the text is not finished. */
  readonly markers: readonly string[]
  /** Lines that none of the three versions has. Mostly right, and worth a second look. */
  readonly foreign: readonly string[]
}

/** Most lines told of each sort. */
const TOLD_MAX = 20

export function judge({ texts }: ClashedFile, text: string): Judgement {
  const versions = [texts.base, texts.ours, texts.theirs]
  const own = new Set(versions.flatMap((version) => splitLines(version ?? '')))
  const others = splitLines(text).filter((line) => !own.has(line))
  const markers = leftMarkers(text, versions)
  const foreign = others.filter((line) => line.trim() !== '' && !markers.includes(line))
  return { markers: markers.slice(0, TOLD_MAX), foreign: foreign.slice(0, TOLD_MAX) }
}
