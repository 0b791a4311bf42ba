/** What versions changed since their bases, read in one large question and remembered. */
import { diffTreesAndFolders } from '../../base/git/diff-tree.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { CommitOid, TreeOid } from '../../base/model/oid.ts'
import { type Memo, pairKey } from './memo.ts'

/** A version and a merge base of it. */
export interface Pair {
  readonly base: CommitOid
  readonly version: CommitOid
}

/** Leaves what is asked for in the memo; `root` gives the tree of a commit. */
export async function learnChanges(
  git: Git,
  memo: Pick<Memo, 'changes' | 'folders'>,
  pairs: readonly Pair[],
  root: (commit: CommitOid) => Promise<TreeOid>,
): Promise<void> {
  const isKnown = (key: string): boolean => memo.changes.has(key) && memo.folders.has(key)
  const unknown = pairs.filter(({ base, version }) => !isKnown(pairKey(base, version)))
  const trees = await Promise.all(
    unknown.map(async ({ base, version }) => ({ from: await root(base), to: await root(version) })),
  )
  const diffs = await diffTreesAndFolders(git, trees)
  for (const [at, { base, version }] of unknown.entries()) {
    const { leaves = [], folders = [], hollow = false } = diffs[at] ?? {}
    memo.changes.set(pairKey(base, version), leaves)
    memo.folders.set(pairKey(base, version), hollow ? undefined : folders)
  }
}
