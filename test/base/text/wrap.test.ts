import fc from 'fast-check'
import { expect, test } from 'vitest'
import { count } from '../../../src/base/text/count.ts'
import { enumerate, PROSE_COLUMNS, wrap } from '../../../src/base/text/wrap.ts'

test('prose is filled to the width of a mail', () => {
  const text =
    'A sentence that is longer than a line of a mail, with a-word-that-is-so-long-that-it-does-not-fit-on-any-line-of-a-mail-whatever-we-do in it.'
  expect(wrap(text, '  ')).toMatchInlineSnapshot(`
    "  A sentence that is longer than a line of a mail, with
      a-word-that-is-so-long-that-it-does-not-fit-on-any-line-of-a-mail-whatever-we-do
      in it."
  `)
})

test('no word is lost, and no line is longer than it must be', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: fc.constantFrom('a', 'é', '🎉'), minLength: 1, maxLength: 90 })),
      (words) => {
        const lines = wrap(words.join(' ')).split('\n')
        expect(lines.join(' ').split(' ').filter(Boolean)).toEqual(words)
        const overlong = lines.filter((line) => line.includes(' ') && Array.from(line).length > PROSE_COLUMNS)
        expect(overlong).toEqual([])
      },
    ),
  )
})

test('amounts and lists read as sentences do', () => {
  expect([count(1, 'tree'), count(0, 'tree'), enumerate([]), enumerate(['a']), enumerate(['a', 'b', 'c'])]).toEqual([
    '1 tree',
    '0 trees',
    '',
    'a',
    'a, b and c',
  ])
})
