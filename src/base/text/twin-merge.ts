/** What a merge without a conflict made of a patch that both of its sides have: right, or there twice, or not what one side meant. Pure. */
import type { TwinFault } from '../model/merged-twin.ts'
import { type Edit, diffLines, splitLines } from './line-diff.ts'

/** Lines that a patch puts in or takes out, one below the other; each has its line end. */
export interface TwinBlock {
  readonly text: string
  readonly isAdded: boolean
}

/** A file on four occasions; the empty text where it is not there. */
export interface MergedFile {
  readonly base: string
  readonly ours: string
  readonly theirs: string
  readonly merged: string
}

/** Letters and digits that a block has at least: closing braces and returns are everywhere, and counting them tells nothing. */
const TELLING_MIN = 12

/** Blocks that are long enough to be counted. */
export function twinBlocks(before: string, after: string): TwinBlock[] {
  const from = wholeLines(before)
  const to = wholeLines(after)
  return diffLines(from, to)
    .flatMap((edit: Edit): TwinBlock[] => [
      { text: to.slice(edit.to.start, edit.to.end).join(''), isAdded: true },
      { text: from.slice(edit.from.start, edit.from.end).join(''), isAdded: false },
    ])
    .filter(({ text }) => tellingIn(text) >= TELLING_MIN)
}

/**
 * What both sides did to a block beyond the base is added up, and what the patch did counts once. `blocks`: of all patches that both
 * sides have. A result with more of an added block than that, and than either side wants, has it twice or brings it back.
 */
export function twinFault(file: MergedFile, blocks: readonly TwinBlock[]): TwinFault | undefined {
  for (const { text, isAdded } of blocks) {
    const [base, ours, theirs, merged] = [file.base, file.ours, file.theirs, file.merged].map((one) => times(text, one))
    if (base === undefined || ours === undefined || theirs === undefined || merged === undefined) continue
    const same = blocks.filter((other) => other.text === text)
    const shared = same.reduce((sum, other) => sum + (other.isAdded ? 1 : -1), 0)
    const expected = ours + theirs - base - shared
    const line = telling(text)
    if (isAdded && merged > Math.max(expected, Math.min(ours, theirs)))
      return { kind: merged > Math.max(ours, theirs) ? 'twice' : 'back', line }
    if (!isAdded && merged < Math.min(expected, Math.max(ours, theirs))) return { kind: 'gone', line }
  }
  return undefined
}

function wholeLines(text: string): string[] {
  return splitLines(closed(text))
}

/** Also its last line has an end, so that a block is found there as anywhere. */
function closed(text: string): string {
  return text === '' || text.endsWith('\n') ? text : `${text}\n`
}

/** How often the block stands in the text, from the beginning of a line. */
function times(block: string, text: string): number {
  const lines = `\n${closed(text)}`
  let count = 0
  for (let at = lines.indexOf(`\n${block}`); at >= 0; at = lines.indexOf(`\n${block}`, at + block.length)) count += 1
  return count
}

function tellingIn(text: string): number {
  return text.match(/[\p{L}\p{N}]/gu)?.length ?? 0
}

function telling(block: string): string {
  const lines = block.split('\n')
  return (lines.find((line) => tellingIn(line) > 3) ?? lines[0] ?? '').trim()
}
