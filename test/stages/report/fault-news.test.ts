import { expect, test } from 'vitest'
import type { GateName } from '../../../src/base/model/gate.ts'
import type { GateResult } from '../../../src/base/model/gate-report.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import type { NamedCulprit, SearchOutcome, SearchReport } from '../../../src/base/model/search-report.ts'
import type { VerdictKey, VerdictOutcome } from '../../../src/base/model/verdict.ts'
import type { ToldFault } from '../../../src/memory/record/searches.ts'
import { type FaultFacts, faultId, faultNews } from '../../../src/stages/report/fault-news.ts'
import { commitNamed, dayOf, releaseNamed } from '../../world/release.ts'
import { day14, net, usb } from '../../world/reports.ts'
import { treeName } from '../../world/roster.ts'

const BUILD = 'build' as GateName
const NET = treeName('net')
const AUTHOR = { name: 'Net Maintainer', email: 'net@example.org' }
const RELEASE = releaseNamed('next-20260115')
const RED = 'ab'.repeat(20) as VerdictKey

function culprit(words: string, more: Partial<NamedCulprit> = {}): NamedCulprit {
  const commit = { tree: NET, commit: commitNamed(words), subject: words, author: AUTHOR, committer: AUTHOR }
  const sure = { suspects: [NET], isConfirmed: true, with: undefined, merge: undefined, verdict: RED }
  return { trees: [NET], removed: [NET], commit, error: undefined, ...sure, ...more }
}

const BREAKS = culprit('net: break it')
const found = (...culprits: NamedCulprit[]): SearchOutcome => ({ kind: 'found', culprits, rest: 'green' })

function searched(outcome: SearchOutcome, version: CommitOid): SearchReport {
  const trees = [{ name: NET, version }]
  return { gate: BUILD, release: RELEASE, at: dayOf('2026-01-15'), red: RED, trees, probes: [], outcome }
}

function told(more: Partial<ToldFault> = {}): ToldFault {
  const mail = { release: releaseNamed('next-20260114'), messageId: 'first@example.org', subject: 'red' }
  return { fault: faultId(BUILD, BREAKS), gate: BUILD, ...mail, culprit: BREAKS, version: commitNamed('v1'), ...more }
}

function said(kind: 'passed' | 'flaky' | 'failed'): GateResult {
  const outcome = { kind, exit: 1, failed: 1, runs: 5, error: undefined } as unknown as VerdictOutcome
  const at = dayOf('2026-01-15')
  const verdict = { key: RED, gate: BUILD, outcome, command: 'make', environment: [], log: undefined, tookMs: 1, at }
  return { verdict: { ...verdict, tree: 'a'.repeat(40) as never }, isKnown: false }
}

function news(more: Partial<FaultFacts>): string[] {
  const record = day14([net])
  const facts = { record, results: [], searches: [], open: [], inUpstream: new Set<CommitOid>(), ...more }
  return faultNews(facts).map(({ kind }) => kind)
}

test('whom nobody was told of is new; a suspect is not told of', () => {
  expect(news({ searches: [searched(found(BREAKS), commitNamed('v1'))] })).toEqual(['new'])
  expect(news({ searches: [searched(found({ ...BREAKS, isConfirmed: false }), commitNamed('v1'))] })).toEqual([])
})

test('the same fault is no news while the tree stays, and once when it has moved', () => {
  const open = [told()]
  expect(news({ open, searches: [searched(found(BREAKS), commitNamed('v1'))] })).toEqual([])
  expect(news({ open, searches: [searched(found(BREAKS), commitNamed('v2'))] })).toEqual(['still'])
  const twice = [told({ still: RELEASE })]
  expect(news({ open: twice, searches: [searched(found(BREAKS), commitNamed('v3'))] })).toEqual([])
})

test('a rebased commit is the same fault, and so is the same error; another commit is another', () => {
  const open = [told()]
  const rebased = { ...BREAKS, commit: { ...culprit('again').commit, subject: 'net: break it' } } as NamedCulprit
  expect(news({ open, searches: [searched(found(rebased), commitNamed('v2'))] })).toEqual(['still'])
  const error = { text: 'no such thing', file: undefined, line: undefined }
  const unnamed = { ...BREAKS, commit: undefined, error }
  const openUnnamed = [told({ culprit: unnamed, fault: faultId(BUILD, unnamed) })]
  expect(
    news({ open: openUnnamed, searches: [searched(found(culprit('new', { error })), commitNamed('v2'))] }),
  ).toEqual(['still'])
  expect(news({ open, searches: [searched(found(culprit('net: other')), commitNamed('v2'))] })).toEqual(['new'])
})

test('that upstream has the commit is told once, where upstream is red by itself', () => {
  const searches = [searched({ kind: 'upstream' }, commitNamed('v1'))]
  const inUpstream = new Set([commitNamed('net: break it')])
  expect(news({ open: [told()], searches, inUpstream })).toEqual(['in-upstream'])
  expect(news({ open: [told({ upstream: RELEASE })], searches, inUpstream })).toEqual([])
  expect(news({ open: [told()], searches })).toEqual([])
})

test('it is over when the gate passes with the tree in it', () => {
  const open = [told()]
  expect(news({ open, results: [said('passed')] })).toEqual(['over'])
  expect(news({ open, results: [said('flaky')] })).toEqual([])
  expect(news({ open, results: [said('passed')], record: day14([{ ...net, done: { outcome: 'held' } }]) })).toEqual([])
  expect(news({ open, results: [said('passed')], record: day14([usb]) })).toEqual(['over'])
})
