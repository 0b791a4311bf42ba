import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { diffLines } from '../../../src/base/text/line-diff.ts'
import { editOf, inverse, lineBefore, overlap, rangeBefore, touch } from '../../../src/base/text/line-map.ts'

const lines = fc.array(fc.constantFrom('a\n', 'b\n', 'c\n', '}\n'), { maxLength: 30 })

test('a line is found where it was, or an edit brought it', () => {
  fc.assert(
    fc.property(lines, lines, (from, to) => {
      const edits = diffLines(from, to)
      const back = inverse(edits)
      const isRight = (text: string, line: number): boolean => {
        const before = lineBefore(edits, line)
        if (before === undefined) return editOf(edits, line) !== undefined
        return from[before] === text && lineBefore(back, before) === line
      }
      expect(to.map(isRight)).toEqual(to.map(() => true))
    }),
  )
})

const EDITS = diffLines(['1', '2', '3', '4', '5', '6'], ['1', 'two', 'zwei', '3', '5', '6', '7'])

test.each([
  ['unchanged lines', { start: 3, end: 4 }, { start: 2, end: 3 }],
  ['new lines, with what they replaced', { start: 1, end: 2 }, { start: 1, end: 2 }],
  ['lines behind a deletion', { start: 4, end: 6 }, { start: 4, end: 6 }],
  ['lines around a deletion', { start: 3, end: 5 }, { start: 2, end: 5 }],
  ['the place of a deletion', { start: 4, end: 4 }, { start: 3, end: 4 }],
  ['lines added at the end', { start: 6, end: 7 }, { start: 6, end: 6 }],
  ['a place between unchanged lines', { start: 5, end: 5 }, { start: 5, end: 5 }],
])('a run of %s is found', (_what, range, expected) => {
  expect(rangeBefore(EDITS, range)).toEqual(expected)
})

test('runs that only share a border touch and do not overlap', () => {
  expect(touch({ start: 1, end: 2 }, { start: 2, end: 3 })).toBe(true)
  expect(overlap({ start: 1, end: 2 }, { start: 2, end: 3 })).toBe(false)
  expect(overlap({ start: 1, end: 3 }, { start: 2, end: 4 })).toBe(true)
  expect(touch({ start: 1, end: 2 }, { start: 3, end: 4 })).toBe(false)
})
