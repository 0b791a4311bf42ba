/** Makes the record of one settled file out of what clashed and what became of it. Pure. */
import { type GitObject, makeBlob } from '../../base/git/objects.ts'
import type { ClashedFile, ClashPassage } from '../../base/model/clashed-file.ts'
import type { BlobOid } from '../../base/model/oid.ts'
import type { Placed, ResolvedFile, ResolvedHunk } from '../../base/model/resolution.ts'
import { conflictId } from '../../base/text/conflict-id.ts'
import { rerereId } from '../../base/text/conflict-markers.ts'
import { splitLines } from '../../base/text/line-diff.ts'
import { contextOf } from './hunk-context.ts'
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

/**
 * What stands in the place of each hunk. Every line that did not clash must be in the text, in order; whoever edited one of them too has
 * made the file as a whole, and no hunk of it has an answer of its own. Nor has a hunk of which it cannot be told where its answer ends,
 * because what comes next could stand in two places.
 */
function answers(passages: readonly ClashPassage[], text: string): ResolvedHunk[] {
  const clashes = [...passages.entries()].filter(([, passage]) => passage.kind === 'clash')
  const lines = splitLines(text)
  const places = placesOf(agreedBetween(passages), lines)
  if (places === undefined) return []
  return clashes.flatMap(([at, passage], place) => {
    const [above, below] = [places[place], places[place + 1]]
    if (passage.kind === 'agreed' || !above?.sure || !below?.sure) return []
    const { ours, theirs } = passage
    return [{ ours, theirs, result: lines.slice(above.end, below.start).join(''), ...contextOf(passages, at) }]
  })
}

/** The lines before the first clash, between any two, and behind the last. */
function agreedBetween(passages: readonly ClashPassage[]): string[][] {
  const blocks: string[][] = [[]]
  for (const passage of passages) {
    if (passage.kind === 'clash') blocks.push([])
    else blocks.at(-1)?.push(...splitLines(passage.text))
  }
  return blocks
}

/** Where a block of lines stands in a text. */
interface Standing {
  readonly start: number
  readonly end: number
  /** Whether it could stand nowhere else. */
  readonly sure: boolean
}

/** The first block at the top, the last at the bottom, the others between them in order; undefined when they do not fit. */
function placesOf(blocks: readonly (readonly string[])[], lines: readonly string[]): Standing[] | undefined {
  const first = earliest(blocks, lines)
  const last = earliest(blocks.map((block) => block.toReversed()).reverse(), lines.toReversed())
  if (first === undefined || last === undefined) return undefined
  return blocks.map((block, place) => {
    const start = first[place] ?? 0
    const latest = lines.length - (last[blocks.length - 1 - place] ?? 0) - block.length
    return { start, end: start + block.length, sure: start === latest }
  })
}

/** Where each block begins when all stand as far up as they can, and the last at the very end. */
function earliest(blocks: readonly (readonly string[])[], lines: readonly string[]): number[] | undefined {
  const starts: number[] = []
  let at = 0
  for (const [place, block] of blocks.entries()) {
    const isLast = place === blocks.length - 1
    const from = isLast ? Math.max(at, lines.length - block.length) : at
    const to = place === 0 ? 0 : lines.length - block.length
    const start = firstPlace(block, lines, from, to)
    if (start === undefined) return undefined
    starts.push(start)
    at = start + block.length
  }
  return starts
}

function firstPlace(block: readonly string[], lines: readonly string[], from: number, to: number): number | undefined {
  for (let at = from; at <= to; at += 1) if (block.every((line, offset) => lines[at + offset] === line)) return at
  return undefined
}
