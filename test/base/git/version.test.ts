import { expect, test } from 'vitest'
import { flushesAnswers } from '../../../src/base/git/version.ts'

test.each([
  ['2.39.5', false],
  ['2.48.1', false],
  ['2.49.0', true],
  ['2.55.0.rc1', true],
  ['2.100.0', true],
  ['3.0.0', true],
])('git %s flushes the answers of its merge co-process: %s', (version, flushes) => {
  expect(flushesAnswers(version)).toBe(flushes)
})
