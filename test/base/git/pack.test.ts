import fc from 'fast-check'
import { expect, test } from 'vitest'
import { makeBlob, makeObject } from '../../../src/base/git/objects.ts'
import { addPack, type PackObject } from '../../../src/base/git/pack.ts'
import { git, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

/** Contents that differ from one another in one place, as folders do from release to release. */
const versions = fc.tuple(
  fc.uint8Array({ minLength: 1, maxLength: 600 }),
  fc.array(fc.tuple(fc.nat(), fc.uint8Array({ maxLength: 300 })), { maxLength: 60 }),
)

test('git reads back what was packed, whatever stands on what', async () => {
  using folder = testFolder()
  initBare(folder.path)
  await fc.assert(
    fc.asyncProperty(versions, async ([first, edits]) => {
      const objects: PackObject[] = [makeBlob(Buffer.from(first))]
      for (const [at, inserted] of edits) {
        const before = objects.at(-1)
        if (before === undefined) continue
        const place = at % (before.content.length + 1)
        const content = Buffer.concat([
          before.content.subarray(0, place),
          inserted,
          before.content.subarray(place + (at % 7)),
        ])
        objects.push({ ...makeBlob(content), from: before.oid })
      }
      const distinct = [...new Map(objects.map((object) => [object.oid, object])).values()]
      await addPack(testGit().at(folder.path), distinct)
      for (const { oid, content } of [...distinct.slice(0, 2), ...distinct.slice(-2)])
        expect(git(folder.path, ['cat-file', 'blob', oid], '')).toBe(content.toString('utf8').replace(/\n$/, ''))
    }),
    { numRuns: 25, seed: 20_260_114 },
  )
  expect(git(folder.path, ['fsck', '--full', '--no-dangling'])).toBe('')
})

test.each([0, 1, 127, 128, 65_535, 65_536, 5_000_000])(
  'an object of %i bytes, and a change in it, are stored whole',
  async (size) => {
    using folder = testFolder()
    initBare(folder.path)
    const before = makeObject('blob', Buffer.alloc(size, 'abc\n'))
    const after = makeObject(
      'blob',
      Buffer.concat([before.content.subarray(0, size / 2), Buffer.from('x'), before.content.subarray(size / 2)]),
    )
    await addPack(testGit().at(folder.path), [before, { ...after, from: before.oid }])
    expect(git(folder.path, ['fsck', '--full', '--no-dangling'])).toBe('')
    expect(git(folder.path, ['cat-file', '-s', before.oid])).toBe(String(size))
    expect(git(folder.path, ['cat-file', '-s', after.oid])).toBe(String(size + 1))
  },
)
