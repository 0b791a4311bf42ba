import { expect, test } from 'vitest'
import {
  compareVersions,
  isPointRelease,
  maySucceed,
  parseVersionTag,
  successor,
} from '../../../src/base/text/version-tag.ts'

test('tags of several projects are read by what stands before their numbers', () => {
  expect(parseVersionTag('v4.15', 'v')).toEqual({ numbers: [4, 15], candidate: undefined })
  expect(parseVersionTag('v4.15-rc3', 'v')).toEqual({ numbers: [4, 15], candidate: 3 })
  expect(parseVersionTag('llvmorg-17.0.0-rc2', 'llvmorg-')).toEqual({ numbers: [17, 0, 0], candidate: 2 })
  expect(parseVersionTag('3.13.0b1', '')).toBeUndefined()
  expect(parseVersionTag('3.13.0beta1', '')).toEqual({ numbers: [3, 13, 0], candidate: 1 })
})

test.each([
  'v',
  'v4.15-rc',
  'v4.15-rc1-mm2',
  'v2.6.11-tree',
  'next-20171115',
  'v12345678901',
  'v4..15',
  'v4.15-rc99999999999',
])('%s names no version', (name) => {
  expect(parseVersionTag(name, 'v')).toBeUndefined()
})

test('a candidate is earlier than what it is one for, and numbers are compared as numbers', () => {
  const names = ['v4.9', 'v4.10-rc2', 'v4.10-rc10', 'v4.10', 'v4.10.1', 'v5.0-rc1']
  const parsed = names.map((name) => ({ name, ...parseVersionTag(name, 'v')! }))
  expect(
    [...parsed]
      .reverse()
      .sort(compareVersions)
      .map(({ name }) => name),
  ).toEqual(names)
})

test('what mends another version is a point release', () => {
  expect([[4, 14, 1], [2, 43, 1], [4, 14], [2, 43, 0], [254]].map(isPointRelease)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ])
})

test('the number that mostly moved moves on', () => {
  expect(successor([[4, 14]])).toEqual([4, 15])
  expect(
    successor([
      [3, 18],
      [3, 19],
      [4, 0],
      [4, 1],
    ]),
  ).toEqual([4, 2])
  // The one time that the first number moved is no habit.
  expect(
    successor([
      [3, 18],
      [3, 19],
      [4, 0],
    ]),
  ).toEqual([4, 1])
  expect(
    successor([
      [2, 42, 0],
      [2, 43, 0],
    ]),
  ).toEqual([2, 44, 0])
  expect(successor([[253], [254]])).toEqual([255])
  expect(
    successor([
      [2, 6, 38],
      [2, 6, 39],
    ]),
  ).toEqual([2, 6, 40])
})

test('any one number may move on, and those behind it begin anew', () => {
  expect(maySucceed([5, 0], [4, 20])).toBe(true)
  expect(maySucceed([4, 21], [4, 20])).toBe(true)
  expect(maySucceed([4, 22], [4, 20])).toBe(false)
  expect(maySucceed([5, 1], [4, 20])).toBe(false)
  expect(maySucceed([4, 20], [4, 20])).toBe(false)
})
