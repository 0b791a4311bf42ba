import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Candidate, candidateName } from '../../../../src/stages/gate/search/candidate.ts'
import { knownIn, lackedBy, nextProbes } from '../../../../src/stages/gate/search/next-probes.ts'
import type { Answer } from '../../../../src/stages/gate/search/first-red.ts'
import { search, type SearchQuestion } from '../../../../src/stages/gate/search/search.ts'

const TREES = 404

const question: SearchQuestion = { trees: TREES, holders: (place) => [place] }

function red(faults: readonly Candidate[], candidate: Candidate): Answer {
  const held = new Set(candidate)
  return faults.some((fault) => fault.every((place) => held.has(place))) ? 'red' : 'green'
}

/** Rounds in which so many workers probe at the same time, until the search is at its end. */
function rounds(faults: readonly Candidate[], workers: number): { rounds: number; probes: number; end: unknown } {
  const known = new Map<string, Answer>()
  for (let count = 0; ; count += 1) {
    const step = search(question, knownIn(known))
    if (step.kind !== 'asks') return { rounds: count, probes: known.size, end: step }
    const probes = nextProbes(lackedBy(question), known, new Set(), workers)
    expect(probes.length).toBeGreaterThan(0)
    expect(probes.length).toBeLessThanOrEqual(workers)
    for (const probe of probes) known.set(candidateName(probe), red(faults, probe))
  }
}

test('with more workers there are fewer rounds, and the same is found', () => {
  const faults = fc.uniqueArray(fc.nat(TREES - 1), { minLength: 1, maxLength: 4 })
  fc.assert(
    fc.property(faults, fc.constantFrom(3, 4, 7, 16), (places, workers) => {
      const sets = places.map((place) => [place])
      const alone = rounds(sets, 1)
      const many = rounds(sets, workers)
      expect(many.end).toEqual(alone.end)
      expect(many.rounds).toBeLessThanOrEqual(Math.ceil(alone.rounds / Math.floor(Math.log2(workers + 1))))
    }),
    { numRuns: 60 },
  )
})

test('what is being probed already is not asked for again', () => {
  const known = new Map<string, Answer>()
  const [first = []] = nextProbes(lackedBy(question), known, new Set(), 1)
  const [second = []] = nextProbes(lackedBy(question), known, new Set([candidateName(first)]), 1)
  expect(candidateName(second)).not.toBe(candidateName(first))
  expect(nextProbes(lackedBy(question), known, new Set(), 3).map(candidateName)).toContain(candidateName(second))
})
