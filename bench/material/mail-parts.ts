/** The readable parts of a mail, decoded: a signed mail is in several. */
import { fieldOf, type MailText } from '../../src/base/text/mbox.ts'
import { decodeQuotedPrintable } from '../../src/base/text/quoted-printable.ts'

export function mailTexts(mail: MailText): string[] {
  const boundary = /boundary="?([^";\n]+)/i.exec(fieldOf(mail, 'Content-Type') ?? '')?.[1]
  const encoding = fieldOf(mail, 'Content-Transfer-Encoding') ?? ''
  if (boundary === undefined) return [decoded(mail.body, encoding)]
  return mail.body
    .split(`--${boundary}`)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n\n')
      return end < 0 ? '' : decoded(part.slice(end + 2), part.slice(0, end))
    })
}

function decoded(text: string, head: string): string {
  if (/base64/i.test(head)) return Buffer.from(text, 'base64').toString('utf8')
  return /quoted-printable/i.test(head) ? decodeQuotedPrintable(text) : text
}
