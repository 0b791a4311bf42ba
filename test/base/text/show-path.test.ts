import fc from 'fast-check'
import { expect, test } from 'vitest'
import { printable } from '../../../src/base/text/printable.ts'
import { showPath } from '../../../src/base/text/show-path.ts'

const raw = (text: string): string => Buffer.from(text).toString('latin1')

test('a name reads as it is, unless it could be taken for something else', () => {
  const names = [
    'drivers/usb/core.c',
    'Documentation/übersicht.rst',
    'a b.c',
    ' a',
    'a"b\\c',
    'a\nb\tc',
    '\u001b[2J',
    'x\u202egpj.exe',
    '',
  ]
  expect(names.map((name) => showPath(raw(name)))).toMatchInlineSnapshot(`
    [
      "drivers/usb/core.c",
      "Documentation/übersicht.rst",
      "a b.c",
      "" a"",
      ""a\\"b\\\\c"",
      ""a\\nb\\tc"",
      ""\\033[2J"",
      ""x\\342\\200\\256gpj.exe"",
      "",
    ]
  `)
})

test('bytes that are no UTF-8 are shown as git shows them', () => {
  expect(showPath('caf\u00e9')).toBe('"caf\\351"')
})

test('any name is one line of printable text, and no two look alike', () => {
  const name = fc.string({ unit: fc.integer({ min: 1, max: 255 }).map((byte) => String.fromCharCode(byte)) })
  fc.assert(
    fc.property(name, name, (a, b) => {
      expect(showPath(a)).toBe(printable(showPath(a)))
      expect(showPath(a)).not.toMatch(/[\n\t]/)
      expect(showPath(a) === showPath(b)).toBe(a === b)
    }),
  )
})
