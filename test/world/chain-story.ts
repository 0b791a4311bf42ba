/** What two people put on record, at random and in whatever order it comes here, and all that can be asked of a shelf about it. */
import * as fc from 'fast-check'
import type { Resolution, Withdrawal } from '../../src/base/model/resolution.ts'
import { marksOf } from '../../src/memory/resolutions/in-force.ts'
import { makeResolution } from '../../src/memory/resolutions/make.ts'
import type { Shelf } from '../../src/memory/resolutions/shelf.ts'
import { anyResolution } from './any-resolution.ts'
import { SOMEBODY } from './resolutions.ts'

/** A withdrawal may be here before what it withdraws. */
export interface Story {
  readonly resolutions: readonly Resolution[]
  readonly withdrawals: readonly Withdrawal[]
  /** Where the story stops for a look. */
  readonly stops: readonly number[]
}

export const story: fc.Arbitrary<Story> = fc
  .record({
    all: fc.uniqueArray(anyResolution, { selector: ({ id }) => id, minLength: 1, maxLength: 8 }),
    links: fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 3 }),
    gone: fc.array(fc.record({ which: fc.nat(7), seconds: fc.integer({ min: 0, max: 6 }), retired: fc.boolean() }), {
      maxLength: 3,
    }),
    stops: fc.array(fc.nat(10), { maxLength: 3 }),
  })
  .map(({ all, links, gone, stops }) => {
    const replaced = links.flatMap(([old, place]) => {
      const [first, second] = [all[old], all[place]]
      if (first === undefined || second === undefined || old === place) return []
      const { id: _, ...body } = second
      return [makeResolution({ ...body, supersedes: first.id })]
    })
    const resolutions = [...new Map([...all, ...replaced].map((one) => [one.id, one])).values()]
    const withdrawals = gone.flatMap(({ which, seconds, retired }): Withdrawal[] => {
      const at = { epochSeconds: seconds, zoneMinutes: 0 }
      const one = resolutions[which]
      const kind = retired ? 'retired' : 'revoked'
      return one === undefined ? [] : [{ resolution: one.id, kind, by: SOMEBODY, at, why: 'no' }]
    })
    return { resolutions, withdrawals, stops }
  })

/** One thing after the other. */
export function stepsOf(
  { resolutions, withdrawals }: Story,
  shuffle: readonly number[],
): ({ readonly resolution: Resolution } | { readonly withdrawal: Withdrawal })[] {
  const steps = [
    ...resolutions.map((resolution) => ({ resolution })),
    ...withdrawals.map((withdrawal) => ({ withdrawal })),
  ]
  return steps
    .map((step, place) => ({ step, order: shuffle[place] ?? 0 }))
    .toSorted((a, b) => a.order - b.order)
    .map(({ step }) => step)
}

/** Everything that can be asked of a shelf about these resolutions, key by key: what goes by the others must not be needed. */
export async function answersOf(shelf: Shelf, resolutions: readonly Resolution[]) {
  const keys = [...new Set(resolutions.flatMap(marksOf).map(({ key }) => key))]
  const found: string[][] = []
  for (const key of keys) {
    const marks = (await shelf.find([key])).get(key) ?? []
    found.push(marks.map(({ resolution, file, hunk }) => `${resolution} ${file} ${hunk}`))
  }
  return { found, fixes: (await shelf.mergeFixes()).map(({ id }) => id) }
}
