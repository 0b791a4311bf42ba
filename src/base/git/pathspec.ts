/** Paths from git, given back to git. */

/**
 * A pathspec for exactly this raw path and what lies below it (gitglossary(7), "pathspec"). Arguments of a process are UTF-8 in Node,
 * so a byte that is none becomes `?`, which git matches with any one byte: whoever needs certainty compares the paths in the answer.
 */
export function pathspec(raw: string): string {
  const bytes = Buffer.from(raw, 'latin1')
  const text = bytes.toString('utf8')
  if (Buffer.from(text).equals(bytes)) return `:(literal)${text}`
  return `:(glob)${raw.replace(/[\\*?[]/g, '\\$&').replace(/[\u0080-\u00ff]/g, '?')}`
}
