/** Which contents are text to git, and what their text is. */

/** How far git looks for a NUL before it takes a content for text, in bytes (xdiff-interface.c, FIRST_FEW_BYTES). */
const PROBE_BYTES = 8000

/** One character a byte; undefined for what git takes for binary. */
export function rawTextOf(content: Buffer): string | undefined {
  return content.subarray(0, PROBE_BYTES).includes(0) ? undefined : content.toString('latin1')
}

/** The same of a content that is a character a byte already. */
export function isRawText(content: string): boolean {
  return !content.slice(0, PROBE_BYTES).includes('\0')
}
