/**
 * Mailboxes in the mboxrd format: each message begins with a `From ` line, and a line of a message that reads `From ` behind any number
 * of `>` gets one `>` more. `Content-Length` (bytes of the body as it stands in the file, as mutt writes it) tells a message that was
 * written to its end from one that was not, and lets the reader hop from message to message.
 */
import type { Mail } from '../model/mail.ts'
import { encodeMail } from './mail-text.ts'
import { isMailAddress } from './mail-header.ts'

/** A message as it stands in a mailbox: fields unfolded but still encoded, the body as it was transferred. */
export interface MailText {
  readonly fields: readonly MailField[]
  readonly body: string
}

export interface MailField {
  readonly name: string
  readonly value: string
}

export interface Mailbox {
  readonly messages: readonly MailText[]
  /** Offset in bytes of a last message that was not written to its end. */
  readonly tornFrom: number | undefined
}

/** The mail as one message of a mailbox, with the empty line that ends it. */
export function mboxMessage(mail: Mail): string {
  const text = encodeMail(mail)
  const end = text.indexOf('\n\n')
  const body = text.slice(end + 2).replace(/^>*From /gm, '>$&')
  const from = isMailAddress(mail.from.email) ? mail.from.email : 'MAILER-DAEMON'
  return `From ${from} ${asctime(mail.date.epochSeconds)}\n${text.slice(0, end)}\nContent-Length: ${Buffer.byteLength(body)}\n\n${body}\n`
}

export function parseMbox(bytes: Buffer): Mailbox {
  const messages: MailText[] = []
  for (let start = skipEmptyLines(bytes, 0); start < bytes.length; ) {
    const span = messageSpan(bytes, start)
    if (span === undefined) return { messages, tornFrom: start }
    messages.push({
      fields: parseFields(bytes.toString('utf8', start, span.headEnd)),
      body: bytes.toString('utf8', span.headEnd + 2, span.bodyEnd).replace(/^>(>*From )/gm, '$1'),
    })
    start = skipEmptyLines(bytes, span.bodyEnd)
  }
  return { messages, tornFrom: undefined }
}

/** A field's value, or undefined; names are compared ignoring case. */
export function fieldOf(message: MailText, name: string): string | undefined {
  return message.fields.find((field) => field.name.toLowerCase() === name.toLowerCase())?.value
}

/** Where head and body of the message end; undefined when its end is missing. */
function messageSpan(bytes: Buffer, start: number): { readonly headEnd: number; readonly bodyEnd: number } | undefined {
  const headEnd = bytes.indexOf('\n\n', start)
  if (headEnd < 0 || !beginsAt(bytes, start)) return undefined
  const length = /^Content-Length: (\d+)$/m.exec(bytes.toString('latin1', start, headEnd))?.[1]
  const stated = length === undefined ? undefined : headEnd + 2 + Number(length)
  const whole = stated !== undefined && bytes[stated] === NEWLINE
  if (whole && (stated + 1 === bytes.length || beginsAt(bytes, stated + 1))) return { headEnd, bodyEnd: stated }
  // Written or edited by another hand, or the last one before a torn one, or torn: the next message tells.
  const next = bytes.indexOf('\nFrom ', headEnd)
  if (next >= 0) return { headEnd, bodyEnd: next }
  if (whole) return { headEnd, bodyEnd: stated }
  return length === undefined && bytes.at(-1) === NEWLINE ? { headEnd, bodyEnd: lastBodyEnd(bytes) } : undefined
}

const NEWLINE = 0x0a

function beginsAt(bytes: Buffer, at: number): boolean {
  return bytes.toString('latin1', at, at + 5) === 'From '
}

/** Of a last message without a length: its empty line is not part of it. */
function lastBodyEnd(bytes: Buffer): number {
  return bytes.at(-2) === NEWLINE ? bytes.length - 1 : bytes.length
}

function skipEmptyLines(bytes: Buffer, from: number): number {
  let at = from
  while (bytes[at] === NEWLINE) at += 1
  return at
}

/** Unfolds the fields; the `From ` line has no colon after its first word and is passed over. */
function parseFields(head: string): MailField[] {
  const lines = head.replace(/\n[ \t]+/g, ' ').split('\n')
  return lines.flatMap((line) => {
    const [, name, value] = /^([!-9;-~]+):[ \t]*(.*)$/.exec(line) ?? []
    return name === undefined || value === undefined ? [] : [{ name, value }]
  })
}

/** `Wed Jan 14 00:00:00 2026`, in UTC, as mailboxes have it since the first of them. */
function asctime(epochSeconds: number): string {
  const [weekday, day, month, year, time] = new Date(epochSeconds * 1000).toUTCString().replace(',', '').split(' ')
  return `${weekday} ${month} ${day?.replace(/^0/, ' ')} ${time} ${year}`
}
