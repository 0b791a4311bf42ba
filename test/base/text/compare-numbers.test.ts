import { expect, test } from 'vitest'
import { compareNumbers } from '../../../src/base/text/compare-numbers.ts'

test.each([
  ['DEF_VER=v1.8.0', 'DEF_VER=v1.7.12.4', 1],
  ['version = "2.9"', 'version = "2.10"', -1],
  ['2.1', '2.1.1', -1],
  ['Copyright 2021 A', 'Copyright 2022 A', -1],
  ['2022-01-04', '2022-01-03', 1],
  ['no 007', 'no 7', 0],
  ['at 99999999999999999999', 'at 100000000000000000000', -1],
])('%s and %s', (a, b, order) => {
  expect(Math.sign(compareNumbers(a, b) ?? Number.NaN)).toBe(order)
})

test('texts that differ in more than numbers have no order', () => {
  expect(compareNumbers('v1.2 of ours', 'v1.3 of theirs')).toBeUndefined()
})
