import * as fc from 'fast-check'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Resolution, Withdrawal } from '../../../src/base/model/resolution.ts'
import { marksOf } from '../../../src/memory/resolutions/in-force.ts'
import { makeResolution } from '../../../src/memory/resolutions/make.ts'
import { shelfOf } from '../../../src/memory/resolutions/memory-shelf.ts'
import type { Shelf } from '../../../src/memory/resolutions/shelf.ts'
import { openDatabase } from '../../../src/memory/record/sqlite.ts'
import { anyResolution } from '../../world/any-resolution.ts'
import { ResolutionChain } from '../../world/resolution-chain.ts'
import { clashing, Settlers, SOMEBODY } from '../../world/resolutions.ts'

/** All that two people put on record, in whatever order it comes here: a withdrawal may be here before what it withdraws. */
interface Story {
  readonly resolutions: readonly Resolution[]
  readonly withdrawals: readonly Withdrawal[]
  /** Where the story stops for a look. */
  readonly stops: readonly number[]
}

const story: fc.Arbitrary<Story> = fc
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

/** Everything that can be asked of a shelf about these resolutions. */
async function answersOf(shelf: Shelf, resolutions: readonly Resolution[]) {
  const keys = [...new Set(resolutions.flatMap(marksOf).map(({ key }) => key))]
  const found = await shelf.find(keys)
  return {
    found: keys.map((key) =>
      (found.get(key) ?? []).map(({ resolution, file, hunk }) => `${resolution} ${file} ${hunk}`),
    ),
    fixes: (await shelf.mergeFixes()).map(({ id }) => id),
  }
}

test('the index and the memory give the same answers, in the same order, however the chain grew', async () => {
  await using chain = ResolutionChain.create()
  await fc.assert(
    fc.asyncProperty(
      story,
      fc.array(fc.nat(), { minLength: 16, maxLength: 16 }),
      async ({ resolutions, withdrawals, stops }, shuffle) => {
        chain.restart()
        const steps = [
          ...resolutions.map((resolution) => ({ resolution })),
          ...withdrawals.map((withdrawal) => ({ withdrawal })),
        ]
          .map((step, place) => ({ step, order: shuffle[place] ?? 0 }))
          .toSorted((a, b) => a.order - b.order)
          .map(({ step }) => step)
        for (const [place, step] of steps.entries()) {
          if ('resolution' in step) await chain.add([step.resolution], [])
          else await chain.add([], [step.withdrawal])
          if (!stops.includes(place) && place + 1 < steps.length) continue
          const { resolutions: known, withdrawals: gone } = await chain.read()
          using shelf = await chain.openShelf()
          expect(await answersOf(shelf, resolutions)).toEqual(await answersOf(shelfOf(known, gone), resolutions))
        }
      },
    ),
    { numRuns: 25 },
  )
})

const TWO = ['two of net\n', 'two of usb\n'] as const
const FILE = clashing('a.c', ['one\n', TWO])

async function settledOnce(): Promise<ResolutionChain & { readonly settlers: Settlers }> {
  const chain = ResolutionChain.create()
  const settlers = new Settlers()
  await chain.add([settlers.settle(FILE, 'one\ntwo\n')], [])
  ;(await chain.openShelf())[Symbol.dispose]()
  return Object.assign(chain, { settlers })
}

/** What a test does to the file, which another process finds then. */
async function damaged(chain: ResolutionChain, damage: (whole: Buffer) => Buffer | undefined): Promise<void> {
  const { indexPath } = chain
  const other = await openDatabase(indexPath)
  other.exec('PRAGMA wal_checkpoint(TRUNCATE)')
  other.close()
  const left = damage(readFileSync(indexPath))
  for (const suffix of ['', '-wal', '-shm']) rmSync(indexPath + suffix, { force: true })
  if (left !== undefined) writeFileSync(indexPath, left)
}

const PAGE = 4096

test.each<[string, (whole: Buffer) => Buffer | undefined]>([
  ['deleted', () => undefined],
  ['emptied', () => Buffer.alloc(0)],
  ['no database', () => Buffer.from('garbage '.repeat(1000))],
  ['cut short', (whole) => whole.subarray(0, PAGE + 100)],
  [
    'damaged behind its first page',
    (whole) => Buffer.concat([whole.subarray(0, PAGE), Buffer.alloc(whole.length - PAGE, 0xff)]),
  ],
])('a file that is %s is made anew', async (_, damage) => {
  await using chain = await settledOnce()
  const { settlers } = chain
  await damaged(chain, damage)
  using shelf = await chain.openShelf()
  expect(await answersOf(shelf, settlers.resolutions)).toEqual(await answersOf(settlers.shelf, settlers.resolutions))
})

test('damage that shows only when it is asked is mended then', async () => {
  await using chain = await settledOnce()
  const { settlers } = chain
  const other = await openDatabase(chain.indexPath)
  other.exec('DROP TABLE marks; CREATE TABLE marks (x)')
  other.close()
  using shelf = await chain.openShelf()
  expect(await answersOf(shelf, settlers.resolutions)).toEqual(await answersOf(settlers.shelf, settlers.resolutions))
})

test('a folder in the place of the file gives way, too', async () => {
  await using chain = await settledOnce()
  rmSync(chain.indexPath)
  mkdirSync(chain.indexPath)
  using shelf = await chain.openShelf()
  expect((await answersOf(shelf, chain.settlers.resolutions)).found.flat()).not.toEqual([])
})

test('a shelf stays that of its head while others follow the chain on', async () => {
  await using chain = await settledOnce()
  const { settlers } = chain
  const before = await answersOf(settlers.shelf, settlers.resolutions)
  const head = chain.head
  using early = await chain.openShelf()
  const all = [...settlers.resolutions, settlers.settle(FILE, 'one\nanother\n')]
  await chain.add(all.slice(1), [settlers.revoke(all[0] ?? settlers.settle(FILE, ''), 9_000)])
  using late = await chain.openShelf()
  expect(await answersOf(late, all)).toEqual(await answersOf(settlers.shelf, all))
  expect(await answersOf(early, all.slice(0, 1))).toEqual(before)
  // Going back to an earlier head, as a `verify` of an older release might, makes the index anew.
  using again = await chain.openShelf(head)
  expect(await answersOf(again, all.slice(0, 1))).toEqual(before)
  expect(await answersOf(late, all)).toEqual(await answersOf(settlers.shelf, all))
})
