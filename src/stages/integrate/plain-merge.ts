/**
 * Merges that need no merging: a version whose changed paths nobody else touched, put into the integration path by path.
 *
 * Architecture invariant: this answers only where git's `ort` would answer the same, and says "not plain" everywhere else.
 * - A path that one side left as the base has it takes the other side's entry (merge-ort.c, process_entry).
 * - Every path the version changed or deleted is still in the integration as in the base, so no rename there starts at it; every path it
 *   added is absent there, so none ends at it. A rename on the version's own side starts at a path the integration left alone, and its
 *   content merge takes the version's.
 * - A regular file that all three trees have is no end of a rename either: where both sides changed it, only its contents are to be
 *   merged, and git does that (content-merge.ts).
 * - What is left are renames of whole folders, which git considers only for folders that are gone on the renaming side (merge-ort.c,
 *   dirs_removed). Gone in the integration: no added path may lie below one. Gone in the version: the integration must have it unchanged,
 *   so that nothing new in it could be carried along.
 */
import type { Change } from '../../base/git/diff-tree.ts'
import { type Entry, entryOf } from '../../base/git/folder.ts'
import type { Folders } from '../../base/git/folders.ts'
import { MODE_FOLDER, MODE_SUBMODULE } from '../../base/git/objects.ts'
import type { TreeOid } from '../../base/model/oid.ts'
import { foldersAbove } from '../../base/text/raw-path.ts'

/** The three trees of a merge. */
export interface MergeTrees {
  readonly base: TreeOid
  readonly integration: TreeOid
  readonly version: TreeOid
}

/** A regular file that both sides changed and neither deleted: its contents must be merged, and nothing else. */
export interface BothChanged {
  readonly path: string
  readonly base: Entry
  readonly ours: Entry
  readonly theirs: Entry
}

/** A version's changes, told apart by what merging them takes. */
export interface Sorted {
  /** Put in as they are. */
  readonly plain: readonly Change[]
  readonly both: readonly BothChanged[]
}

/** Sorts a version's changes; undefined when only git can tell what becomes of them. */
export async function sortChanges(
  folders: Folders,
  trees: MergeTrees,
  changes: readonly Change[],
): Promise<Sorted | undefined> {
  const plain: Change[] = []
  const both: BothChanged[] = []
  for (const change of changes) {
    if (isSubmodule(change)) return undefined
    if (change.oldMode === 0) {
      if (!(await canAdd(folders, trees, change.path))) return undefined
      plain.push(change)
      continue
    }
    const ours = await folders.at(trees.integration, change.path)
    if (keepsType(change) && same(ours, change)) plain.push(change)
    else if (ours !== undefined && isFile(ours.mode) && isFile(change.oldMode) && isFile(change.newMode))
      both.push(bothChanged(change, ours))
    else return undefined
  }
  return (await removesOnlyUnchangedFolders(folders, trees, changes)) ? { plain, both } : undefined
}

function bothChanged({ path, oldMode, oldOid, newMode, newOid }: Change, ours: Entry): BothChanged {
  return { path, ours, base: { mode: oldMode, oid: oldOid }, theirs: { mode: newMode, oid: newOid } }
}

function same(entry: Entry | undefined, change: Change): boolean {
  return entry !== undefined && entry.oid === change.oldOid && entry.mode === change.oldMode
}

/** Nothing stands at the path or in its way, and no folder above it has gone since the base. */
async function canAdd(folders: Folders, { base, integration }: MergeTrees, path: string): Promise<boolean> {
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

async function removesOnlyUnchangedFolders(
  folders: Folders,
  trees: MergeTrees,
  changes: readonly Change[],
): Promise<boolean> {
  for (const [folder, names] of deletionsByFolder(changes)) {
    if (await keepsFile(folders, trees.base, folder, names)) continue
    for (const above of [...foldersAbove(folder), folder]) {
      if ((await folders.at(trees.version, above))?.mode === MODE_FOLDER) continue
      const before = await folders.at(trees.base, above)
      if ((await folders.at(trees.integration, above))?.oid !== before?.oid) return false
    }
  }
  return true
}

/** Names of deleted files, by the folder they were in; files at the root have none that could go. */
function deletionsByFolder(changes: readonly Change[]): Map<string, Set<string>> {
  const deletions = new Map<string, Set<string>>()
  for (const { path, newMode } of changes) {
    const slash = path.lastIndexOf('/')
    if (newMode !== 0 || slash < 0) continue
    const folder = path.slice(0, slash)
    const names = deletions.get(folder) ?? new Set()
    deletions.set(folder, names.add(path.slice(slash + 1)))
  }
  return deletions
}

/** Whether a folder of the base holds a file that is not among those deleted: then it, and all above it, are still there. */
async function keepsFile(
  folders: Folders,
  base: TreeOid,
  path: string,
  deleted: ReadonlySet<string>,
): Promise<boolean> {
  const entry = await folders.at(base, path)
  if (entry?.mode !== MODE_FOLDER) return false
  const folder = await folders.load(entry.oid as TreeOid)
  for (const [name, slot] of folder.slots) if (slot.mode !== MODE_FOLDER && !deleted.has(name)) return true
  return false
}

function isSubmodule(change: Change): boolean {
  return change.oldMode === MODE_SUBMODULE || change.newMode === MODE_SUBMODULE
}

/** Regular file or symbolic link, before and after; a deletion keeps whatever it was. */
function keepsType(change: Change): boolean {
  return change.newMode === 0 || typeOf(change.oldMode) === typeOf(change.newMode)
}

/** A regular file, executable or not. */
export function isFile(mode: number): boolean {
  return typeOf(mode) === 0o100000
}

/** The mode without its permissions. */
function typeOf(mode: number): number {
  return mode & 0o170000
}
