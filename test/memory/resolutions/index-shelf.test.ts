import * as fc from 'fast-check'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/memory/record/sqlite.ts'
import { shelfOf } from '../../../src/memory/resolutions/memory-shelf.ts'
import { answersOf, story, stepsOf } from '../../world/chain-story.ts'
import { ResolutionChain } from '../../world/resolution-chain.ts'
import { clashing, Settlers } from '../../world/resolutions.ts'

test('the index and the memory give the same answers, in the same order, however the chain grew', async () => {
  await using chain = ResolutionChain.create()
  await fc.assert(
    fc.asyncProperty(story, fc.array(fc.nat(), { minLength: 16, maxLength: 16 }), async (told, shuffle) => {
      const { resolutions, stops } = told
      chain.restart()
      const steps = stepsOf(told, shuffle)
      for (const [place, step] of steps.entries()) {
        if ('resolution' in step) await chain.add([step.resolution], [])
        else await chain.add([], [step.withdrawal])
        if (!stops.includes(place) && place + 1 < steps.length) continue
        const { resolutions: known, withdrawals: gone } = await chain.read()
        using shelf = await chain.openShelf()
        expect(await answersOf(shelf, resolutions)).toEqual(await answersOf(shelfOf(known, gone), resolutions))
      }
    }),
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
  // Going back to an earlier head makes the index anew.
  using again = await chain.openShelf(head)
  expect(await answersOf(again, all.slice(0, 1))).toEqual(before)
  expect(await answersOf(late, all)).toEqual(await answersOf(settlers.shelf, all))
})
