/** Judges a text that somebody made of a conflict. Pure. */
import type { ClashedFile } from '../../base/model/clashed-file.ts'
import { leftMarkers } from '../../base/text/left-markers.ts'
import { splitLines } from '../../base/text/line-diff.ts'
import { isRawText } from '../../base/text/raw-text.ts'

export interface Judgement {
  /** Lines that are conflict markers and of no version's own: the text is not finished. */
  readonly markers: readonly string[]
  /** Lines that none of the three versions has. Mostly right, and worth a second look. None where a version was not read. */
  readonly foreign: readonly string[]
}

/** Most lines told of each sort. */
const TOLD_MAX = 20

/** What is no text has no lines to judge: an archive may hold whatever looks like a marker. */
const NOTHING: Judgement = { markers: [], foreign: [] }

export function judge({ texts, base, ours, theirs }: ClashedFile, text: string): Judgement {
  if (!isRawText(text)) return NOTHING
  const versions = [texts.base, texts.ours, texts.theirs]
  const own = new Set(versions.flatMap((version) => splitLines(version ?? '')))
  const others = splitLines(text).filter((line) => !own.has(line))
  const markers = leftMarkers(text, versions)
  const stages = [base, ours, theirs]
  const isRead = versions.every((version, at) => version !== undefined || stages[at] === undefined)
  const foreign = isRead ? others.filter((line) => line.trim() !== '' && !markers.includes(line)) : []
  return { markers: markers.slice(0, TOLD_MAX), foreign: foreign.slice(0, TOLD_MAX) }
}
