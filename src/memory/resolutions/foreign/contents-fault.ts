/** Whether a resolution that somebody else recorded goes together with the contents it names. Pure. */
import { MODE_EXECUTABLE, MODE_FILE } from '../../../base/git/objects.ts'
import type { BlobOid } from '../../../base/model/oid.ts'
import type { FixedFile, Placed, ResolvedFile, Resolution } from '../../../base/model/resolution.ts'
import { conflictId } from '../../../base/text/conflict-id.ts'
import { rerereId } from '../../../base/text/conflict-markers.ts'
import { leftMarkers } from '../../../base/text/left-markers.ts'
import { readMarkedText } from '../marked-text.ts'
import { idInCache, textsOf } from '../rr-cache/answer.ts'

/** Raw text of a content; undefined for one that is no text. All that a resolution names are there. */
export type TextOf = (oid: BlobOid) => string | undefined

/** In plain words; undefined when nothing is wrong. */
export function contentsFault(resolution: Resolution, textOf: TextOf): string | undefined {
  const isImported = resolution.origin.kind === 'imported'
  for (const file of resolution.files) {
    const fault = fileFault(file, isImported, textOf)
    if (fault !== undefined) return fault
  }
  return resolution.fixes.some((fix) => hasMarkers(fix, textOf)) ? MARKERS : undefined
}

const MARKERS = 'its result still has conflict markers'

function fileFault(file: ResolvedFile, isImported: boolean, textOf: TextOf): string | undefined {
  const { path, kind, conflict, rerere, base, ours, theirs, preimage, clashes, hunks, result } = file
  if (conflictId({ path, kind, hunks: clashes, places: file }) !== conflict) return 'its conflict has another id'
  const rerereFault = isImported ? rerere !== idInCache(clashes) : rerere !== rerereId(clashes)
  if (rerereFault) return 'its conflict has another id of rerere'
  if ((preimage === undefined) !== (clashes.length === 0)) return PREIMAGE
  const marked = preimage === undefined ? '' : textOf(preimage)
  const passages = marked === undefined ? undefined : readMarkedText(marked, clashes)
  if (passages === undefined) return PREIMAGE
  const versions = [base, ours, theirs].map((stage) => (stage === undefined ? undefined : textOf(stage.oid)))
  const own = [...versions, ...textsOf(passages)]
  const texts = result.map((placed) => placedText(placed, textOf))
  const answers = [...texts, ...hunks.map((hunk) => hunk.result)]
  if (answers.some((text) => leftMarkers(text, own).length > 0)) return MARKERS
  const isItsOwn = hunks.every(
    (hunk) =>
      clashes.some((clash) => clash.ours === hunk.ours && clash.theirs === hunk.theirs) &&
      texts.some((text) => text.includes(hunk.result)),
  )
  return isItsOwn ? undefined : 'the answer to one of its hunks is not in its result'
}

const PREIMAGE = 'its preimage is not of its conflict'

/** What no text is has no lines that could be markers. */
function placedText({ mode, oid }: Pick<Placed, 'mode' | 'oid'>, textOf: TextOf): string {
  return mode === MODE_FILE || mode === MODE_EXECUTABLE ? (textOf(oid) ?? '') : ''
}

function hasMarkers({ before, after }: FixedFile, textOf: TextOf): boolean {
  if (after === undefined) return false
  return leftMarkers(placedText(after, textOf), [before && placedText(before, textOf)]).length > 0
}
