import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Candidate, candidateName } from '../../../../src/stages/gate/search/candidate.ts'
import { knownIn } from '../../../../src/stages/gate/search/next-probes.ts'
import type { Answer } from '../../../../src/stages/gate/search/first-red.ts'
import { search, type SearchQuestion } from '../../../../src/stages/gate/search/search.ts'

/** Sets of trees each of which is red whenever all of it is there. */
type Faults = readonly Candidate[]

function gate(faults: Faults): (candidate: Candidate) => Answer {
  return (candidate) => {
    const held = new Set(candidate)
    return faults.some((fault) => fault.every((place) => held.has(place))) ? 'red' : 'green'
  }
}

interface Ended {
  readonly end: Exclude<ReturnType<typeof search>, { kind: 'asks' }>
  readonly probes: number
}

/** Searches with one worker. */
function searchOut(question: SearchQuestion, answer: (candidate: Candidate) => Answer): Ended {
  const known = new Map<string, Answer>()
  for (;;) {
    const step = search(question, knownIn(known))
    if (step.kind !== 'asks') return { end: step, probes: known.size }
    known.set(candidateName(step.probe), answer(step.probe))
  }
}

const itself = (place: number): readonly number[] => [place]

function budget(trees: number, culprits: number): number {
  return culprits * (Math.ceil(Math.log2(trees + 1)) + 2)
}

test('one tree of 404 is found and confirmed in eleven probes', () => {
  const { end, probes } = searchOut({ trees: 404, holders: itself }, gate([[217]]))
  expect(end).toMatchObject({
    kind: 'found',
    culprits: [{ set: [217], removed: [217], confirmed: true }],
    restIs: 'green',
  })
  expect(probes).toBeLessThanOrEqual(budget(404, 1))
})

test('two trees that break only together are both named, and the last of them is what is taken out', () => {
  const { end, probes } = searchOut({ trees: 404, holders: itself }, gate([[30, 217]]))
  expect(end).toMatchObject({ culprits: [{ set: [30, 217], removed: [217], confirmed: true }], restIs: 'green' })
  expect(probes).toBeLessThanOrEqual(budget(404, 2))
})

test('upstream that is red by itself is nobody’s fault', () => {
  expect(searchOut({ trees: 404, holders: itself }, gate([[]])).end).toEqual({ kind: 'upstream' })
  expect(searchOut({ trees: 0, holders: itself }, gate([[]])).end).toEqual({ kind: 'upstream' })
})

test('a tree goes with the trees that hold its commits', () => {
  const holders = (place: number): readonly number[] => (place === 5 ? [3, 5] : [place])
  const { end } = searchOut({ trees: 9, holders }, gate([[5]]))
  expect(end).toMatchObject({ culprits: [{ set: [5], removed: [3, 5], confirmed: true }], rest: [0, 1, 2, 4, 6, 7, 8] })
})

test('what cannot be put together is passed over, and what cannot be confirmed is said to be unconfirmed', () => {
  const red = gate([[20]])
  const silent = (...names: string[]): Ended =>
    searchOut({ trees: 40, holders: itself }, (candidate) =>
      names.includes(candidateName(candidate)) ? 'silent' : red(candidate),
    )
  expect(silent('0-18', '0-19', '0-17').end).toMatchObject({ culprits: [{ set: [20], confirmed: true }] })
  expect(silent('0-19,21-39').end).toMatchObject({ culprits: [{ set: [20], confirmed: false }], restIs: 'silent' })
})

/** Culprits that share no tree, singles and pairs, among so many trees. */
const worlds = fc
  .record({
    trees: fc.integer({ min: 1, max: 404 }),
    order: fc.uniqueArray(fc.nat(403), { minLength: 1, maxLength: 8 }),
    pairs: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
  })
  .map(({ trees, order, pairs }) => {
    const places = [...new Set(order.map((place) => place % trees))]
    const faults: number[][] = []
    for (let at = 0; at < places.length; ) {
      const size = pairs[at] === true && at + 1 < places.length ? 2 : 1
      faults.push(places.slice(at, at + size).sort((one, other) => one - other))
      at += size
    }
    return { trees, faults }
  })

test('every culprit is found, within the budget, a pair counting as two', () => {
  fc.assert(
    fc.property(worlds, ({ trees, faults }) => {
      const { end, probes } = searchOut({ trees, holders: itself }, gate(faults))
      if (end.kind !== 'found') throw new Error('nothing was found')
      expect(end.restIs).toBe('green')
      const found = end.culprits.map(({ set }) => candidateName(set)).sort()
      expect(found).toEqual(faults.map(candidateName).sort())
      expect(end.culprits.every(({ confirmed }) => confirmed)).toBe(true)
      expect(probes).toBeLessThanOrEqual(budget(trees, faults.flat().length))
    }),
    { numRuns: 2000 },
  )
})

test('with silence anywhere, and trees that go together, nobody innocent is ever confirmed', () => {
  const silences = fc.record({ seed: fc.integer(), share: fc.double({ min: 0, max: 0.9, noNaN: true }) })
  const together = fc.array(fc.tuple(fc.nat(403), fc.nat(403)), { maxLength: 20 })
  let confirmed = 0
  fc.assert(
    fc.property(worlds, silences, together, ({ trees, faults }, { seed, share }, pairs) => {
      const red = gate(faults)
      const holders = (place: number): readonly number[] => {
        const others = pairs.flatMap(([one, other]) => (one % trees === place ? [other % trees] : []))
        return [...new Set([place, ...others])].sort((one, other) => one - other)
      }
      const { end } = searchOut({ trees, holders }, (candidate) =>
        chance(seed, candidateName(candidate)) < share ? 'silent' : red(candidate),
      )
      if (end.kind !== 'found') throw new Error('nothing was found')
      const sure = end.culprits.filter((culprit) => culprit.confirmed)
      confirmed += sure.length
      expect(sure.filter(({ set }) => !faults.some((fault) => set.every((place) => fault.includes(place))))).toEqual([])
    }),
    { numRuns: 800 },
  )
  expect(confirmed).toBeGreaterThan(300)
})

/** The same for the same words, between 0 and 1. */
function chance(seed: number, words: string): number {
  let hash = seed | 0
  for (const letter of words) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193)
  return ((hash ^ (hash >>> 15)) >>> 0) / 2 ** 32
}
