import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findStands, type FoundNeed, nextAsked, type Stands } from '../../../src/pipeline/topics/find-stands.ts'
import { type Candidate, candidateName } from '../../../src/stages/gate/search/candidate.ts'
import type { Answer } from '../../../src/stages/gate/search/first-red.ts'
import { knownIn } from '../../../src/stages/gate/search/next-probes.ts'

type Gate = (held: Candidate) => Answer

/** Asks as many questions at a time as there are workers, and counts them. */
function askedOut(
  needs: readonly (readonly number[])[],
  gate: Gate,
  workers = 1,
): { readonly found: Stands; readonly probes: number; readonly rounds: number } {
  const answers = new Map<string, Answer>()
  for (let rounds = 0; ; rounds += 1) {
    const found = findStands(needs, knownIn(answers))
    if (found.kind !== 'asks') return { found, probes: answers.size, rounds }
    const next = nextAsked(needs, answers, new Set(), workers)
    expect(next.length).toBeGreaterThan(0)
    expect(next.length).toBeLessThanOrEqual(workers)
    expect(next.map(candidateName)).toContain(candidateName(found.probes[0] ?? []))
    for (const held of next) {
      expect(answers.has(candidateName(held))).toBe(false)
      answers.set(candidateName(held), gate(held))
    }
  }
}

/** Red where a topic is there without one that it calls. */
function calling(calls: readonly (readonly number[])[]): Gate {
  return (held) => {
    const broken = held.some((place) => calls[place]?.some((called) => !held.includes(called)))
    return broken ? 'red' : 'green'
  }
}

function needed(found: Stands): (readonly number[] | string)[] {
  if (found.kind !== 'found') return [found.kind]
  return found.stands.map((stand) => (stand.kind === 'needs' ? stand.needs.map(({ on }) => on) : stand.kind))
}

test('what passes by itself stands alone, and takes one question a topic', () => {
  const { found, probes } = askedOut([[], [0], []], () => 'green')
  expect(needed(found)).toEqual(['alone', 'alone', 'alone'])
  expect(probes).toBe(5)
})

test('a topic that calls what another brings does not stand without it, though it applies', () => {
  const { found } = askedOut([[], [], []], calling([[], [], [0]]))
  expect(needed(found)).toEqual(['alone', 'alone', [0]])
  expect(found).toMatchObject({ stands: [{}, {}, { needs: [{ on: 0, red: [2], green: [0, 2] }] }] })
})

test('what it needs to apply is there from the beginning, and is no news', () => {
  expect(needed(askedOut([[], [0], [1]], calling([[], [], [0]])).found)).toEqual(['alone', 'alone', 'alone'])
})

test('of twenty topics, two that a third needs are found by halving', () => {
  const calls = Array.from({ length: 20 }, (_, place) => (place === 12 ? [3, 17] : []))
  const { found, probes } = askedOut(
    calls.map(() => []),
    calling(calls),
  )
  expect(needed(found)[12]).toEqual([17, 3])
  expect(probes).toBeLessThanOrEqual(2 + 20 + 2 * 6)
})

test('with more workers the same is found in fewer rounds, and nothing is built in vain before it is known to fit', () => {
  const calls = Array.from({ length: 20 }, (_, place) => (place === 12 ? [3, 17] : []))
  const alone = askedOut(
    calls.map(() => []),
    calling(calls),
  )
  for (const workers of [2, 3, 8, 16]) {
    const many = askedOut(
      calls.map(() => []),
      calling(calls),
      workers,
    )
    expect(many.found).toEqual(alone.found)
    expect(many.rounds).toBeLessThan(alone.rounds / Math.min(workers / 1.5, 4))
    // Looking ahead costs what would have rested, and no more.
    expect(many.probes).toBeLessThanOrEqual(many.rounds * workers)
  }
  expect(askedOut([[], [], []], () => 'red', 16).probes).toBe(2)
})

test('what is being asked already is not asked for again', () => {
  const fit = new Map<string, Answer>([
    ['0-2', 'green'],
    ['upstream', 'green'],
  ])
  expect(nextAsked([[], [], []], new Map(), new Set(['0-2']), 4)).toEqual([[]])
  expect(nextAsked([[], [], []], fit, new Set(['1']), 2)).toEqual([[0], [2]])
})

test('nothing follows where it is red with all of them, or without any', () => {
  expect(askedOut([[]], () => 'red').found).toEqual({ kind: 'unfit', at: 'all', said: 'red' })
  const nobodyDoesWithout: Gate = (held) => (held.length === 0 ? 'red' : 'green')
  expect(askedOut([[]], nobodyDoesWithout).found).toEqual({ kind: 'unfit', at: 'none', said: 'red' })
})

test('a gate that says nothing of a topic leaves that one unclear, and no other', () => {
  const shy: Gate = (held) => (candidateName(held) === '1' ? 'silent' : 'green')
  expect(askedOut([[], []], shy).found).toMatchObject({ stands: [{ kind: 'alone' }, { kind: 'unclear', silent: [1] }] })
})

test('whatever calls whatever, what is found is enough, and each of it was seen to be lacking', () => {
  const topics = fc.integer({ min: 1, max: 7 }).chain((count) => {
    const places = fc.uniqueArray(fc.integer({ min: 0, max: count - 1 }), { maxLength: 3 })
    const earlier = fc.tuple(
      ...Array.from({ length: count }, (_, place) => places.map((all) => all.filter((at) => at < place))),
    )
    const calls = fc.array(places, { minLength: count, maxLength: count })
    return fc.record({ needs: earlier, calls, workers: fc.integer({ min: 2, max: 9 }) })
  })
  fc.assert(
    fc.property(topics, ({ needs, calls, workers }) => {
      const gate = calling(calls)
      const { found } = askedOut(needs, gate)
      expect(askedOut(needs, gate, workers).found).toEqual(found)
      if (found.kind !== 'found') throw new Error(found.kind)
      const wrong = found.stands.filter((stand, place) => {
        if (stand.kind === 'alone') return gate(stand.green) !== 'green'
        if (stand.kind !== 'needs') return true
        const isSeen = ({ on, red, green }: FoundNeed): boolean =>
          gate(red) === 'red' &&
          gate(green) === 'green' &&
          red.includes(place) &&
          !red.includes(on) &&
          green.includes(on)
        return stand.needs.length === 0 || !stand.needs.every(isSeen)
      })
      expect(wrong).toEqual([])
    }),
  )
})
