/** Lines that differ in white space alone, and lines moved in or out with those around them. Pure. */

/** What a line says, however it is spaced. */
export function unspaced(line: string): string {
  return line.trim().replace(/\s+/g, ' ')
}

/** Whether both say the same, however spaced. */
export function saySame(a: readonly string[], b: readonly string[]): boolean {
  const said = (lines: readonly string[]): string => lines.map((line) => line.replace(/\s+/g, '')).join('')
  return said(a) === said(b)
}

/** The depth that a line had and has now. */
export interface Shift {
  readonly from: string
  readonly to: string
}

export function shiftBetween(before: string, after: string): Shift {
  return { from: indentOf(before), to: indentOf(after) }
}

/** A new line among lines that were moved in or out: moved as they were. */
export function shifted(line: string, { from, to }: Shift): string {
  if (from === to || line.trim() === '') return line
  if (to.endsWith(from)) return to.slice(0, to.length - from.length) + line
  const extra = from.endsWith(to) ? from.slice(0, from.length - to.length) : undefined
  return extra !== undefined && line.startsWith(extra) ? line.slice(extra.length) : line
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? ''
}
