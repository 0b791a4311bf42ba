import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Change } from '../../../src/base/git/diff-tree.ts'
import { EMPTY_TREE } from '../../../src/base/model/oid.ts'
import { foldersAbove } from '../../../src/base/text/raw-path.ts'
import { driftOf, foldersOfBoth, standsApart } from '../../../src/stages/integrate/drift.ts'

const anyPath = fc
  .array(fc.constantFrom('a', 'b', 'a-b', 'ab', 'c'), { minLength: 1, maxLength: 5 })
  .map((names) => names.join('/'))
const anyChanges = (minLength: number, maxLength: number): fc.Arbitrary<Change[]> =>
  fc.uniqueArray(anyPath, { minLength, maxLength }).map((paths) =>
    paths.map((path) => ({
      path,
      oldMode: 0o100644,
      newMode: 0o100644,
      oldOid: '1'.repeat(40),
      newOid: '2'.repeat(40),
    })),
  )

const drifted = (leaves: readonly Change[]): ReturnType<typeof driftOf> =>
  driftOf({ from: EMPTY_TREE, to: EMPTY_TREE }, { leaves, folders: [], oldModes: false })

test.each([
  ['a few leaves', anyChanges(0, 5)],
  ['more than are compared one by one', anyChanges(40, 60)],
])('what drifted stands apart when nobody else changed it, or above or below it: %s', (_what, anyDrift) => {
  fc.assert(
    fc.property(anyDrift, anyChanges(0, 4), (leaves, changed) => {
      const meets = (one: string, other: string): boolean => one === other || foldersAbove(other).includes(one)
      const apart = leaves.every((leaf) =>
        changed.every(({ path }) => !meets(leaf.path, path) && !meets(path, leaf.path)),
      )
      expect(standsApart(drifted(leaves), changed)).toBe(apart)
      const own = changed.flatMap(({ path }) => foldersAbove(path))
      const both = new Set(leaves.flatMap(({ path }) => foldersAbove(path)).filter((folder) => own.includes(folder)))
      expect(new Set(foldersOfBoth(drifted(leaves), changed))).toEqual(both)
    }),
    { numRuns: 300 },
  )
})
