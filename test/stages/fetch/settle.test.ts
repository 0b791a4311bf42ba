import { expect, test } from 'vitest'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import type { TipOutcome } from '../../../src/base/model/tip.ts'
import { type Answer, settle, type TipFacts } from '../../../src/stages/fetch/settle.ts'

const OLD = 'a'.repeat(40) as CommitOid
const NEW = 'b'.repeat(40) as CommitOid
const YESTERDAY = { epochSeconds: 1_767_225_600, zoneMinutes: 0 }
const TODAY = { epochSeconds: 1_767_312_000, zoneMinutes: 0 }
const HERE: Answer = { kind: 'here', commit: NEW }
const PLAIN: TipFacts = { lost: 0, inUpstream: false }

function settled(answer: Answer, more: { had?: CommitOid; previous?: TipOutcome; facts?: TipFacts } = {}): TipOutcome {
  return settle({ answer, had: more.had, previous: more.previous }, more.facts ?? PLAIN, TODAY)
}

test('a tip that is here', () => {
  expect(settled(HERE)).toEqual({ state: 'moved', commit: NEW, previous: undefined })
  expect(settled(HERE, { had: OLD })).toEqual({ state: 'moved', commit: NEW, previous: OLD })
  expect(settled(HERE, { previous: { state: 'same', commit: NEW } })).toEqual({ state: 'same', commit: NEW })
  // The first fetch of all was killed when it had moved the ref, and has told nobody.
  expect(settled(HERE, { had: NEW })).toEqual({ state: 'moved', commit: NEW, previous: undefined })
  const facts = { lost: 3, inUpstream: false }
  expect(settled(HERE, { had: OLD, facts })).toEqual({ state: 'rewound', commit: NEW, previous: OLD, lost: 3 })
})

test('nothing beyond upstream is empty, whatever else it is', () => {
  const facts = { lost: 0, inUpstream: true }
  expect(settled(HERE, { facts })).toEqual({ state: 'empty', commit: NEW })
  expect(settled(HERE, { had: NEW, facts })).toEqual({ state: 'empty', commit: NEW })
})

test('what was told last counts, not where the ref stands', () => {
  const previous: TipOutcome = { state: 'same', commit: OLD }
  expect(settled(HERE, { had: NEW, previous })).toEqual({ state: 'moved', commit: NEW, previous: OLD })
})

test('a tip that is kept says since when, through changes of the reason', () => {
  expect(settled({ kind: 'gone' }, { had: OLD })).toEqual({ state: 'gone', commit: OLD, since: TODAY })
  const previous: TipOutcome = { state: 'gone', commit: OLD, since: YESTERDAY }
  expect(settled({ kind: 'unreachable', why: 'no route' }, { had: OLD, previous })).toEqual({
    state: 'unreachable',
    commit: OLD,
    since: YESTERDAY,
    why: 'no route',
  })
  expect(settled({ kind: 'refused', why: 'bad' })).toEqual({
    state: 'refused',
    commit: undefined,
    since: TODAY,
    why: 'bad',
  })
})
