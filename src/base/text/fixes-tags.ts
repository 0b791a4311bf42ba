/** Reads the lines by which a commit says which earlier one it mends: `Fixes: 0123456789ab ("net: two")`. */
import { parseMessage } from './trailers.ts'

export interface FixesTag {
  /** On one line, as it is written. */
  readonly text: string
  /** A word before the id, such as `commit`; empty for most. */
  readonly lead: string
  /** The digits of the id in lower case; undefined where there are none. */
  readonly id: string | undefined
  /** What follows the id, with the blanks before it. */
  readonly rest: string
  /** It runs over several lines. */
  readonly isSplit: boolean
  /** It stands further up than the trailers. */
  readonly isOutside: boolean
}

/** A tag may be set in; a quotation of another message, by four blanks or an angle, is somebody else's. */
const TAG = /^ {0,3}fixes:[ \t]*(.*)$/i

/** Addresses and forges' numbers of issues are no commits, and whoever writes them knows it. */
const ELSEWHERE = /^(?:<?https?:|#\d+|[\w.-]+\/[\w.-]+#\d+)/i

/** Five digits and more are taken for an id, as linux-next takes them. */
const ID = /^(commit\b[ \t]*)?([0-9a-f]{5,40})(?![0-9a-z])(.*)$/i

/** Most lines that one tag is put together from. */
const LINES_MAX = 3

/** In the order of the message, wherever they stand: people look for tags and not for paragraphs. */
export function fixesTags(message: string): FixesTag[] {
  const lines = message.replace(/\r\n/g, '\n').split('\n')
  const { trailers } = parseMessage(message)
  const first = trailers[0]?.line ?? Number.POSITIVE_INFINITY
  return lines.flatMap((line, at) => {
    const value = TAG.exec(line)?.[1]?.trim()
    if (value === undefined || value === '' || ELSEWHERE.test(value)) return []
    const whole = continued(value, lines.slice(at + 1, at + LINES_MAX))
    return [{ ...readTag(whole), isSplit: whole !== value, isOutside: trailers.length > 0 && at + 1 < first }]
  })
}

/** A bracket that the line does not close and the next ones do. */
function continued(value: string, next: readonly string[]): string {
  if (!value.includes('(') || value.endsWith(')')) return value
  let whole = value
  for (const line of next) {
    if (line.trim() === '' || /^[A-Za-z0-9-]+:/.test(line)) break
    whole = `${whole} ${line.trim()}`
    if (whole.endsWith(')')) return whole
  }
  return value
}

function readTag(text: string): Pick<FixesTag, 'text' | 'lead' | 'id' | 'rest'> {
  const [, lead = '', id, rest = ''] = ID.exec(text) ?? []
  return { text, lead: lead.trim(), id: id?.toLowerCase(), rest }
}
