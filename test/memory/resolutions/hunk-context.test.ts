import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contextOf, sidesAlike } from '../../../src/memory/resolutions/hunk-context.ts'
import { clashing, type Part } from '../../world/resolutions.ts'

const CLASH: Part = ['mine\n', 'yours\n']

function context(parts: readonly Part[], at: number) {
  return contextOf(clashing('a.c', parts).passages, at)
}

test('three lines on either side are kept, and none beyond another clash or the end', () => {
  expect(context(['1\n2\n3\n4\n', CLASH, '5\n6\n7\n8\n'], 1)).toEqual({ before: '2\n3\n4\n', after: '5\n6\n7\n' })
  expect(context([CLASH, 'between\n', CLASH], 0)).toEqual({ before: '', after: 'between\n' })
  expect(context([CLASH, 'between\n', CLASH], 2)).toEqual({ before: 'between\n', after: '' })
  expect(context([CLASH, CLASH], 1)).toEqual({ before: '', after: '' })
})

test.each([
  ['lines further off are others', { before: 'x\ny\nint a;\n' }, 2],
  ['it is indented otherwise', { before: '\t\tint a;\n' }, 2],
  ['an empty line came in between', { before: 'int a;\n\n' }, 2],
  ['a brace came in between, which says nothing', { before: 'int a;\n}\n' }, 2],
  ['the line above is another', { before: 'int b;\n' }, 1],
  ['it begins the file', { before: '' }, 1],
  ['both are others', { before: 'int b;\n', after: 'return 2;\n' }, 0],
])('where %s', (_, other, sides) => {
  const here = { before: 'int a;\n', after: 'return 1;\n' }
  expect(sidesAlike(here, { ...here, ...other })).toBe(sides)
})

test('of braces alone all have to be the same', () => {
  const braces = { before: '{\n}\n', after: '' }
  expect(sidesAlike(braces, { ...braces })).toBe(2)
  expect(sidesAlike(braces, { ...braces, before: '}\n' })).toBe(1)
})

test('it does not matter which of two is asked about the other, and each stands like itself', () => {
  const lines = fc
    .array(fc.constantFrom('a\n', '  a\n', '}\n', '\n', 'b\n'), { maxLength: 3 })
    .map((all) => all.join(''))
  const any = fc.record({ before: lines, after: lines })
  fc.assert(
    fc.property(any, any, (one, other) => {
      expect(sidesAlike(one, other)).toBe(sidesAlike(other, one))
      expect(sidesAlike(one, one)).toBe(2)
    }),
  )
})
