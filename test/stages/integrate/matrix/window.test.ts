import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CommitOid } from '../../../../src/base/model/oid.ts'
import { mergeBases } from '../../../../src/base/git/merge-bases.ts'
import { Window } from '../../../../src/stages/integrate/matrix/window.ts'
import { testFolder } from '../../../world/folder.ts'
import { anyLinks, buildLinks } from '../../../world/histories.ts'
import { testGit } from '../../../world/roster.ts'

test('any two of the commits have the merge bases that git finds, in a criss-cross too', async () => {
  await fc.assert(
    fc.asyncProperty(anyLinks, fc.array(fc.nat(), { minLength: 2, maxLength: 7 }), async (links, picks) => {
      using folder = testFolder()
      // Grown together, with one root: else there is no window at all.
      const ids = buildLinks(
        folder.path,
        links.map(([one, other]) => [one, other, false]),
      )
      const repository = testGit().at(folder.path)
      const heads = [...new Set(picks.map((pick) => ids[pick % ids.length] as CommitOid))]
      const window = await Window.read(repository, heads)
      for (const one of heads)
        for (const other of heads)
          expect([...(window.bases(one, other) ?? [])].sort()).toEqual(await mergeBases(repository, one, other))
    }),
    { numRuns: 12 },
  )
})

test('commits that nothing ties together are for git', async () => {
  using folder = testFolder()
  const [one, other] = buildLinks(folder.path, [
    [0, 0, true],
    [0, 0, true],
  ])
  const window = await Window.read(testGit().at(folder.path), [one as CommitOid, other as CommitOid])
  expect(window.bases(one as CommitOid, other as CommitOid)).toBeUndefined()
})
