import fc from 'fast-check'
import { expect, test } from 'vitest'
import { movedInOrder } from '../../../src/base/std/moved-in-order.ts'

test.each([
  ['one to the end', 'abcd', 'bcda', 'a'],
  ['one to the front', 'abcd', 'dabc', 'd'],
  ['two that changed places', 'abcd', 'acbd', 'b'],
  ['nothing but newcomers and leavers', 'abcd', 'xbyd', ''],
  ['nothing', '', '', ''],
])('%s', (_, before, now, moved) => {
  expect(movedInOrder(before.split(''), now.split('')).join('')).toBe(moved)
})

test('what is left without the moved ones stands in the same order before and now', () => {
  const items = fc.shuffledSubarray('abcdefghij'.split(''))
  fc.assert(
    fc.property(items, items, (before, now) => {
      const moved = new Set(movedInOrder(before, now))
      const kept = (list: readonly string[], other: readonly string[]): string[] =>
        list.filter((item) => other.includes(item) && !moved.has(item))
      expect(kept(before, now)).toEqual(kept(now, before))
    }),
  )
})
