/** The lines around a hunk: the same clash in another place is another question. Pure. */
import type { ClashPassage } from '../../base/model/clashed-file.ts'
import type { ResolvedHunk } from '../../base/model/resolution.ts'
import { splitLines } from '../../base/text/line-diff.ts'

/** Lines kept on either side of a hunk: as many as a diff shows. */
const CONTEXT_LINES = 3

export type Context = Pick<ResolvedHunk, 'before' | 'after'>

/** What stands around the clash at that place among the passages, up to the next clash. */
export function contextOf(passages: readonly ClashPassage[], at: number): Context {
  return {
    before: agreedLines(passages[at - 1])
      .slice(-CONTEXT_LINES)
      .join(''),
    after: agreedLines(passages[at + 1])
      .slice(0, CONTEXT_LINES)
      .join(''),
  }
}

function agreedLines(passage: ClashPassage | undefined): string[] {
  return passage?.kind === 'agreed' ? splitLines(passage.text) : []
}

/** On how many sides two hunks stand alike: their nearest line that says something is the same, or the file ends there for both. */
export function sidesAlike(one: Context, other: Context): number {
  const above = nearest(splitLines(one.before).reverse()) === nearest(splitLines(other.before).reverse())
  const below = nearest(splitLines(one.after)) === nearest(splitLines(other.after))
  return Number(above) + Number(below)
}

/** The first of the lines with a word in it; of lines such as `}` all are needed to say where they stand. */
function nearest(lines: readonly string[]): string {
  const telling = lines.map((line) => line.trim()).filter((line) => line !== '')
  return telling.find((line) => /\w/.test(line)) ?? telling.join('\n')
}
