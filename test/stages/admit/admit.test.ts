import { describe, expect, test } from 'vitest'
import type { GateName } from '../../../src/base/model/gate.ts'
import type { VerdictKey } from '../../../src/base/model/verdict.ts'
import type { Decision, DecisionId, GiveUp, Verb } from '../../../src/base/model/decision.ts'
import type { FindingId } from '../../../src/base/model/finding.ts'
import type { Instant } from '../../../src/base/model/instant.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import type { Split } from '../../../src/base/model/split.ts'
import type { TipOutcome } from '../../../src/base/model/tip.ts'
import {
  admit,
  type AdmissionFacts,
  PAST_DAYS_MAX,
  PAST_VERSIONS_MAX,
  type PastVersion,
} from '../../../src/stages/admit/admit.ts'
import { commitNamed, dayOf, INTEGRATOR, releaseNamed } from '../../world/release.ts'
import { testTree, treeName } from '../../world/roster.ts'

const NOW = dayOf('2026-03-15')
const TIP = commitNamed('tip')
const NET = treeName('net')

/** What net had in a release, so many days ago. */
function past(words: string, daysAgo: number): PastVersion {
  const at: Instant = { ...NOW, epochSeconds: NOW.epochSeconds - daysAgo * 86_400 }
  const day = new Date(at.epochSeconds * 1000).toISOString().slice(0, 10).replaceAll('-', '')
  return { release: releaseNamed(`next-${day}`), at, commit: commitNamed(words) }
}

function decision(id: string, verb: Verb): Decision {
  return { ...verb, id: id as DecisionId, who: INTEGRATOR, when: NOW, why: 'the test says so' }
}

function admitted(tip: TipOutcome | undefined, more: Partial<AdmissionFacts> = {}) {
  const facts = {
    trees: [testTree('net')],
    decisions: [],
    past: new Map(),
    kept: new Map(),
    holds: new Map(),
    splits: new Map(),
    now: NOW,
    ...more,
  }
  const [admission] = admit({ ...facts, tips: new Map(tip === undefined ? [] : [[NET, { tree: NET, ...tip }]]) })
  return { versions: admission?.versions.map(({ commit }) => commit), reason: admission?.reason }
}

const SINCE = { epochSeconds: 0, zoneMinutes: 0 }
const LAST_GOOD = { commit: TIP, since: SINCE }

test.each<[string, TipOutcome, string]>([
  ['moved', { state: 'moved', commit: TIP, previous: undefined }, 'as-fetched'],
  ['same', { state: 'same', commit: TIP }, 'as-fetched'],
  ['rewound', { state: 'rewound', commit: TIP, previous: commitNamed('old'), lost: 3 }, 'as-fetched'],
  ['empty', { state: 'empty', commit: TIP }, 'as-fetched'],
  ['gone', { state: 'gone', ...LAST_GOOD }, 'last-good'],
  ['unreachable', { state: 'unreachable', ...LAST_GOOD, why: 'no answer' }, 'last-good'],
  ['refused', { state: 'refused', ...LAST_GOOD, why: 'too large' }, 'last-good'],
])('a tip that is %s is tried first', (_, tip, kind) => {
  const earlier = past('earlier', 1)
  expect(admitted(tip, { past: new Map([[NET, [earlier]]]) })).toEqual({
    versions: [TIP, earlier.commit],
    reason: { kind },
  })
})

test.each<[string, TipOutcome | undefined]>([
  ['was never asked for', undefined],
  ['never answered', { state: 'unreachable', commit: undefined, since: SINCE, why: 'no answer' }],
  ['was always refused', { state: 'refused', commit: undefined, since: SINCE, why: 'too large' }],
])('nothing goes in of a tree that %s', (_, tip) => {
  expect(admitted(tip, { past: new Map([[NET, [past('of another tree of that name', 1)]]]) })).toEqual({
    versions: [],
    reason: { kind: 'nothing-yet' },
  })
})

test('after the tip come distinct earlier versions, newest first, neither too many nor too old', () => {
  const many = Array.from({ length: 15 }, (_, at) => past(`version ${at}`, at + 1))
  const tip: TipOutcome = { state: 'same', commit: TIP }
  const { versions } = admitted(tip, { past: new Map([[NET, many]]) })
  expect(versions).toEqual([TIP, ...many.slice(0, PAST_VERSIONS_MAX).map(({ commit }) => commit)])
  const edge = [past('tip', 1), past('a', 2), past('a', 3), past('b', PAST_DAYS_MAX), past('c', PAST_DAYS_MAX + 1)]
  expect(admitted(tip, { past: new Map([[NET, edge]]) }).versions).toEqual([TIP, commitNamed('a'), commitNamed('b')])
})

test('a decision goes before what was fetched, and the last one counts', () => {
  const tip: TipOutcome = { state: 'same', commit: TIP }
  const hold = decision('hold', { verb: 'hold', tree: NET })
  const drop = decision('drop', { verb: 'drop', tree: NET })
  const keep = decision('keep', { verb: 'keep', tree: NET, at: releaseNamed('next-20200101') })
  const kept = new Map<DecisionId, CommitOid>([[keep.id, commitNamed('kept')]])
  const by = (...decisions: Decision[]) => admitted(tip, { decisions, kept })
  expect(by(hold)).toEqual({ versions: [], reason: { kind: 'held', decision: hold.id } })
  expect(by(hold, drop)).toEqual({ versions: [], reason: { kind: 'dropped', decision: drop.id } })
  expect(by(drop, keep)).toEqual({
    versions: [commitNamed('kept')],
    reason: { kind: 'kept', decision: keep.id, release: 'next-20200101' },
  })
  // The release is gone from the record: then nothing stands for the decision.
  expect(admitted(tip, { decisions: [keep] }).versions).toEqual([])
  expect(by(decision('other', { verb: 'hold', tree: treeName('usb') })).versions).toEqual([TIP])
})

test('what was accepted of a tree leaves a decision about the whole of it in force', () => {
  const accepted = { verb: 'accept', tree: NET, rule: 'ownership', finding: 'f' as FindingId } as const
  const decisions = [decision('d1', { verb: 'hold', tree: NET }), decision('d2', accepted)]
  expect(admitted({ state: 'same', commit: TIP }, { decisions }).reason).toEqual({ kind: 'held', decision: 'd1' })
})

test('a tree that a rule holds stays out, and a decision about it goes before', () => {
  const hold = { rule: 'ownership', finding: 'f' as FindingId, what: 'It trespasses.', of: NET } as const
  const holds = new Map([[NET, hold]])
  const tip = { state: 'same', commit: TIP } as const
  expect(admitted(tip, { holds })).toEqual({ versions: [], reason: { kind: 'held-by-rule', ...hold } })
  const decisions = [decision('d1', { verb: 'drop', tree: NET })]
  expect(admitted(tip, { holds, decisions }).reason).toEqual({ kind: 'dropped', decision: 'd1' })
})

describe('a tree that was given up for a gate', () => {
  const AT = { state: 'same', commit: TIP } as const
  const earlier = [past('yesterday', 1), past('before', 2)]
  const facts = { past: new Map([[NET, earlier]]) }
  const givenUp = (more: Partial<GiveUp> = {}): Decision => {
    const about = { verb: 'give-up', tree: NET, tip: TIP, with: [], versions: [TIP], reverted: [] } as const
    const gate = { gate: 'build' as GateName, verdict: 'ab' as VerdictKey }
    return decision('1', { ...about, instead: 'previous', ...gate, ...more })
  }

  test('goes in at the newest version that is not red', () => {
    const { versions, reason } = admitted(AT, { ...facts, decisions: [givenUp()] })
    expect(versions).toEqual(earlier.map(({ commit }) => commit))
    expect(reason).toMatchObject({ kind: 'given-up', instead: 'previous', gate: 'build' })
  })

  test('stays out all the same when a rule holds it', () => {
    const hold = { rule: 'ownership', finding: 'f' as FindingId, what: 'It trespasses.', of: NET } as const
    const { versions } = admitted(AT, { ...facts, decisions: [givenUp()], holds: new Map([[NET, hold]]) })
    expect(versions).toEqual([])
  })

  test.each(['hold', 'drop'] as const)('does not go in at all by %s', (instead) => {
    expect(admitted(AT, { ...facts, decisions: [givenUp({ instead })] }).versions).toEqual([])
  })

  test('goes in as it is, with commits reverted', () => {
    const reverted = [commitNamed('bad')]
    const decisions = [givenUp({ instead: 'revert', versions: [], reverted })]
    expect(admitted(AT, { ...facts, decisions })).toMatchObject({ versions: [TIP, {}, {}], reason: { reverted } })
  })

  test.each<[string, Partial<AdmissionFacts>, Partial<GiveUp>]>([
    ['it has moved', {}, { tip: commitNamed('old tip') }],
    ['one that it fails with has moved', {}, { with: [{ tree: treeName('usb'), tip: commitNamed('old usb') }] }],
    ['a week has passed', { now: dayOf('2026-03-22') }, {}],
  ])('is tried again as it is when %s', (_, more, verb) => {
    const { reason } = admitted(AT, { ...facts, decisions: [givenUp(verb)], ...more })
    expect(reason).toEqual({ kind: 'as-fetched' })
  })

  test('is a person’s to decide about', () => {
    const decisions = [decision('2', { verb: 'hold', tree: NET }), givenUp()]
    expect(admitted(AT, { ...facts, decisions }).reason).toMatchObject({ kind: 'held' })
  })
})

test('a tree that is split goes in as what was made of it, whole when nothing was to be left out, and not at all when that cannot be', () => {
  const tip: TipOutcome = { state: 'same', commit: TIP }
  const verb = { verb: 'split', tree: NET, topics: ['core'], without: [] } as const
  const decisions = [decision('d1', verb)]
  const having = (split: Split) => admitted(tip, { decisions, splits: new Map([['d1' as DecisionId, split]]) })
  const reason = { kind: 'split', decision: 'd1', topics: ['core'] }
  expect(having({ kind: 'apart', commit: commitNamed('apart'), left: [TIP] })).toEqual({
    versions: [commitNamed('apart')],
    reason: { ...reason, left: [TIP] },
  })
  expect(having({ kind: 'whole' })).toEqual({ versions: [TIP], reason: { kind: 'as-fetched' } })
  expect(having({ kind: 'blocked', why: 'no' })).toEqual({
    versions: [],
    reason: { ...reason, left: [], blocked: 'no' },
  })
})
