/**
 * Reads the `preimage` of an rr-cache: a conflicted file as rerere normalised it (rerere.c, handle_conflict).
 *
 *     <<<<<<<       markers have no label here, so a line of the file itself may look like one;
 *     first side    whether a reading is right is told by the hash of what it takes for sides.
 *     =======
 *     second side
 *     >>>>>>>
 */
import type { ClashPassage } from '../../../base/model/clashed-file.ts'
import { splitLines } from '../../../base/text/line-diff.ts'

const OPENS = '<<<<<<<\n'
const PARTS = '=======\n'
const CLOSES = '>>>>>>>\n'

/** Conflicts nested in a side stay in its text. */
export function readPreimage(text: string): ClashPassage[] {
  const lines = splitLines(text)
  const passages: ClashPassage[] = []
  const agree = (from: number, to: number): void => {
    if (from < to) passages.push({ kind: 'agreed', text: lines.slice(from, to).join('') })
  }
  let at = 0
  for (const { start, middle, end } of outermost(blocksIn(lines))) {
    agree(at, start)
    const [ours, theirs] = [lines.slice(start + 1, middle).join(''), lines.slice(middle + 1, end).join('')]
    passages.push({ kind: 'clash', ours, theirs })
    at = end + 1
  }
  agree(at, lines.length)
  return passages
}

/** Three lines that belong together. */
interface Block {
  readonly start: number
  readonly middle: number
  readonly end: number
}

/** Each opening line with the nearest lines that part and close it, in one pass: a file of nothing but markers must cost no more. */
function blocksIn(lines: readonly string[]): Block[] {
  const blocks: Block[] = []
  const open: { readonly start: number; middle: number | undefined }[] = []
  for (const [at, line] of lines.entries()) {
    const innermost = open.at(-1)
    if (line === OPENS) open.push({ start: at, middle: undefined })
    else if (line === PARTS && innermost !== undefined) {
      if (innermost.middle === undefined) innermost.middle = at
      else open.pop()
    } else if (line === CLOSES && innermost?.middle !== undefined) {
      blocks.push({ start: innermost.start, middle: innermost.middle, end: at })
      open.pop()
    }
  }
  return blocks
}

function outermost(blocks: readonly Block[]): Block[] {
  const found: Block[] = []
  for (const block of blocks) {
    while ((found.at(-1)?.start ?? -1) > block.start) found.pop()
    found.push(block)
  }
  return found
}
