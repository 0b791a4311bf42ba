import { expect, test } from 'vitest'
import { atMost } from '../../../src/base/text/at-most.ts'

test('a list that is short enough stays as it is', () => {
  expect(atMost(3, ['one', 'two', 'three'])).toEqual(['one', 'two', 'three'])
  expect(atMost(3, [])).toEqual([])
})

test('of a longer one the rest is counted', () => {
  expect(atMost(2, ['one', 'two', 'three'])).toEqual(['one', 'two', 'and 1 more'])
})

test('the rest is counted by its noun', () => {
  expect(atMost(2, ['one', 'two', 'three'], 'file')).toEqual(['one', 'two', 'and 1 more file'])
  expect(atMost(1, ['one', 'two', 'three'], 'file')).toEqual(['one', 'and 2 more files'])
})
