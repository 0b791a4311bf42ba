import { expect, test } from 'vitest'
import { oddDate } from '../../src/rules/odd-date.ts'
import { testCommit, testFacts } from '../world/facts.ts'
import { dayOf } from '../world/release.ts'

const WHO = { name: 'Net Author', email: 'author@example.org' }

function found(authored: string | number, committed: string | number = authored): string[] {
  const at = (when: string | number) =>
    typeof when === 'string' ? dayOf(when) : { epochSeconds: when, zoneMinutes: 0 }
  const commit = testCommit({
    number: 1,
    author: { who: WHO, when: at(authored) },
    committer: { who: WHO, when: at(committed) },
  })
  return oddDate(testFacts([{ tree: 'net', commits: [commit] }])).map(({ what }) => what)
}

test('what is yet to come is found, and a day ahead is a matter of zones', () => {
  expect(found('2026-01-15')).toEqual([])
  expect(found('2026-01-17', '2026-01-14')).toEqual([
    'By its own dates it was authored 2026-01-17, which is yet to come.',
  ])
  expect(found('2026-01-14', '2027-01-01')).toEqual([
    'By its own dates it was committed 2027-01-01, which is yet to come.',
  ])
})

test('what is before git, or lay about for many years, is found', () => {
  expect(found(0)).toEqual(['By its own dates it was committed 1970-01-01, before there was git.'])
  expect(found('2019-01-01', '2026-01-14')).toEqual([
    'By its own dates it was authored 2019-01-01, more than five years before it was committed.',
  ])
  expect(found('2022-01-01', '2026-01-14')).toEqual([])
})

test('a date beyond all calendars is shown as it stands', () => {
  expect(found(99_999_999_999_999)).toEqual([
    'By its own dates it was authored at 99999999999999 +0000, which is yet to come.',
  ])
})
