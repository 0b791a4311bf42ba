/**
 * Reads conflicts and what a person made of them out of mails with `diff --cc`: a hunk shows both sides and the result, line by line.
 *
 *     @@@ -6,21 -6,46 +6,36 @@@
 *       in all three          a column a side: `-` is a line of that side that the result has not,
 *      -only in theirs        `+` a line of the result that the side has not
 *     + theirs and the result
 *     ++only in the result
 *
 * What both sides came from is not shown. It is worked out by undoing from the result what either side brought: so a line that a side added and
 * the person dropped passes for one that the other side took out.
 */
import { mergeWords } from '../../src/base/text/words.ts'
import { splitLines } from '../../src/base/text/line-diff.ts'
import { threeWay } from '../../src/base/text/three-way.ts'

export interface ShownMerge {
  /** As the diff names it. */
  readonly path: string
  readonly base: string
  readonly ours: string
  readonly theirs: string
  readonly result: string
}

/** Every hunk for itself. */
export function readCombinedDiffs(text: string): ShownMerge[] {
  const merges: ShownMerge[] = []
  let path = ''
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at] ?? ''
    if (line.startsWith('diff --cc ')) path = line.slice('diff --cc '.length)
    const lengths = /^@@@ -\d+(?:,(\d+))? -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@@/.exec(line)
    if (lengths === null || path === '') continue
    const [ours, theirs, result] = lengths.slice(1).map((length) => Number(length ?? 1))
    const hunk = readHunk(lines.slice(at + 1), { ours: ours ?? 0, theirs: theirs ?? 0, result: result ?? 0 })
    if (hunk !== undefined) merges.push({ path, ...hunk, base: baseOf(hunk) })
  }
  return merges
}

type Shown = Omit<ShownMerge, 'path' | 'base'>
type Lengths = Readonly<Record<keyof Shown, number>>

/** Undefined when the lines do not add up: a mail that was wrapped or cut. */
function readHunk(lines: readonly string[], lengths: Lengths): Shown | undefined {
  const texts = { ours: '', theirs: '', result: '' }
  const left = { ...lengths }
  for (const line of lines) {
    if (left.ours + left.theirs + left.result === 0) return isSettled(texts.result) ? texts : undefined
    const sign = `${line}  `.slice(0, 2)
    if (!/^[ +-]{2}$/.test(sign)) return undefined
    const isRemoved = sign.includes('-')
    const has = {
      ours: sign[0] !== '+' && (!isRemoved || sign[0] === '-'),
      theirs: sign[1] !== '+' && (!isRemoved || sign[1] === '-'),
      result: !isRemoved,
    }
    for (const text of ['ours', 'theirs', 'result'] as const) {
      if (!has[text]) continue
      texts[text] += `${line.slice(2)}\n`
      left[text] -= 1
    }
  }
  return undefined
}

/** Some mails show the conflict itself. */
function isSettled(result: string): boolean {
  return !/^(<{7}|>{7}) /m.test(result)
}

/** Both sides’ ways back from the result, put together as two edits are. */
function baseOf({ ours, theirs, result }: Shown): string {
  const lines = { base: splitLines(result), ours: splitLines(ours), theirs: splitLines(theirs) }
  return threeWay(lines.base, lines.ours, lines.theirs)
    .map((stretch) => {
      const of = (side: keyof typeof lines): string =>
        lines[side].slice(stretch[side].start, stretch[side].end).join('')
      if (stretch.kind === 'theirs') return of('theirs')
      if (stretch.kind !== 'clash') return of('ours')
      return mergeWords(of('base'), of('ours'), of('theirs'))?.text ?? ''
    })
    .join('')
}
