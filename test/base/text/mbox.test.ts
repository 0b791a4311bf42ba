import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Mail } from '../../../src/base/model/mail.ts'
import { fieldOf, mboxMessage, parseMbox } from '../../../src/base/text/mbox.ts'
import { readStrictly, splitStrictly } from '../../world/strict-mail.ts'

const mail: Mail = {
  messageId: 'linux-next-20260104.summary@example.org',
  date: { epochSeconds: 1_767_484_800, zoneMinutes: 60 },
  from: { name: 'Next Integrator', email: 'integrator@example.org' },
  to: [{ name: '', email: 'next@example.org' }],
  cc: [],
  subject: 'linux-next: Tree for Jan 4',
  body: 'Hi all,\n\nFrom here on:\n>From there\n>> From is not at the start\n',
  inReplyTo: undefined,
}

test('a message is framed so that no line of it looks like the next one', () => {
  expect(mboxMessage(mail)).toMatchInlineSnapshot(`
    "From integrator@example.org Sun Jan  4 00:00:00 2026
    From: Next Integrator <integrator@example.org>
    To: next@example.org
    Date: Sun, 04 Jan 2026 01:00:00 +0100
    Subject: linux-next: Tree for Jan 4
    Message-ID: <linux-next-20260104.summary@example.org>
    Auto-Submitted: auto-generated
    MIME-Version: 1.0
    Content-Type: text/plain; charset=utf-8
    Content-Transfer-Encoding: 7bit
    Content-Length: 65

    Hi all,

    >From here on:
    >>From there
    >> From is not at the start

    "
  `)
})

test('what was written is read back', () => {
  const { messages, tornFrom } = parseMbox(Buffer.from(mboxMessage(mail) + mboxMessage({ ...mail, subject: 'Größe' })))
  expect(tornFrom).toBeUndefined()
  expect(messages.map(({ body }) => body)).toEqual([mail.body, mail.body])
  expect(messages.map((message) => fieldOf(message, 'subject'))).toEqual([mail.subject, '=?UTF-8?Q?Gr=C3=B6=C3=9Fe?='])
})

test('a mailbox that other programs wrote is read by its From lines', () => {
  const other =
    'From x@example.org Sun Jan  4 00:00:00 2026\nSubject: one\n folded\n\nbody\n\nFrom y@example.org Sun Jan  4 00:00:00 2026\nSubject: two\n\nbody\n'
  const { messages, tornFrom } = parseMbox(Buffer.from(other))
  expect(messages).toEqual([
    { fields: [{ name: 'Subject', value: 'one folded' }], body: 'body\n' },
    { fields: [{ name: 'Subject', value: 'two' }], body: 'body\n' },
  ])
  expect(tornFrom).toBeUndefined()
})

test('a length that someone edited away from the truth is not believed', () => {
  const edited = mboxMessage(mail).replace(/Content-Length: \d+/, 'Content-Length: 5')
  const { messages } = parseMbox(Buffer.from(edited + mboxMessage(mail)))
  expect(messages.map(({ body }) => body)).toEqual([mail.body, mail.body])
})

test('a last message that ends anywhere but at its end is found', () => {
  const whole = Buffer.from(mboxMessage({ ...mail, subject: 'Größe', body: 'a paragraph\n\nünd another\n\n' }))
  for (let end = 1; end < whole.length; end += 1) {
    const bytes = Buffer.concat([whole, whole.subarray(0, end)])
    expect(parseMbox(bytes), `cut at ${end}`).toMatchObject({ messages: { length: 1 }, tornFrom: whole.length })
  }
})

test('zeros at the end, as a file system leaves them after a crash, are no message', () => {
  const whole = Buffer.from(mboxMessage(mail))
  expect(parseMbox(Buffer.concat([whole, Buffer.alloc(512)]))).toMatchObject({ tornFrom: whole.length })
})

const text = fc.string({
  unit: fc.oneof(
    fc.constantFrom('\n', '\nFrom ', '\n>From ', '\n\n', 'Content-Length: 3\n', '\r', '\0'),
    fc.string({ unit: 'binary', maxLength: 3 }),
  ),
})

test('whatever mails hold, the mailbox has as many messages as were written', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ subject: text, body: text, name: text, messageId: text }), { minLength: 1 }),
      (sources) => {
        const mails = sources.map(({ name, ...rest }) => ({
          ...mail,
          ...rest,
          to: [{ name, email: 'net@example.org' }],
        }))
        const mbox = mails.map(mboxMessage).join('')
        const strict = splitStrictly(mbox).map(readStrictly)
        const { messages, tornFrom } = parseMbox(Buffer.from(mbox))
        expect(tornFrom).toBeUndefined()
        expect(strict).toHaveLength(mails.length)
        expect(messages.map(({ body }) => body)).toEqual(strict.map(({ body }) => body))
        expect(messages.map(({ fields }) => fields.length)).toEqual(strict.map(({ fields }) => fields.size))
      },
    ),
    { numRuns: 300 },
  )
})
