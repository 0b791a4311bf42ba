/**
 * What versions changed since their bases, read in a few large questions and remembered.
 *
 * Old histories, and some tools to this day, hold folders that git would write otherwise: `040000` for a folder, `100664` for a file. What
 * `ort` makes of them depends on how it goes about a merge: a folder that one side left alone it takes from the other as it is written
 * there, any other it writes anew. Results must be git's to the byte, so a version that changed a folder to such a one is noted: git itself
 * merges it, whole. Anything else comes out the same however it is put together, for what both ways write anew they write alike.
 */
import { diffTreesAndFolders, type TreeDiff } from '../../base/git/diff-tree.ts'
import { isCanonical } from '../../base/git/folder.ts'
import type { CommitOid, TreeOid } from '../../base/model/oid.ts'
import { distinct } from '../../base/std/collections.ts'
import { type Memo, pairKey } from './memo.ts'
import type { Workshop } from './workshop.ts'

/** A version and its only merge base. */
export interface Pair {
  readonly base: CommitOid
  readonly version: CommitOid
}

/** Leaves what is asked for in the memo; `root` gives the tree of a commit. */
export async function learnChanges(
  shop: Workshop,
  memo: Pick<Memo, 'changes' | 'oldModes'>,
  pairs: readonly Pair[],
  root: (commit: CommitOid) => Promise<TreeOid>,
): Promise<void> {
  const unknown = pairs.filter(({ base, version }) => !memo.changes.has(pairKey(base, version)))
  const trees = await Promise.all(
    unknown.map(async ({ base, version }) => ({ from: await root(base), to: await root(version) })),
  )
  const diffs = await diffTreesAndFolders(shop.git, trees)
  const old = await foldersOfOld(shop, diffs)
  for (const [at, { base, version }] of unknown.entries()) {
    const { leaves = [], folders = [], hollow = false } = diffs[at] ?? {}
    const key = pairKey(base, version)
    memo.changes.set(key, leaves)
    if (hollow || folders.some((folder) => old.has(folder))) memo.oldModes.add(key)
  }
}

/** Those of the changed folders that git would write otherwise. */
async function foldersOfOld({ reader }: Workshop, diffs: readonly TreeDiff[]): Promise<ReadonlySet<TreeOid>> {
  const folders = distinct(diffs.flatMap((diff) => diff.folders))
  const canonical = await Promise.all(folders.map(async (folder) => isCanonical(await reader.read(folder, 'tree'))))
  return new Set(folders.filter((_, at) => canonical[at] === false))
}
