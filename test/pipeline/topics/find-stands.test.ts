import fc from 'fast-check'
import { expect, test } from 'vitest'
import { findStands, type FoundNeed, type Stands } from '../../../src/pipeline/topics/find-stands.ts'
import { type Candidate, candidateName } from '../../../src/stages/gate/search/candidate.ts'
import type { Answer } from '../../../src/stages/gate/search/first-red.ts'

type Gate = (held: Candidate) => Answer

/** Asks one question after the other, as whoever has a gate does, and counts them. */
function askedOut(
  needs: readonly (readonly number[])[],
  gate: Gate,
): { readonly found: Stands; readonly probes: number } {
  const answers = new Map<string, Answer>()
  for (;;) {
    const found = findStands(needs, (held) => answers.get(candidateName(held)))
    if (found.kind !== 'asks') return { found, probes: answers.size }
    expect(answers.has(candidateName(found.probe))).toBe(false)
    answers.set(candidateName(found.probe), gate(found.probe))
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
    return fc.record({ needs: earlier, calls: fc.array(places, { minLength: count, maxLength: count }) })
  })
  fc.assert(
    fc.property(topics, ({ needs, calls }) => {
      const gate = calling(calls)
      const { found } = askedOut(needs, gate)
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
