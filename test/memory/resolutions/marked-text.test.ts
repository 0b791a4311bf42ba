import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ClashPassage } from '../../../src/base/model/clashed-file.ts'
import type { Sides } from '../../../src/base/text/conflict-markers.ts'
import { markedText, readMarkedText } from '../../../src/memory/resolutions/marked-text.ts'
import { clashing } from '../../world/resolutions.ts'

function clashesOf(passages: readonly ClashPassage[]): Sides[] {
  return passages.flatMap((one) => (one.kind === 'clash' ? [{ ours: one.ours, theirs: one.theirs }] : []))
}

test('sides stand in the order of rerere, whoever was merged into whom', () => {
  const marked = '1\n<<<<<<<\na\n=======\nb\n>>>>>>>\n2\n'
  expect(markedText(clashing('a.c', ['1\n', ['a\n', 'b\n'], '2\n']).passages)).toBe(marked)
  expect(markedText(clashing('a.c', ['1\n', ['b\n', 'a\n'], '2\n']).passages)).toBe(marked)
})

test('a last line without an end does not run into a marker', () => {
  expect(markedText([{ kind: 'clash', ours: 'a', theirs: '' }])).toBe('<<<<<<<\n=======\na\n>>>>>>>\n')
})

test('what was written is read again, with the sides as they were', () => {
  const line = fc.constantFrom('a\n', 'b\n', '}\n', '\n', '=\n', 'caf\u00e9\r\n')
  const text = fc.array(line, { maxLength: 3 }).map((lines) => lines.join(''))
  const agreed = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => lines.join(''))
  const clash = fc.record({ kind: fc.constant('clash' as const), ours: text, theirs: text })
  // Two agreed stretches are one, so each but the first has a clash before it.
  const passages = fc
    .tuple(fc.option(agreed), fc.array(fc.tuple(clash, fc.option(agreed)), { minLength: 1, maxLength: 4 }))
    .map(([first, rest]) =>
      [first, ...rest.flat()].flatMap((one): ClashPassage[] =>
        one === null ? [] : [typeof one === 'string' ? { kind: 'agreed', text: one } : one],
      ),
    )
  fc.assert(
    fc.property(passages, (all) => {
      expect(readMarkedText(markedText(all), clashesOf(all))).toEqual(all)
    }),
    { numRuns: 300 },
  )
})

test('a text that lacks a clash, or has them in another order, is not read', () => {
  const { passages } = clashing('a.c', ['1\n', ['a\n', 'b\n'], '2\n', ['c\n', 'd\n']])
  const [first, second] = clashesOf(passages)
  if (first === undefined || second === undefined) throw new Error('two clash')
  const marked = markedText(passages)
  expect(readMarkedText(marked, [second, first])).toBeUndefined()
  expect(readMarkedText(marked, [first, { ours: 'c\n', theirs: 'x\n' }])).toBeUndefined()
  expect(readMarkedText(marked.replace('=======', ' ======='), [first, second])).toBeUndefined()
})

test('a clash begins at the beginning of a line, not at an end that looks like one', () => {
  const clash = { kind: 'clash', ours: 'a\n', theirs: 'b\n' } as const
  const passages: ClashPassage[] = [{ kind: 'agreed', text: 'see <<<<<<<\na\n=======\nb\n>>>>>>>\n' }, clash]
  expect(readMarkedText(markedText(passages), [clash])).toEqual(passages)
})
