import { expect, test } from 'vitest'
import type { Decision, DecisionId, GiveUp, Verb } from '../../../src/base/model/decision.ts'
import type { OnFailure } from '../../../src/base/model/gate.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import type { NamedCulprit } from '../../../src/base/model/search-report.ts'
import type { ResolutionId } from '../../../src/base/model/settling.ts'
import type { VerdictKey } from '../../../src/base/model/verdict.ts'
import { type GiveUpFacts, giveUps, policyFor } from '../../../src/stages/gate/give-up.ts'
import { testGate } from '../../world/gates.ts'
import { commitNamed, dayOf, INTEGRATOR } from '../../world/release.ts'
import { testTree, treeName } from '../../world/roster.ts'

const [NET, NEXT] = [treeName('net'), treeName('net-next')]
const [TIP, BAD, OLDER] = [commitNamed('tip'), commitNamed('bad'), commitNamed('older')]
const RED = 'ab'.repeat(20) as VerdictKey
const AUTHOR = { name: 'Net Maintainer', email: 'net@example.org' }

function culprit(more: Partial<NamedCulprit> = {}): NamedCulprit {
  return {
    trees: [NET],
    removed: [NET],
    suspects: [NET],
    isConfirmed: true,
    commit: { tree: NET, commit: BAD, subject: 'net: break it', author: AUTHOR, committer: AUTHOR },
    with: undefined,
    merge: undefined,
    verdict: RED,
    error: undefined,
    ...more,
  }
}

function facts(policy: OnFailure, more: Partial<GiveUpFacts> = {}): GiveUpFacts {
  return {
    gate: testGate('make', { onFailure: policy }),
    trees: [testTree('net'), testTree('net-next')],
    standing: new Map([
      [NET, { tip: TIP, blamed: [TIP] }],
      [NEXT, { tip: OLDER, blamed: [OLDER, BAD] }],
    ]),
    decisions: [],
    inForce: [],
    ...more,
  }
}

function decision(verb: Verb): Decision {
  return { ...verb, id: JSON.stringify(verb) as DecisionId, who: INTEGRATOR, when: dayOf('2026-03-15'), why: '' }
}

function undone(fixedBy?: ResolutionId): Decision {
  const { id } = decision(givenUp())
  return decision({ verb: 'undo', decision: id, ...(fixedBy && { fixedBy }) })
}

/** What is on record already, and in force. */
function after(...verbs: Verb[]): Partial<GiveUpFacts> {
  const decisions = verbs.map(decision)
  return { decisions, inForce: decisions }
}

function givenUp(more: Partial<GiveUp> = {}): GiveUp {
  const { gate } = facts('hold')
  const nothing = { with: [], versions: [], reverted: [] as readonly CommitOid[], gate: gate.name, verdict: RED }
  return { verb: 'give-up', tree: NET, tip: TIP, instead: 'hold', ...nothing, ...more }
}

test.each<[OnFailure, Partial<GiveUp>]>([
  ['previous', { instead: 'previous', versions: [TIP] }],
  ['hold', { instead: 'hold', versions: [TIP] }],
  ['drop', { instead: 'drop', versions: [TIP] }],
  ['revert', { instead: 'revert', reverted: [BAD] }],
])('by the policy %s', (policy, expected) => {
  expect(giveUps(facts(policy), culprit())).toEqual([givenUp(expected)])
})

test('to report is to leave the tree in, and so is not to be sure', () => {
  expect(giveUps(facts('report'), culprit())).toEqual([])
  expect(giveUps(facts('hold'), culprit({ isConfirmed: false }))).toEqual([])
})

test('the trees that hold the commits go with it, at none of their versions that do', () => {
  expect(giveUps(facts('previous'), culprit({ removed: [NET, NEXT] }))).toEqual([
    givenUp({ instead: 'previous', versions: [TIP] }),
    givenUp({ tree: NEXT, tip: OLDER, instead: 'previous', versions: [OLDER, BAD] }),
  ])
})

test('a revert that did not help is followed by the previous version, and so is a fault without a commit', () => {
  const before = after(givenUp({ instead: 'revert', reverted: [BAD] }))
  const previous = givenUp({ instead: 'previous', versions: [TIP] })
  expect(giveUps(facts('revert', before), culprit())).toEqual([previous])
  expect(giveUps(facts('revert'), culprit({ commit: undefined }))).toEqual([previous])
})

test('another commit of the tree is reverted beside the first', () => {
  const before = after(givenUp({ instead: 'revert', reverted: [OLDER] }))
  expect(giveUps(facts('revert', before), culprit())).toEqual([givenUp({ instead: 'revert', reverted: [BAD, OLDER] })])
})

test('an earlier version that is red as well is added to those that do not go in', () => {
  const before = after(givenUp({ instead: 'previous', versions: [TIP] }))
  const standing = new Map([[NET, { tip: TIP, blamed: [OLDER] }]])
  expect(giveUps(facts('previous', { ...before, standing }), culprit())).toEqual([
    givenUp({ instead: 'previous', versions: [TIP, OLDER] }),
  ])
})

test('what was given up at another tip counts no more', () => {
  const before = after(givenUp({ tip: OLDER, instead: 'revert', reverted: [BAD] }))
  expect(giveUps(facts('revert', before), culprit())).toEqual([givenUp({ instead: 'revert', reverted: [BAD] })])
})

test.each<[string, Partial<GiveUpFacts>]>([
  ['has decided about the tree', after({ verb: 'keep', tree: NET, at: 'next-20260314' as never })],
  ['has taken the same decision back', { decisions: [decision(givenUp()), undone()], inForce: [] }],
])('nothing is done where a person %s', (_, more) => {
  expect(giveUps(facts('hold', more), culprit())).toEqual([])
  expect(giveUps(facts('revert', more), culprit())).toEqual([])
})

test('the tree’s own word for gates of that kind comes before the gate’s', () => {
  const gate = testGate('make', { onFailure: 'hold' })
  expect(policyFor(gate, testTree('net'))).toBe('hold')
  expect(policyFor(gate, { ...testTree('net'), onFailure: { build: 'report' } })).toBe('report')
  expect(policyFor(gate, { ...testTree('net'), onFailure: { test: 'report' } })).toBe('hold')
})

test('a merge fix that does not help leaves the tree to policy', () => {
  const more = { decisions: [decision(givenUp()), undone('ab12' as ResolutionId)], inForce: [] }
  expect(giveUps(facts('hold', more), culprit())).toEqual([givenUp({ versions: [TIP] })])
})

test('of what fails only with others, those are named as they are', () => {
  const pair = culprit({ trees: [NEXT, NET] })
  expect(giveUps(facts('hold'), pair)).toEqual([givenUp({ versions: [TIP], with: [{ tree: NEXT, tip: OLDER }] })])
})
