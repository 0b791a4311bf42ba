/** A log as it is kept: all of it when it is short, else its beginning, what stands around the first error, and its end. */
import type { FirstError } from '../../../base/model/verdict.ts'

/** Characters. All of a release's logs together stay smaller than what its merges add to the record. */
const WHOLE_MAX = 256 * 1024
const HEAD = 32 * 1024
const AROUND = 64 * 1024
const TAIL = 96 * 1024

export function shortenLog(log: string, error: FirstError | undefined): string {
  if (log.length <= WHOLE_MAX) return log
  const at = error === undefined ? -1 : log.indexOf(error.text)
  const pieces: [from: number, to: number][] = [[0, HEAD]]
  if (at >= 0) pieces.push([at - AROUND, at + AROUND])
  pieces.push([log.length - TAIL, log.length])
  let kept = ''
  let end = 0
  for (const [from, to] of pieces) {
    const begin = Math.max(from, end)
    if (begin > end) kept += `\n[${begin - end} characters are left out here]\n`
    kept += log.slice(begin, Math.max(to, end))
    end = Math.max(to, end)
  }
  return kept
}
