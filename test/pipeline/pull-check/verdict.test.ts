import { expect, test } from 'vitest'
import type { PulledCommit, PullFacts } from '../../../src/base/model/pull-check.ts'
import { daysHistogram } from '../../../src/pipeline/pull-check/days-histogram.ts'
import { pullVerdict } from '../../../src/pipeline/pull-check/verdict.ts'
import { testOid } from '../../world/facts.ts'
import { treeName } from '../../world/roster.ts'

function commit(number: number, days: number, inNext: PulledCommit['inNext'] = 'as-it-is'): PulledCommit {
  return {
    commit: testOid(number),
    subject: `net: ${number}`,
    author: 'A',
    inNext,
    days,
    since: undefined,
    windows: [],
  }
}

const FINE: PullFacts = {
  tree: treeName('net'),
  tip: testOid(1),
  upstream: testOid(0),
  commits: [commit(1, 20)],
  merges: 0,
  asked: undefined,
  findings: [],
  conflicts: [],
  refused: undefined,
  waiting: [],
  shared: [],
  gates: [],
}

/** `yes`, then each reason, those against it with a dash. */
function told(more: Partial<PullFacts>): string[] {
  const { pull, reasons } = pullVerdict({ ...FINE, ...more })
  return [pull ? 'yes' : 'no', ...reasons.map(({ against, what }) => (against ? `- ${what}` : what))]
}

test('what has been in next and has no fault is pulled', () => {
  expect(told({})).toEqual(['yes'])
})

test('what was never in next, or only otherwise, is not', () => {
  expect(
    told({ commits: [commit(1, 0, 'never'), commit(2, 9, 'changed'), commit(3, 9, 'rebased'), commit(4, 1)] }),
  ).toEqual([
    'no',
    '- 1 commit never was in next.',
    '- 1 commit was in next as another version only.',
    '1 commit was in next under another id.',
    '1 commit was in next for less than a week.',
  ])
})

test('whether they were there before the window opened is said', () => {
  const commits = [
    { ...commit(1, 20), windows: ['v6.1', 'v6.2'] },
    { ...commit(2, 20), windows: ['v6.2'] },
  ]
  expect(told({ commits })).toEqual(['yes', '2 commits were in next before the merge window of v6.2 opened.'])
})

test('a conflict speaks against it unless it is settled; what cannot be merged at all does', () => {
  expect(told({ conflicts: [{ path: 'a.c', settledBy: ['rule'] }] })).toEqual([
    'yes',
    'a.c conflicts with upstream, and is settled by rule.',
  ])
  expect(told({ conflicts: [{ path: 'a.c', settledBy: [] }] })[0]).toBe('no')
  expect(told({ refused: 'it shares no history' })).toEqual([
    'no',
    '- It cannot be merged with upstream: it shares no history.',
  ])
})

test('findings weigh as the roster has it', () => {
  const finding = {
    id: 'f',
    rule: 'sign-off',
    commit: testOid(1),
    subject: 's',
    what: 'It is unsigned.',
    remedy: 'Sign.',
  }
  expect(told({ findings: [{ ...finding, severity: 'note' }] })).toEqual([
    'yes',
    'sign-off: 000000000000: It is unsigned.',
  ])
  expect(
    told({
      findings: [
        { ...finding, severity: 'report' },
        { ...finding, severity: 'hold' },
      ],
    }),
  ).toEqual(['no', '- sign-off: 2 findings.'])
})

test('a red gate speaks against it, one that says nothing does not', () => {
  const gate = { gate: 'build' as never, release: 'next-20260114' as never, outcome: 'failed', brokenBy: [] }
  expect(told({ gates: [{ ...gate, isGreen: false }] })).toEqual([
    'no',
    '- The gate build said of next-20260114, which has it: failed.',
  ])
  expect(told({ gates: [{ ...gate, isGreen: false, brokenBy: [treeName('usb')] }] })).toEqual([
    'yes',
    'The gate build said of next-20260114, which has it: failed, by usb and not by it.',
  ])
  expect(told({ gates: [{ ...gate, outcome: 'flaky', isGreen: undefined }] })[0]).toBe('yes')
  expect(told({ gates: [{ ...gate, outcome: 'passed', isGreen: true }] })).toEqual(['yes'])
})

test('neighbours are good to know of; an empty branch, or another one than was asked for, is not pulled', () => {
  const usb = treeName('usb')
  expect(
    told({ waiting: [{ tree: usb, paths: ['a.c'], isSettled: false }], shared: [{ tree: usb, commits: 2 }] }),
  ).toEqual(['yes', 'It conflicts with what waits in usb.', 'It brings 2 commits of the usb tree along.'])
  expect(told({ commits: [], asked: testOid(7) })).toEqual([
    'no',
    '- It has nothing that is not upstream.',
    '- The branch is at 000000000000, and the request is for 000000000000.',
  ])
})

test('days are counted in stretches', () => {
  const commits = [commit(1, 0), commit(2, 3), commit(3, 28), commit(4, 27), commit(5, 0, 'never')]
  expect(daysHistogram(commits).map(({ label, commits: amount }) => `${label}: ${amount}`)).toEqual([
    '4 weeks and more: 1',
    '2 to 4 weeks: 1',
    '1 to 2 weeks: 0',
    '2 to 6 days: 1',
    'up to a day: 1',
    'never: 1',
  ])
})
