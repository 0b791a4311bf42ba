import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mboxMessage, parseMbox } from '../../../src/base/text/mbox.ts'
import { readBody, readField } from '../../../src/base/text/mail-read.ts'

const written = (subject: string, body: string): string =>
  mboxMessage({
    messageId: 'a@example.org',
    date: { epochSeconds: 0, zoneMinutes: 0 },
    from: { name: '', email: 'integrator@example.org' },
    to: [{ name: 'Größe, Łukasz', email: 'net@example.org' }],
    cc: [],
    subject,
    body,
    inReplyTo: undefined,
  })

test('subjects and bodies read as they were meant', () => {
  const word = fc.string({ unit: fc.constantFrom('a', '=', '?', '_', 'é', '日', '🎉', '"', '\\'), minLength: 1 })
  const words = fc.array(word, { minLength: 1, maxLength: 20 }).map((list) => list.join(' '))
  fc.assert(
    fc.property(
      words,
      fc.array(fc.string({ unit: fc.constantFrom('a', ' ', '=', 'é', '\t'), maxLength: 1200 })),
      (subject, lines) => {
        const body = `${lines.join('\n')}\n`
        const { messages } = parseMbox(Buffer.from(written(subject, body)))
        const read = messages.map((message) => ({
          subject: readField(message, 'subject'),
          to: readField(message, 'to'),
          body: readBody(message),
        }))
        expect(read).toEqual([{ subject: subject.slice(0, 250), to: 'Größe, Łukasz <net@example.org>', body }])
      },
    ),
  )
})

test('fields that are missing or not in UTF-8 do no harm', () => {
  const [message] = parseMbox(
    Buffer.from('From a\nSubject: =?ISO-8859-1?Q?=E9?= =?UTF-8?B?w6k=?=\n\n\u001b[2J\n'),
  ).messages
  expect(message && readField(message, 'Subject')).toBe('=?ISO-8859-1?Q?=E9?=é')
  expect(message && readField(message, 'To')).toBe('')
  expect(message && readBody(message)).toBe('\ufffd[2J\n')
})
