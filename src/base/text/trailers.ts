/** Takes a commit's message apart: subject, body, and the trailers of its last paragraph, as git-interpret-trailers(1) tells them. */

/** `Acked-by: Net Maintainer <net@example.org>`. */
export interface Trailer {
  /** As it is written; letter case means nothing. */
  readonly key: string
  /** On one line, however many it was written on. */
  readonly value: string
  /** Of the message, counted from 1. */
  readonly line: number
}

export interface Message {
  /** The first paragraph on one line, as git's `%s`. */
  readonly subject: string
  /** What stands between subject and trailers. */
  readonly body: string
  /** Empty when the last paragraph is prose. */
  readonly trailers: readonly Trailer[]
  /** The lines of the last paragraph, whatever they are; empty when there is the subject alone. */
  readonly lastParagraph: readonly string[]
}

/** Only what stands together at the end counts: a trailer that is quoted further up is somebody else's word. */
export function parseMessage(message: string): Message {
  const lines = message.replace(/\r\n/g, '\n').trimEnd().split('\n')
  const subjectAt = lines.findIndex((line) => !isBlank(line))
  if (subjectAt < 0) return { subject: '', body: '', trailers: [], lastParagraph: [] }
  const blankAt = lines.findIndex((line, at) => at > subjectAt && isBlank(line))
  const subjectEnd = blankAt < 0 ? lines.length : blankAt
  const subject = lines
    .slice(subjectAt, subjectEnd)
    .map((line) => line.trim())
    .join(' ')
  const lastAt = lines.findLastIndex(isBlank) + 1
  if (lastAt <= subjectEnd) return { subject, body: '', trailers: [], lastParagraph: [] }
  const lastParagraph = lines.slice(lastAt)
  const trailers = isTrailerBlock(lastParagraph) ? trailersIn(lastParagraph, lastAt + 1) : []
  const bodyEnd = trailers.length === 0 ? lines.length : lastAt
  return { subject, body: lines.slice(subjectEnd, bodyEnd).join('\n').trim(), trailers, lastParagraph }
}

/** A key of letters, digits and dashes, and a colon; spaces may stand between. */
const TRAILER = /^([A-Za-z0-9-]+)[ \t]*:[ \t]*(.*)$/

/** What git itself writes, in whatever letter case people copy it, makes a paragraph a block of trailers, though up to three in four of its lines are something else. */
const WRITTEN_BY_GIT = /^(?:Signed-off-by: |\(cherry picked from commit )/i

function isTrailerBlock(lines: readonly string[]): boolean {
  let trailers = 0
  let others = 0
  for (const [at, line] of lines.entries()) {
    if (WRITTEN_BY_GIT.test(line) || TRAILER.test(line)) trailers += 1
    else if (at === 0 || !isIndented(line)) others += 1
  }
  if (lines.some((line) => WRITTEN_BY_GIT.test(line))) return trailers * 3 >= others
  return trailers > 0 && others === 0
}

function trailersIn(lines: readonly string[], first: number): Trailer[] {
  const trailers: Trailer[] = []
  let isOpen = false
  for (const [at, line] of lines.entries()) {
    const [, key, value] = TRAILER.exec(line) ?? []
    const last = trailers.at(-1)
    if (key !== undefined && value !== undefined) {
      trailers.push({ key, value: value.trim(), line: first + at })
      isOpen = true
    } else if (isOpen && last !== undefined && isIndented(line)) {
      trailers[trailers.length - 1] = { ...last, value: `${last.value} ${line.trim()}` }
    } else isOpen = false
  }
  return trailers
}

function isBlank(line: string): boolean {
  return line.trim() === ''
}

function isIndented(line: string): boolean {
  return line.startsWith(' ') || line.startsWith('\t')
}
