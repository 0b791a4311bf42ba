/**
 * Carries an earlier result over to an integration that changed elsewhere, without merging again.
 *
 * A version was merged onto an integration and gave a result. The integration is another now; its drift D are the leaves in which it
 * differs. The new result is the old one with D put over it, when git would find the same things to do for the version:
 * - no path of D is one that the version changed, nor lies above or below one, and D holds regular files only. So on every path of D the
 *   version is as the base has it, and git takes the integration's entry;
 * - if D only changes files that the base has too, the added and deleted paths of both sides are what they were, and rename detection has
 *   the same candidates;
 * - if D adds or deletes, renames on the integration's side could come or go. They matter only for a path that the version changed and the
 *   integration no longer has (there must be none), or for folders that are gone on one side: no path may be added below a folder that the
 *   version removed, and no deletion may have emptied a folder of the integration.
 */
import type { Change } from '../../base/git/diff-tree.ts'
import type { Folders } from '../../base/git/folders.ts'
import { MODE_FOLDER } from '../../base/git/objects.ts'
import type { Leaf } from '../../base/git/overlay.ts'
import type { TreeOid } from '../../base/model/oid.ts'
import { foldersAbove } from '../../base/text/raw-path.ts'
import { type Drift, foldersOfBoth, standsApart } from './drift.ts'
import { isFile, type MergeTrees } from './plain-merge.ts'

/** The leaves to put over the old result, or undefined when it must be merged again. */
export async function carriedOver(
  folders: Folders,
  trees: MergeTrees,
  drift: Drift,
  changed: readonly Change[],
  severalBases: boolean,
): Promise<readonly Leaf[] | undefined> {
  if (!standsApart(drift, changed)) return undefined
  let structural = false
  for (const leaf of drift.leaves) {
    if (!isFileOrNothing(leaf.oldMode) || !isFileOrNothing(leaf.newMode)) return undefined
    const kept = leaf.oldMode !== 0 && leaf.newMode !== 0
    if (!kept || !isFile((await folders.at(trees.base, leaf.path))?.mode ?? 0)) structural = true
  }
  if (structural && severalBases) return undefined
  if (await takesOldFolder(folders, trees, drift, changed, severalBases)) return undefined
  if (structural && !(await keepsShape(folders, trees, drift.leaves, changed))) return undefined
  return drift.leaves.map(({ path, newMode, newOid }) => ({ path, mode: newMode, oid: newOid }))
}

/**
 * Whether git might now take a folder of the version unread that holds modes of old (whole-folders.ts): the integration has it as the base
 * again, or, where several bases are merged, may have.
 */
async function takesOldFolder(
  folders: Folders,
  trees: MergeTrees,
  drift: Drift,
  changed: readonly Change[],
  severalBases: boolean,
): Promise<boolean> {
  for (const path of foldersOfBoth(drift, changed)) {
    const [base, ours] = await Promise.all([trees.base, trees.integration].map((root) => folders.at(root, path)))
    if (!severalBases && base?.oid !== ours?.oid) continue
    const theirs = await folders.at(trees.version, path)
    if (theirs?.mode === MODE_FOLDER && !(await folders.load(theirs.oid as TreeOid)).canonical) return true
  }
  return false
}

/** Whether files that came or went cannot change which renames matter. */
async function keepsShape(
  folders: Folders,
  trees: MergeTrees,
  leaves: readonly Change[],
  changed: readonly Change[],
): Promise<boolean> {
  for (const { path, oldMode } of changed) {
    if (oldMode !== 0 && !isFile((await folders.at(trees.integration, path))?.mode ?? 0)) return false
  }
  for (const { path, newMode } of leaves) {
    const parents = foldersAbove(path)
    if (newMode === 0) {
      const parent = parents.at(-1)
      if (parent !== undefined && !(await isFolder(folders, trees.integration, parent))) return false
      continue
    }
    for (const folder of parents) {
      if ((await isFolder(folders, trees.base, folder)) && !(await isFolder(folders, trees.version, folder)))
        return false
    }
  }
  return true
}

async function isFolder(folders: Folders, root: TreeOid, path: string): Promise<boolean> {
  return (await folders.at(root, path))?.mode === MODE_FOLDER
}

function isFileOrNothing(mode: number): boolean {
  return mode === 0 || isFile(mode)
}
