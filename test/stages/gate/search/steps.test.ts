import fc from 'fast-check'
import { expect, test } from 'vitest'
import { candidateName } from '../../../../src/stages/gate/search/candidate.ts'
import type { Answer } from '../../../../src/stages/gate/search/first-red.ts'
import { searchSteps, type StepSearch } from '../../../../src/stages/gate/search/steps.ts'

/** Asks until it is answered; the whole is red. */
function ask(steps: number, answer: (length: number) => Answer): { readonly end: StepSearch; readonly probes: number } {
  const known = new Map<string, Answer>()
  for (;;) {
    const end = searchSteps(steps, (places) => (places.length === steps ? 'red' : known.get(candidateName(places))))
    if (end.kind !== 'asks') return { end, probes: known.size }
    known.set(candidateName(end.probe), answer(end.probe.length))
  }
}

test('one of a thousand commits is found in ten probes, and one by itself in none', () => {
  const { end, probes } = ask(1000, (length) => (length > 616 ? 'red' : 'green'))
  expect(end).toEqual({ kind: 'found', step: 616 })
  expect(probes).toBeLessThanOrEqual(10)
  expect(ask(1, () => 'silent')).toEqual({ end: { kind: 'found', step: 0 }, probes: 0 })
})

test('whatever says nothing, no other commit than the one to blame is ever named', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.nat(), fc.infiniteStream(fc.boolean()), (steps, place, says) => {
      const bad = place % steps
      const { end } = ask(steps, (length) => (says.next().value ? (length > bad ? 'red' : 'green') : 'silent'))
      expect([{ kind: 'unclear' }, { kind: 'found', step: bad }]).toContainEqual(end)
    }),
  )
})
