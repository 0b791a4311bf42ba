import { expect, test } from 'vitest'
import type { Calendar } from '../../src/base/model/cycle.ts'
import type { Facts } from '../../src/base/model/facts.ts'
import { calendarAt, USUAL_RHYTHM } from '../../src/rules/cycle/calendar.ts'
import { late } from '../../src/rules/late.ts'
import { testCommit, testFacts, testOid } from '../world/facts.ts'
import { dayOf } from '../world/release.ts'
import { testTree } from '../world/roster.ts'

/** v4.14 opened the window on the tenth; with `v4.15-rc1` it is closed again. */
function calendar(...more: readonly string[]): Calendar {
  const tags = ['v4.14', ...more].map((name, at) => ({ name, at: dayOf(`2026-01-${10 + at}`) }))
  return calendarAt(dayOf('2026-01-14'), USUAL_RHYTHM, tags)
}

function arrivals(firstSeen: Readonly<Record<number, string>>, since = '2025-12-01'): Facts['arrivals'] {
  const seen = Object.entries(firstSeen).map(([number, day]) => [testOid(Number(number)), dayOf(day)] as const)
  return { recordedSince: dayOf(since), firstSeen: new Map(seen) }
}

function told(facts: Facts): string[] {
  return late(facts).map(({ tree, commit, what }) => `${tree} ${commit ?? ''}: ${what}`.replace(/ 0+(\d)/, ' $1'))
}

const commits = [1, 2, 3].map((number) => testCommit({ number }))

test('what was in no release when the window opened is late, whether or not it is in one by now', () => {
  const facts = { calendar: calendar(), arrivals: arrivals({ 1: '2026-01-09', 2: '2026-01-12' }) }
  expect(told(testFacts([{ tree: 'net', commits }], facts))).toEqual([
    'net 2: It was in no release when the merge window for v4.15 opened.',
    'net 3: It was in no release when the merge window for v4.15 opened.',
  ])
})

test('fixes are welcome at any time', () => {
  const facts = { calendar: calendar(), arrivals: arrivals({}) }
  const fix = testCommit({ number: 1, message: 'net: mend it\n\nFixes: 0123456789ab ("net: break it")\n' })
  const stable = testCommit({ number: 2, message: 'net: mend it\n\nCc: stable@vger.example.org\n' })
  expect(told(testFacts([{ tree: 'net', commits: [fix, stable] }], facts))).toEqual([])
  expect(told(testFacts([{ tree: testTree('net-fixes', { kind: 'fixes' }), commits }], facts))).toEqual([])
})

test('a record that is younger than the window cannot tell', () => {
  const facts = { calendar: calendar(), arrivals: arrivals({}, '2026-01-11') }
  expect(told(testFacts([{ tree: 'net', commits }], facts))).toEqual([])
})

test('what is marked for a later version than next is for has no place in it', () => {
  const marked = ['[PATCH for-4.16 2/3] net: later', '[for-4.15] net: now', 'net: add support for 4.16 chips'].map(
    (subject, at) => testCommit({ number: at + 1, message: `${subject}\n` }),
  )
  const later = 'net 1: It is marked for v4.16, and next is for v4.15.'
  expect(told(testFacts([{ tree: 'net', commits: marked }], { calendar: calendar() }))).toEqual([later])
  expect(told(testFacts([{ tree: 'net', commits: marked }], { calendar: calendar('v4.15-rc1') }))).toEqual([])
})

test('so has a branch that is called after one', () => {
  const onBranch = (branch: string, ...tags: readonly string[]): string[] =>
    told(testFacts([{ tree: testTree('net', { branch }), commits }], { calendar: calendar(...tags) }))
  expect(onBranch('for-4.16')).toEqual(['net : Its branch is for v4.16, and next is for v4.15.'])
  expect(onBranch('net/for-v4.17', 'v4.15-rc1')).toEqual(['net : Its branch is for v4.17, and next is for v4.16.'])
  expect(onBranch('for-4.16', 'v4.15-rc1')).toEqual([])
  expect([...onBranch('for-next'), ...onBranch('for-4.15'), ...onBranch('v4.16-wip')]).toEqual([])
})
