import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { earlierShelf } from '../../../src/memory/resolutions/earlier-shelf.ts'
import { marksOf } from '../../../src/memory/resolutions/in-force.ts'
import { shelfOf } from '../../../src/memory/resolutions/memory-shelf.ts'
import { answersOf, stepsOf, story } from '../../world/chain-story.ts'
import { ResolutionChain } from '../../world/resolution-chain.ts'
import { clashing, Settlers } from '../../world/resolutions.ts'

test('at every earlier head the answers are those that all of the chain gave then, whatever came since', async () => {
  await using chain = ResolutionChain.create()
  await fc.assert(
    fc.asyncProperty(story, fc.array(fc.nat(), { minLength: 16, maxLength: 16 }), async (told, shuffle) => {
      chain.restart()
      const heads: CommitOid[] = []
      for (const step of stepsOf(told, shuffle))
        heads.push(
          'resolution' in step ? await chain.add([step.resolution], []) : await chain.add([], [step.withdrawal]),
        )
      using index = await chain.openShelf()
      for (const head of heads) {
        const { resolutions, withdrawals } = await chain.read(head)
        const earlier = earlierShelf(index, chain.readAt(head))
        expect(await answersOf(earlier, told.resolutions)).toEqual(
          await answersOf(shelfOf(resolutions, withdrawals), told.resolutions),
        )
      }
    }),
    { numRuns: 25 },
  )
})

test('of what is found only what stood there then is read', async () => {
  await using chain = ResolutionChain.create()
  const settlers = new Settlers()
  const file = clashing('a.c', ['one\n', ['two of net\n', 'two of usb\n']])
  const first = settlers.settle(file, 'one\ntwo\n')
  const elsewhere = settlers.settle(clashing('b.c', ['one\n', ['net\n', 'usb\n']]), 'one\nboth\n')
  const then = await chain.add([first, elsewhere], [])
  await chain.add([settlers.settle(file, 'one\nlater\n', { supersedes: first.id })], [])
  using index = await chain.openShelf()
  const asked: string[] = []
  const read = chain.readAt(then)
  const earlier = earlierShelf(index, (id) => {
    asked.push(id)
    return read(id)
  })
  const answers = await answersOf(earlier, [first])
  expect(new Set(answers.found.flat().map((mark) => mark.split(' ')[0]))).toEqual(new Set([first.id]))
  expect(asked).not.toContain(elsewhere.id)
  expect(asked.length).toBe(new Set(asked).size)
})

test('an answer to other versions of the file counts, where it stands in the place of this one', async () => {
  await using chain = ResolutionChain.create()
  const settlers = new Settlers()
  const clash = ['two of net\n', 'two of usb\n'] as const
  const first = settlers.settle(clashing('a.c', ['one\n', clash]), 'one\ntwo\n')
  const anew = settlers.settle(clashing('a.c', ['one more\n', clash]), 'one more\nboth\n', { supersedes: first.id })
  const head = await chain.add([first, anew], [])
  using index = await chain.openShelf()
  const [versions] = marksOf(first)
  if (versions === undefined) throw new Error('it goes by its versions')
  expect((await earlierShelf(index, chain.readAt(head)).find([versions.key])).size).toBe(0)
})
