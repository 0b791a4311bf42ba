/** Tells contents that merge clean because the two sides change lines far enough from one another. */
import { type BlobPair, changedLines, type LineSpan } from '../../../base/git/blob-changes.ts'
import type { Workshop } from '../workshop.ts'
import type { Question } from './contents.ts'

/** Spans of a pair of contents, under the two ids; undefined for binary ones. */
export type LineFacts = Map<string, readonly LineSpan[] | undefined>

/** Comparisons that run at a time: one for each core of a small machine. */
const AT_ONCE = 2

/**
 * Answers into `known` what needs no merge. A merge of contents (xmerge.c, xdl_do_merge) takes both sides' changes as they are where at
 * least one line that neither changes lies between them.
 */
export async function findApart(
  shop: Workshop,
  questions: ReadonlyMap<string, Question>,
  lines: { readonly known: ReadonlyMap<string, readonly LineSpan[] | undefined>; readonly used: LineFacts },
): Promise<ReadonlySet<string>> {
  const wanted = new Map<string, BlobPair>()
  for (const { base, ours, theirs } of inOrderOfPaths(questions))
    for (const side of [ours, theirs]) {
      const key = base.oid + side.oid
      if (lines.known.has(key)) lines.used.set(key, lines.known.get(key))
      else wanted.set(key, { from: base.oid, to: side.oid })
    }
  const size = Math.ceil(wanted.size / AT_ONCE)
  const all = [...wanted]
  const parts = Array.from({ length: AT_ONCE }, (_, at) => all.slice(at * size, (at + 1) * size))
  await Promise.all(
    parts.map(async (part) => {
      const spans = await changedLines(
        shop.git,
        shop.loose,
        part.map(([, pair]) => pair),
      )
      for (const [at, [key]] of part.entries()) lines.used.set(key, spans[at])
    }),
  )
  const apart = new Set<string>()
  for (const [key, { base, ours, theirs }] of questions)
    if (areApart(lines.used.get(base.oid + ours.oid), lines.used.get(base.oid + theirs.oid))) apart.add(key)
  return apart
}

/** Neighbours share what git has just read. */
function inOrderOfPaths(questions: ReadonlyMap<string, Question>): Question[] {
  return [...questions.values()].sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0))
}

/** Both in ascending order. */
function areApart(ours: readonly LineSpan[] | undefined, theirs: readonly LineSpan[] | undefined): boolean {
  if (ours === undefined || theirs === undefined) return false
  let at = 0
  for (const span of ours) {
    for (let other = theirs[at]; other !== undefined && other.end < span.start; other = theirs[at]) at += 1
    const next = theirs[at]
    if (next !== undefined && !(span.end < next.start)) return false
  }
  return true
}
