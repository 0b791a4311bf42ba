import fc from 'fast-check'
import { expect, test } from 'vitest'
import { independentOfEach } from '../../../src/base/git/commit-walk.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { type CommitSpec, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

/** Commits one to `size`, each with one or two of the earlier ones as parents, and some with none. */
const anyHistory = fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { minLength: 6, maxLength: 14 })

test('finds in each set those that no other has as an ancestor, as git does for one', async () => {
  await fc.assert(
    fc.asyncProperty(anyHistory, fc.infiniteStream(fc.nat()), async (links, choices) => {
      using folder = testFolder()
      initBare(folder.path)
      const commits = links.map(([one, other, isRoot], at): CommitSpec => {
        const parents = [...new Set([one % Math.max(at, 1), other % Math.max(at, 1)])].map((parent) => `c${parent}`)
        return {
          branch: `c${at}`,
          parents: at === 0 || isRoot ? [] : parents,
          subject: `c${at}`,
          files: { [`f${at}`]: 'x' },
        }
      })
      importCommits(folder.path, commits)
      const ids = commits.map(({ branch }) => git(folder.path, ['rev-parse', branch]) as CommitOid)
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
