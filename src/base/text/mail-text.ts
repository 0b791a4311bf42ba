/**
 * A mail as RFC 5322 text with Unix line ends: one text/plain part in UTF-8, so there is no boundary that a body could forge.
 * Whatever stands in names, subjects and bodies, the fields are the ones written here and no others.
 */
import { mailDate } from '../model/instant.ts'
import type { Mail } from '../model/mail.ts'
import type { Person } from '../model/person.ts'
import { addressField, isMailAddress, messageIdText, subjectField } from './mail-header.ts'
import { printable } from './printable.ts'
import { encodeQuotedPrintable } from './quoted-printable.ts'

/** Longest line of a body in bytes, without its end (RFC 5322 §2.1.1). */
const LINE_BYTES_MAX = 998

export function encodeMail(mail: Mail): string {
  const body = bodyText(mail.body)
  const encoding = transferEncoding(body)
  const answered = mail.inReplyTo === undefined ? undefined : messageIdText(mail.inReplyTo)
  const fields = [
    addressField('From', [sender(mail.from)]),
    addressField('To', mail.to),
    addressField('Cc', mail.cc),
    `Date: ${mailDate(mail.date)}`,
    subjectField(mail.subject),
    `Message-ID: ${messageIdText(mail.messageId)}`,
    answered && `In-Reply-To: ${answered}`,
    answered && `References: ${answered}`,
    // Keeps holiday answers away (RFC 3834 §5).
    'Auto-Submitted: auto-generated',
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Transfer-Encoding: ${encoding}`,
  ]
  const head = fields.filter((field) => field !== undefined).join('\n')
  return `${head}\n\n${encoding === 'quoted-printable' ? encodeQuotedPrintable(body) : body}`
}

/** The text of a body: printable, carriage returns shown as `^M` as diffs show them, ending in a newline. */
function bodyText(body: string): string {
  const text = printable(wellFormed(body).replace(/\r/g, '^M'))
  return text.endsWith('\n') ? text : `${text}\n`
}

/** Half a surrogate pair has no UTF-8; it becomes U+FFFD here, so that text and bytes agree from now on. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString('utf8')
}

function transferEncoding(body: string): '7bit' | '8bit' | 'quoted-printable' {
  if (body.split('\n').some((line) => Buffer.byteLength(line) > LINE_BYTES_MAX)) return 'quoted-printable'
  return Buffer.byteLength(body) === body.length ? '7bit' : '8bit'
}

/** A mail must have a sender. `invalid` is the domain that never exists (RFC 2606). */
function sender(person: Person): Person {
  return isMailAddress(person.email) ? person : { name: person.name, email: 'integrator@invalid' }
}
