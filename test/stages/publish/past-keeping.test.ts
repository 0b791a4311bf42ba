import { expect, test } from 'vitest'
import { startOfDay } from '../../../src/base/model/instant.ts'
import { parseReleaseName, type ReleaseName } from '../../../src/base/model/names.ts'
import { pastKeeping } from '../../../src/stages/publish/past-keeping.ts'

const releases = [
  'next-20260101',
  'next-20260101.1',
  'next-20260101.10',
  'pu-20260101',
  'next-20260102',
  'next-20260102.1',
  'next-20260103',
].map((name) => parseReleaseName(name) as ReleaseName)

test.each([
  ['2026-01-31', 30, []],
  ['2026-02-01', 30, ['next-20260101', 'next-20260101.1']],
  ['2026-02-02', 30, ['next-20260101', 'next-20260101.1', 'next-20260102']],
  ['2026-01-03', 1, ['next-20260101', 'next-20260101.1']],
  ['2126-01-01', 36_500, ['next-20260101', 'next-20260101.1', 'next-20260102']],
])('on %s, kept for %i days, these are past it: %j', (today, keepDays, past) => {
  expect(pastKeeping(releases, startOfDay(today)!, keepDays)).toEqual(past)
})
