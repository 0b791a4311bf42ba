/** Mail text made readable again: RFC 2047 words in fields and quoted-printable bodies decoded. Reads what mail-text.ts writes. */
import { fieldOf, type MailText } from './mbox.ts'
import { printable } from './printable.ts'
import { decodeQuotedPrintable } from './quoted-printable.ts'

/** A field's value as people read it; empty when the message has no such field. */
export function readField(message: MailText, name: string): string {
  return printable(decodeWords(fieldOf(message, name) ?? ''))
}

export function readBody(message: MailText): string {
  const encoding = fieldOf(message, 'Content-Transfer-Encoding')?.toLowerCase()
  return printable(encoding === 'quoted-printable' ? decodeQuotedPrintable(message.body) : message.body)
}

/** Spaces between two encoded words are not part of the text (RFC 2047 §6.2). */
function decodeWords(value: string): string {
  const joined = value.replace(/(=\?[^?\s]+\?[QqBb]\?[^?\s]*\?=)[ \t]+(?==\?[^?\s]+\?[QqBb]\?)/g, '$1')
  return joined.replace(/=\?UTF-8\?([QqBb])\?([^?\s]*)\?=/gi, (_, encoding: string, content: string) =>
    encoding.toUpperCase() === 'B'
      ? Buffer.from(content, 'base64').toString('utf8')
      : decodeQuotedPrintable(content.replaceAll('_', '=20')),
  )
}
