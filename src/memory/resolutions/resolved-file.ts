/** Makes the record of one settled file out of what clashed and what became of it. Pure. */
import { type GitObject, makeBlob } from '../../base/git/objects.ts'
import type { ClashedFile, ClashPassage } from '../../base/model/clashed-file.ts'
import type { BlobOid } from '../../base/model/oid.ts'
import type { Placed, ResolvedFile, ResolvedHunk } from '../../base/model/resolution.ts'
import { conflictId } from '../../base/text/conflict-id.ts'
import { rerereId } from '../../base/text/conflict-markers.ts'
import { diffLines, splitLines } from '../../base/text/line-diff.ts'
import { markedText } from './marked-text.ts'

export interface FileOutcome {
  readonly placed: readonly Placed[]
  readonly removed: readonly string[]
  /** The raw text of the one file that is placed, when it is a text. */
  readonly text?: string | undefined
}

export interface ResolvedWithBlobs {
  readonly file: ResolvedFile
  /** What the record keeps and no repository may have yet. */
  readonly blobs: readonly GitObject<BlobOid>[]
}

export function resolvedFile(clashed: ClashedFile, outcome: FileOutcome): ResolvedWithBlobs {
  const { path, kind, base, ours, theirs, passages } = clashed
  const clashes = passages.flatMap((passage) =>
    passage.kind === 'clash' ? [{ ours: passage.ours, theirs: passage.theirs }] : [],
  )
  const preimage = clashes.length === 0 ? undefined : makeBlob(Buffer.from(markedText(passages), 'latin1'))
  const file = {
    path,
    kind,
    conflict: conflictId({ path, kind, hunks: clashes, places: clashed }),
    rerere: rerereId(clashes),
    base,
    ours,
    theirs,
    preimage: preimage?.oid,
    result: outcome.placed,
    removed: outcome.removed,
    clashes,
    hunks: outcome.text === undefined ? [] : answers(passages, outcome.text),
  }
  return { file, blobs: preimage === undefined ? [] : [preimage] }
}

/** Lines of context kept with a hunk: as many as a diff shows. */
const CONTEXT_LINES = 3

/**
 * What stands in the place of each hunk. Every line that did not clash must be in the text, in order; whoever edited one of them too has
 * made the file as a whole, and no hunk of it has an answer of its own.
 */
function answers(passages: readonly ClashPassage[], text: string): ResolvedHunk[] {
  const lines: string[] = []
  const clashAt = new Map<number, ClashPassage & { readonly kind: 'clash' }>()
  for (const passage of passages) {
    if (passage.kind === 'agreed') lines.push(...splitLines(passage.text))
    else {
      clashAt.set(lines.length, passage)
      lines.push(STAND_IN)
    }
  }
  const result = splitLines(text)
  const edits = diffLines(lines, result)
  if (edits.length !== clashAt.size) return []
  const hunks: ResolvedHunk[] = []
  for (const { from, to } of edits) {
    const clash = clashAt.get(from.start)
    if (clash === undefined || from.end !== from.start + 1) return []
    const { ours, theirs } = clash
    hunks.push({ ours, theirs, result: result.slice(to.start, to.end).join(''), ...contextOf(lines, from.start) })
  }
  return hunks
}

/** No line of a text is like it. */
const STAND_IN = '\0'

function contextOf(lines: readonly string[], at: number): { readonly before: string; readonly after: string } {
  const before = lines.slice(Math.max(0, at - CONTEXT_LINES), at)
  const after = lines.slice(at + 1, at + 1 + CONTEXT_LINES)
  const agreed = (some: readonly string[]): string => some.filter((line) => line !== STAND_IN).join('')
  return { before: agreed(before), after: agreed(after) }
}
