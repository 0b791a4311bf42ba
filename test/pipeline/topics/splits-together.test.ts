import { expect, test } from 'vitest'
import type { Decision, DecisionId, Verb } from '../../../src/base/model/decision.ts'
import { splitsTogether, standingSplits } from '../../../src/pipeline/topics/splits-together.ts'
import { testOid } from '../../world/facts.ts'
import { dayOf, INTEGRATOR } from '../../world/release.ts'
import { treeName } from '../../world/roster.ts'

const RSEQ = treeName('rseq')

function decided(...verbs: readonly Verb[]): Decision[] {
  return verbs.map((verb, at) => ({
    ...verb,
    id: `d${at}` as DecisionId,
    who: INTEGRATOR,
    when: dayOf('2026-01-14'),
    why: 'the test says so',
  }))
}

function split(topic: string, number: number, to?: string): Verb {
  const without = [{ commit: testOid(number), patchId: undefined }]
  return { verb: 'split', tree: RSEQ, topics: [topic], without, ...(to && { to }) }
}

test('splits of a tree are one, under the last of them', () => {
  const other = { verb: 'hold', tree: treeName('net') } as const
  const together = splitsTogether(decided(split('x86', 1), other, split('cpu_opv', 2, 'v4.16')))
  expect(together).toMatchObject([
    { id: 'd1', verb: 'hold' },
    { id: 'd2', topics: ['x86', 'cpu_opv until v4.16'], without: [{ commit: testOid(1) }, { commit: testOid(2) }] },
  ])
})

test('any other decision about the tree ends those before it', () => {
  const hold = { verb: 'hold', tree: RSEQ } as const
  const decisions = decided(split('x86', 1), hold, split('cpu_opv', 2))
  expect(splitsTogether(decisions)).toMatchObject([{ id: 'd1' }, { id: 'd2', topics: ['cpu_opv'] }])
  expect(standingSplits(decided(split('x86', 1), hold)).size).toBe(0)
  expect(splitsTogether(decided(split('x86', 1), hold))).toMatchObject([{ id: 'd1', verb: 'hold' }])
})
