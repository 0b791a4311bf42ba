/** Diffs as a mail can carry them. */
import { printable } from '../../base/text/printable.ts'
import { count } from '../../base/text/count.ts'

/** Characters of diff in one mail. Kernel list servers turn away mails above 100,000 bytes. */
const DIFF_MAX = 60_000

/** Columns of a line that are shown; longer ones are generated or minified, and nobody reads them in a mail. */
const LINE_COLUMNS_MAX = 300

/** The diffs one after the other, long lines and a long rest cut off, saying so. */
export function clipDiff(diffs: readonly string[]): string {
  const lines = diffs.flatMap((diff) => diff.replace(/\n$/, '').split('\n'))
  let text = ''
  for (const [n, line] of lines.entries()) {
    if (text.length > DIFF_MAX) return `${text}[${count(lines.length - n, 'more line')} of diff: too long for a mail]\n`
    text += `${clipLine(line)}\n`
  }
  return text
}

function clipLine(line: string): string {
  const shown = printable(line.replace(/\r/g, '^M'))
  return shown.length > LINE_COLUMNS_MAX ? `${shown.slice(0, LINE_COLUMNS_MAX)} […]` : shown
}
