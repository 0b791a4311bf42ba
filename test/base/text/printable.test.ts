import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPlainLine, oneLine, printable, printableJson, rawText } from '../../../src/base/text/printable.ts'

// oxlint-disable-next-line no-control-regex -- they are what is looked for
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/
const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('\u001b[31m', '\u009b2J', '\u202egnp.exe', '\ud800'),
)

test('no text from outside brings a control character along', () => {
  fc.assert(
    fc.property(anything, (text) => {
      expect(printable(text)).not.toMatch(CONTROL)
      expect(oneLine(text)).not.toMatch(/[\t\r\n]/)
      expect(isPlainLine(oneLine(text))).toBe(true)
      expect(oneLine(text).length).toBeLessThanOrEqual(200)
    }),
  )
})

test('JSON loses nothing and shows nothing', () => {
  fc.assert(
    fc.property(anything, (text) => {
      const json = printableJson({ text, [text]: [text] })
      expect(json).not.toMatch(CONTROL)
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify({ text, [text]: [text] })))
    }),
  )
})

test('raw bytes are read as UTF-8', () => {
  expect(rawText('na\u00c3\u00afve \u00ff')).toBe('naïve \ufffd')
})
