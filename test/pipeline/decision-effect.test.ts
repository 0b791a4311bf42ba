import { expect, test } from 'vitest'
import type { Decision, Verb } from '../../src/base/model/decision.ts'
import type { FindingId } from '../../src/base/model/finding.ts'
import type { TreeName } from '../../src/base/model/names.ts'
import type { AdmissionReason } from '../../src/base/model/admission.ts'
import { makeDecision } from '../../src/memory/record/decisions.ts'
import { type EffectGround, whyIdle } from '../../src/pipeline/decision-effect.ts'
import { testOid } from '../world/facts.ts'
import { dayOf, INTEGRATOR } from '../world/release.ts'

const RSEQ = 'rseq' as TreeName
const X86 = 'x86' as TreeName

function decided(verb: Verb, day = '2026-01-14'): Decision {
  return makeDecision(verb, { who: INTEGRATOR, when: dayOf(day), why: 'so' })
}

const SPLIT = decided({
  verb: 'split',
  tree: RSEQ,
  topics: ['a'],
  without: [{ commit: testOid(1), patchId: undefined }],
})

function idle(decision: Decision, more: Partial<EffectGround> = {}): string | undefined {
  const ground = { trees: new Set([RSEQ, X86]), decisions: [decision], last: undefined, standing: undefined }
  return whyIdle(decision, { ...ground, stillBrought: new Map(), ...more })
}

function wentIn(reason: AdmissionReason, ...knew: readonly Decision[]): Partial<EffectGround> {
  return { last: { knew: new Set(knew.map(({ id }) => id)), planned: new Map([[RSEQ, { reason }]]) } }
}

test('a decision that does what it says has nothing to explain', () => {
  expect(idle(SPLIT)).toBeUndefined()
  expect(idle(decided({ verb: 'hold', tree: RSEQ }))).toBeUndefined()
  expect(
    idle(SPLIT, wentIn({ kind: 'split', decision: SPLIT.id, topics: ['a'], left: [testOid(1)] }, SPLIT)),
  ).toBeUndefined()
})

test('a tree that is gone from the roster has nothing decided about it', () => {
  expect(idle(SPLIT, { trees: new Set([X86]) })).toBe('the rseq tree is not in the roster')
  const handed = decided({ verb: 'hand-over', tree: RSEQ, to: X86, topics: ['a'], commits: [] })
  expect(idle(handed, { trees: new Set([RSEQ]) })).toBe('the x86 tree is not in the roster')
})

test('the last decision about a tree replaces those before; splits add up', () => {
  const hold = decided({ verb: 'hold', tree: RSEQ }, '2026-01-15')
  const other = decided({ verb: 'hold', tree: X86 }, '2026-01-16')
  expect(idle(SPLIT, { decisions: [SPLIT, hold, other] })).toBe(`${hold.id}, decided later, replaces it`)
  const second = decided({ verb: 'split', tree: RSEQ, topics: ['b'], without: [] }, '2026-01-15')
  expect(idle(SPLIT, { decisions: [SPLIT, second] })).toBeUndefined()
})

test('a split of what the tree has no more, or that cannot be done, is told as the last release had it', () => {
  const gone = 'the tree has nothing of it any more'
  expect(idle(SPLIT, wentIn({ kind: 'as-fetched' }, SPLIT))).toBe(gone)
  // That release did not know of it.
  expect(idle(SPLIT, wentIn({ kind: 'as-fetched' }))).toBeUndefined()
  const blocked = { kind: 'split', decision: SPLIT.id, topics: ['a'], left: [], blocked: 'why not' } as const
  expect(idle(SPLIT, wentIn(blocked, SPLIT))).toBe('nothing of the tree went in, for it could not be done: why not')
})

test('a hold is without effect while another tree brings the same, an acceptance when its finding is gone', () => {
  const hold = decided({ verb: 'hold', tree: RSEQ })
  expect(idle(hold, { stillBrought: new Map([[RSEQ, [X86]]]) })).toBe('x86 still brings some of it')
  const accept = decided({ verb: 'accept', tree: RSEQ, rule: 'duplicate', finding: 'abc' as FindingId })
  expect(idle(accept, { standing: new Set() })).toBe('the finding is gone')
  expect(idle(accept)).toBeUndefined()
})
