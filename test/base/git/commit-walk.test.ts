import fc from 'fast-check'
import { expect, test } from 'vitest'
import { independentOfEach } from '../../../src/base/git/commit-walk.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { git } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { anyLinks, buildLinks } from '../../world/histories.ts'
import { testGit } from '../../world/roster.ts'

test('finds in each set those that no other has as an ancestor, as git does for one', async () => {
  await fc.assert(
    fc.asyncProperty(anyLinks, fc.infiniteStream(fc.nat()), async (links, choices) => {
      using folder = testFolder()
      const ids = buildLinks(folder.path, links)
      const sets = [0, 1, 2, 3, 5, 2].map((size) => [
        ...new Set([...choices.take(size)].map((at) => ids[at % ids.length])),
      ])
      const known = sets as CommitOid[][]
      const found = await independentOfEach(testGit().at(folder.path), known)
      const wanted = known.map((set) =>
        set.length === 0
          ? []
          : git(folder.path, ['merge-base', '--independent', ...set])
              .split('\n')
              .sort(),
      )
      expect(found.map((set) => [...set].sort())).toEqual(wanted)
    }),
    { numRuns: 12 },
  )
})

test('asks nothing where no set has two commits', async () => {
  const nowhere = testGit().at('/nonexistent')
  const one = '1'.repeat(40) as CommitOid
  await expect(independentOfEach(nowhere, [[], [one]])).resolves.toEqual([[], [one]])
})
