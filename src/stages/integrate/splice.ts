/**
 * Carries git's earlier answer over to an integration that changed elsewhere.
 *
 * Merging a version onto `ours` gave a result. `ours` is now another tree; D are the leaves in which the two differ. When the merge base is
 * the same, no path of D is one the version changed, and every path of D is a regular file in the base, in the old and in the new
 * integration, then the sets of added and deleted paths are what they were, so rename detection sees the same candidates; every path of D
 * is as the base has it on the version's side, so git takes the integration's entry. The new result is the old one with D put over it.
 */
import type { Change } from '../../base/git/diff-tree.ts'
import { MODE_FOLDER } from '../../base/git/objects.ts'
import type { TreeOid } from '../../base/model/oid.ts'
import type { Folders } from '../../base/git/folders.ts'
import type { Leaf } from '../../base/git/overlay.ts'
import { isFile } from './plain-merge.ts'

/** The leaves to put over the old result, or undefined when the answer cannot be carried over. */
export async function spliceable(
  folders: Folders,
  base: TreeOid,
  moved: readonly Change[],
  changed: readonly Change[],
): Promise<readonly Leaf[] | undefined> {
  const own = new Set(changed.map((change) => change.path))
  for (const change of moved) {
    if (own.has(change.path) || !isFile(change.oldMode) || !isFile(change.newMode)) return undefined
    const entry = await folders.at(base, change.path)
    if (entry === undefined || entry.mode === MODE_FOLDER || !isFile(entry.mode)) return undefined
  }
  return moved.map((change) => ({ path: change.path, mode: change.newMode, oid: change.newOid }))
}
