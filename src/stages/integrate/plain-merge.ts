/**
 * Merges that need no merging: a version whose changed paths nobody else touched, put into the integration path by path.
 *
 * Architecture invariant: this answers only where git's `ort` would answer the same, and says "not plain" everywhere else.
 * - A path that one side left as the base has it takes the other side's entry (merge-ort.c, process_entry).
 * - A version that does not both add and delete renames nothing; a path present in both base and integration is not the source of a
 *   rename there. So no rename moves a plain change.
 * - An added path could be moved by a rename of its folder on the other side, which git considers only for folders that are gone there
 *   (merge-ort.c, dirs_removed). So every folder above it that the base has must still be there.
 */
import type { Change } from '../../base/git/diff-tree.ts'
import { MODE_FOLDER, MODE_SUBMODULE } from '../../base/git/objects.ts'
import type { TreeOid } from '../../base/model/oid.ts'
import { type Entry, entryOf } from '../../base/git/folder.ts'
import type { Folders } from '../../base/git/folders.ts'

/** Whether a version's own changes are of the kind that can be put in path by path. Does not look at the other side. */
export function isPlain(changes: readonly Change[]): boolean {
  let adds = false
  let deletes = false
  for (const change of changes) {
    if (isSubmodule(change)) return false
    if (change.oldMode === 0) adds = true
    else if (change.newMode === 0) deletes = true
    else if (typeOf(change.oldMode) !== typeOf(change.newMode)) return false
  }
  return !(adds && deletes)
}

/** Whether the integration still has under every changed path what the base has. `changes` must be plain. */
export async function isUntouched(
  folders: Folders,
  integration: TreeOid,
  base: TreeOid,
  changes: readonly Change[],
): Promise<boolean> {
  for (const change of changes) {
    const untouched =
      change.oldMode === 0
        ? await canAdd(folders, integration, base, change.path)
        : same(await folders.at(integration, change.path), change)
    if (!untouched) return false
  }
  return true
}

function same(entry: Entry | undefined, change: Change): boolean {
  return entry !== undefined && entry.oid === change.oldOid && entry.mode === change.oldMode
}

/** Nothing stands at the path or in its way, and no folder above it has gone since the base. */
async function canAdd(folders: Folders, integration: TreeOid, base: TreeOid, path: string): Promise<boolean> {
  const names = path.split('/')
  let here: TreeOid | undefined = integration
  let there: TreeOid | undefined = base
  for (const name of names.slice(0, -1)) {
    const mine: Entry | undefined = here && entryOf(await folders.load(here), name)
    const its: Entry | undefined = there && entryOf(await folders.load(there), name)
    if (mine !== undefined && mine.mode !== MODE_FOLDER) return false
    if (mine === undefined && its?.mode === MODE_FOLDER) return false
    here = mine?.oid as TreeOid | undefined
    there = its?.mode === MODE_FOLDER ? (its.oid as TreeOid) : undefined
  }
  return here === undefined || entryOf(await folders.load(here), names.at(-1) ?? '') === undefined
}

function isSubmodule(change: Change): boolean {
  return change.oldMode === MODE_SUBMODULE || change.newMode === MODE_SUBMODULE
}

/** Regular file, symbolic link or submodule: the mode without its permissions. */
function typeOf(mode: number): number {
  return mode & 0o170000
}
