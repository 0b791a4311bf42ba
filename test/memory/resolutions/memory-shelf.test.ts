import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Resolution } from '../../../src/base/model/resolution.ts'
import { marksOf } from '../../../src/memory/resolutions/in-force.ts'
import { keysOf } from '../../../src/memory/resolutions/keys.ts'
import { shelfOf } from '../../../src/memory/resolutions/memory-shelf.ts'
import { anyResolution } from '../../world/any-resolution.ts'
import { clashing, Settlers } from '../../world/resolutions.ts'

const FILE = clashing('a.c', ['one\n', ['two of net\n', 'two of usb\n'], 'end\n'])
const { versions } = keysOf(FILE)
const FIX = { path: 'user.c', before: undefined, after: undefined }

test('the newest comes first, what is taken back does not come, and a key of nothing is left out', async () => {
  const settlers = new Settlers()
  const first = settlers.settle(FILE, 'one\nfirst\nend\n', { seconds: 10 })
  const second = settlers.settle(FILE, 'one\nsecond\nend\n', { seconds: 20 })
  const found = async (): Promise<string[]> =>
    ((await settlers.shelf.find([versions])).get(versions) ?? []).map(({ resolution }) => resolution)
  expect(await found()).toEqual([second.id, first.id])
  expect(await settlers.shelf.read(first.id)).toBe(first)
  settlers.revoke(second, 15, 'retired')
  expect(await found()).toEqual([first.id])
  expect([...(await settlers.shelf.find(['versions:nothing', versions])).keys()]).toEqual([versions])
  settlers.revoke(first, 15)
  expect((await settlers.shelf.find([versions])).size).toBe(0)
})

test('merge fixes come oldest first, without those that are retired or replaced', async () => {
  const settlers = new Settlers()
  const young = settlers.settle(FILE, 'one\nyoung\nend\n', { seconds: 30, fixes: [FIX] })
  const old = settlers.settle(FILE, 'one\nold\nend\n', { seconds: 10, fixes: [FIX] })
  const retired = settlers.settle(FILE, 'one\nretired\nend\n', { seconds: 20, fixes: [FIX] })
  settlers.settle(FILE, 'one\nnone\nend\n', { seconds: 25, supersedes: young.id })
  settlers.revoke(retired, 40, 'retired')
  const fixes = async (): Promise<string[]> => (await settlers.shelf.mergeFixes()).map(({ id }) => id)
  expect(await fixes()).toEqual([old.id, young.id])
  const anew = settlers.settle(FILE, 'one\nanew\nend\n', { seconds: 50, fixes: [FIX], supersedes: old.id })
  expect(await fixes()).toEqual([young.id, anew.id])
})

test('the order in which resolutions are handed over does not matter', async () => {
  const answers = async (resolutions: readonly Resolution[], keys: readonly string[]) => {
    const shelf = shelfOf(resolutions, [])
    return [await shelf.find(keys), await shelf.mergeFixes()]
  }
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(anyResolution, { selector: ({ id }) => id, minLength: 2, maxLength: 6 }),
      async (all) => {
        const keys = all.flatMap(marksOf).map(({ key }) => key)
        expect(await answers(all.toReversed(), keys)).toEqual(await answers(all, keys))
      },
    ),
    { numRuns: 50 },
  )
})
