/** What a fix changes, file by file: by a patch against the merge, or as a commit does it. */
import { applyPatch } from '../../base/git/apply-patch.ts'
import { compareTrees } from '../../base/git/compare-trees.ts'
import type { Change } from '../../base/git/diff-tree.ts'
import { parseCommit } from '../../base/git/objects.ts'
import type { BlobOid } from '../../base/model/oid.ts'
import type { FixedFile } from '../../base/model/resolution.ts'
import { usageError } from '../../base/std/operating-error.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { commitInRecord } from '../record-commit.ts'
import type { Workspace } from '../workspace.ts'
import type { FixedMerge } from './fixed-merge.ts'

export type Edit =
  /** As `git diff` prints it. */
  | { readonly kind: 'patch'; readonly patch: Uint8Array }
  /** A commit that the record has, by its id or a ref. */
  | { readonly kind: 'commit'; readonly name: string }

export async function fixedFiles(
  workspace: Workspace,
  shop: Workshop,
  merge: FixedMerge,
  edit: Edit,
): Promise<FixedFile[]> {
  const leaves = edit.kind === 'patch' ? await patched(shop, merge, edit.patch) : await done(workspace, shop, edit.name)
  if (leaves.length === 0)
    throw usageError('the fix changes nothing', 'Give a patch as git diff prints it, or a commit.')
  return leaves.map(fixedFile)
}

async function patched(
  shop: Workshop,
  { on, name, tree, release }: FixedMerge,
  patch: Uint8Array,
): Promise<readonly Change[]> {
  const applied = await applyPatch(shop.git, shop.scratch.gitDir, on, patch)
  if (applied.kind === 'refused') {
    const merged = release.record.trees.find((one) => one.name === tree)?.mergeCommit
    throw usageError(
      `the patch does not apply to ${name}: ${applied.why}`,
      `Make it against that: git diff on a checkout of ${merged ?? (tree === undefined ? release.name : `refs/trees/${tree}`)}`,
    )
  }
  const { leaves } = await compareTrees(shop.folders, on, applied.tree)
  for (const { newMode, newOid } of leaves) if (newMode !== 0) shop.folders.adopt(newOid as BlobOid, shop.loose)
  return leaves
}

/** From the commit's first parent to it; lines move under it as in any merge. */
async function done({ record }: Workspace, shop: Workshop, name: string): Promise<readonly Change[]> {
  const commit = await commitInRecord(record.git, name)
  if (commit === undefined)
    throw usageError(
      `there is no file ${JSON.stringify(name)}, and no such commit in the record`,
      'Name a file with what git diff prints, - for standard input, or a commit that a tree has.',
    )
  const { tree, parents } = parseCommit(await shop.reader.read(commit, 'commit'))
  const [parent] = parents
  if (parent === undefined)
    throw usageError(`${name} is a commit without a parent`, 'It changes nothing that is there.')
  const { tree: before } = parseCommit(await shop.reader.read(parent, 'commit'))
  return (await compareTrees(shop.folders, before, tree)).leaves
}

function fixedFile({ path, oldMode, oldOid, newMode, newOid }: Change): FixedFile {
  return {
    path,
    before: oldMode === 0 ? undefined : { mode: oldMode, oid: oldOid as BlobOid },
    after: newMode === 0 ? undefined : { mode: newMode, oid: newOid as BlobOid },
  }
}
