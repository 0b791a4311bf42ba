/** Commits that are taken back on top of a tree's merge, because a gate is red with them. */
import { compareTrees } from '../../../base/git/compare-trees.ts'
import { parseCommit } from '../../../base/git/objects.ts'
import { overlay } from '../../../base/git/overlay.ts'
import type { AdmissionReason } from '../../../base/model/admission.ts'
import { type BlobOid, type CommitOid, EMPTY_TREE, type TreeOid } from '../../../base/model/oid.ts'
import type { FixedFile } from '../../../base/model/resolution.ts'
import type { Settled } from '../../../base/model/settling.ts'
import type { Workshop } from '../workshop.ts'
import { applyEdits } from './apply-edits.ts'

export interface Reverted {
  readonly tree: TreeOid
  readonly settled: readonly Settled[]
}

/**
 * `git revert` of each, in their order, a merge's against its first parent. What others have built upon cannot be taken back and stays:
 * the gate will be as red as before, and who asked for the revert sees that.
 */
export async function revert(shop: Workshop, merged: TreeOid, reason: AdmissionReason): Promise<Reverted> {
  const commits = reason.kind === 'given-up' ? reason.reverted : []
  let tree = merged
  const settled: Settled[] = []
  for (const commit of commits) {
    const applied = await applyEdits(shop, tree, await takenBack(shop, commit))
    if (applied.kind !== 'applied') continue
    const by = [{ kind: 'revert', commit } as const]
    settled.push(...applied.leaves.map(({ path }) => ({ path, by })))
    tree = await overlay(shop.folders, tree, applied.leaves)
  }
  return { tree, settled }
}

/** From what the commit made to what was there before. */
async function takenBack(shop: Workshop, commit: CommitOid): Promise<FixedFile[]> {
  const { tree, parents } = parseCommit(await shop.reader.read(commit, 'commit'))
  const [parent] = parents
  const before = parent === undefined ? EMPTY_TREE : parseCommit(await shop.reader.read(parent, 'commit')).tree
  const { leaves } = await compareTrees(shop.folders, tree, before)
  return leaves.map(({ path, oldMode, oldOid, newMode, newOid }) => ({
    path,
    before: oldMode === 0 ? undefined : { mode: oldMode, oid: oldOid as BlobOid },
    after: newMode === 0 ? undefined : { mode: newMode, oid: newOid as BlobOid },
  }))
}
