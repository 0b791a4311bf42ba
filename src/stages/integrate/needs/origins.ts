/** Which of several changes, one after the other, wrote the lines that the next one builds on: the guess that merging then proves. Pure. */
import type { PathChange } from '../../../base/git/patch-reader.ts'
import type { Edit } from '../../../base/text/line-diff.ts'

/** Lines that a change wrote, counted from 0; empty where it took lines out. */
interface Mark {
  readonly start: number
  readonly end: number
  readonly by: number
}

/** What is known of a path. Lines without a mark are as they were to begin with. */
interface FileState {
  readonly marks: readonly Mark[]
  /** The last change that made it, took it away, or changed what cannot be told line by line. */
  readonly whole: number | undefined
}

const UNTOUCHED: FileState = { marks: [], whole: undefined }

/** For each change the earlier ones whose lines it touches or stands beside, in ascending order. */
export function lineOrigins(steps: readonly (readonly PathChange[])[]): (readonly number[])[] {
  const files = new Map<string, FileState>()
  return steps.map((changes, by) => {
    const origins = new Set<number>()
    for (const change of changes) follow(files, change, by, origins)
    return [...origins].sort((a, b) => a - b)
  })
}

function follow(files: Map<string, FileState>, change: PathChange, by: number, origins: Set<number>): void {
  const { oldPath, newPath, edits, oldMode, newMode } = change
  const old = stateOf(files, oldPath)
  const there = stateOf(files, newPath)
  for (const whole of [old.whole, there.whole]) if (whole !== undefined) origins.add(whole)
  const isLineByLine = oldPath !== undefined && newPath !== undefined && edits !== undefined
  const { marks, touched } = isLineByLine ? edited(old.marks, edits, by) : { marks: [], touched: old.marks }
  for (const mark of touched) origins.add(mark.by)
  if (oldPath !== undefined && oldPath !== newPath) files.set(oldPath, { marks: [], whole: by })
  if (newPath === undefined) return
  const isWhole = !isLineByLine || oldPath !== newPath || oldMode !== newMode
  files.set(newPath, { marks, whole: isWhole ? by : old.whole })
}

function stateOf(files: ReadonlyMap<string, FileState>, path: string | undefined): FileState {
  return (path === undefined ? undefined : files.get(path)) ?? UNTOUCHED
}

/**
 * Lines that only stand beside an edit count as touched: git sees a clash where two changes meet without an unchanged line between
 * them (xdiff/xmerge.c).
 */
function edited(
  marks: readonly Mark[],
  edits: readonly Edit[],
  by: number,
): { readonly marks: readonly Mark[]; readonly touched: readonly Mark[] } {
  const touched = marks.filter(({ start, end }) => edits.some(({ from }) => start <= from.end && from.start <= end))
  const own = edits.map(({ to }): Mark => ({ start: to.start, end: to.end, by }))
  return { marks: [...marks.flatMap((mark) => remainders(mark, edits)), ...own], touched }
}

/** What edits leave of a mark, at its new place. */
function remainders({ start, end, by }: Mark, edits: readonly Edit[]): Mark[] {
  const left: Mark[] = []
  let at = start
  let shift = 0
  for (const { from, to } of edits) {
    if (from.start > end) break
    if (from.start > at) left.push({ start: at + shift, end: from.start + shift, by })
    at = Math.max(at, from.end)
    shift += to.end - to.start - (from.end - from.start)
  }
  const isGap = start === end && left.length === 0 && at === start
  if (at < end || isGap) left.push({ start: at + shift, end: Math.max(at, end) + shift, by })
  return left
}
