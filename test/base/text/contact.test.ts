import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatPerson } from '../../../src/base/model/person.ts'
import { parseContact } from '../../../src/base/text/contact.ts'

test.each([
  ['Net Maintainer <net@example.org>', 'Net Maintainer', 'net@example.org'],
  ['net@example.org', '', 'net@example.org'],
  ['<net@example.org>', '', 'net@example.org'],
  ['  Net Maintainer<net+list@lists.example.org>  ', 'Net Maintainer', 'net+list@lists.example.org'],
  ['"Maintainer, Net" <net@example.org>', 'Maintainer, Net', 'net@example.org'],
  ['Ünï Cödé <uni@example.org>', 'Ünï Cödé', 'uni@example.org'],
  ['root@localhost', '', 'root@localhost'],
])('%j is a person', (text, name, email) => {
  expect(parseContact(text)).toEqual({ kind: 'ok', person: { name, email } })
})

test.each([
  ['', 'has no address'],
  ['Net Maintainer', 'has no "@" in its address'],
  ['Net <net@example.org> and more', 'is not of the form "Name <address>"'],
  ['a@example.org, b@example.org', 'holds more than one address'],
  ['a@example.org <b@example.org>', 'holds more than one address'],
  ['Net <net@exa mple.org>', 'has no valid domain behind the "@"'],
  ['Net <net@example..org>', 'has no valid domain behind the "@"'],
  ['Net <.net@example.org>', 'has something before the "@" that an address cannot hold'],
  ['Net <-oQ/tmp@example.org>', 'has something before the "@" that an address cannot hold'],
  ['Net\r\nBcc: x@example.org <net@example.org>', 'holds a control character'],
  ['Net <net@example.org>\n', 'holds a control character'],
  ['Net \u202egro <net@example.org>', 'holds a control character'],
  ['Net \\ Co <net@example.org>', 'holds <, >, a quote or a backslash'],
  [`${'x'.repeat(101)} <net@example.org>`, 'is longer than 100 characters'],
  [`${'x'.repeat(250)}@example.org`, 'has an address of more than 254 characters'],
])('%j is refused: %s', (text, why) => {
  expect(parseContact(text)).toEqual({ kind: 'refused', why })
})

test('whatever passes fits into one header, and reads the same again', () => {
  const piece = fc.oneof(fc.constantFrom('<', '>', '@', '"', ',', ' ', '\r\n', '.', 'a@b', '<a@b.c>'), fc.string())
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
      const reading = parseContact(pieces.join(''))
      fc.pre(reading.kind === 'ok')
      const written = formatPerson(reading.person)
      // oxlint-disable-next-line no-control-regex
      expect(written).not.toMatch(/[\u0000-\u001f\u007f]/)
      expect(parseContact(written)).toEqual(reading)
    }),
  )
})
