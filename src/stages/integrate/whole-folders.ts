/**
 * Folders that come from one side as that side has written them.
 *
 * Old histories, and some tools to this day, write `040000` for a folder and `100664` for a file where git writes `40000` and `100644`. Of
 * a folder that one side left as the base has it git's `ort` takes the other side's, unread (merge-ort.c, resolve_trivial_directory_merge);
 * one that both changed, and always the topmost, it writes anew. Putting leaves into a folder writes it anew too, so of the former kind
 * the folder is to be put in itself. Where a folder differs though nothing in it does, leaves say nothing of it, and git is to be asked.
 */
import type { FolderChange } from '../../base/git/diff-tree.ts'
import type { Folders } from '../../base/git/folders.ts'
import { MODE_FOLDER } from '../../base/git/objects.ts'
import { type Leaf, overlay } from '../../base/git/overlay.ts'
import type { TreeOid } from '../../base/model/oid.ts'
import { foldersAbove } from '../../base/text/raw-path.ts'

/** A version's own leaves, and others that were merged, put into the integration. */
export async function putIn(
  folders: Folders,
  integration: TreeOid,
  changed: readonly FolderChange[],
  { own, others }: { readonly own: readonly Leaf[]; readonly others: readonly Leaf[] },
): Promise<TreeOid> {
  const tree = await overlay(folders, integration, [...own, ...others])
  const whole = await wholeFolders(folders, integration, changed, others)
  // Nearly always they are what was just made: nothing of old is in them.
  const made = await Promise.all([...whole.keys()].map((path) => folders.at(tree, path)))
  if ([...whole.values()].every(({ oid }, at) => made[at]?.oid === oid)) return tree
  const leaves = [...own.filter(({ path }) => !isWithin(path, whole)), ...whole.values(), ...others]
  return overlay(folders, integration, leaves)
}

/** The topmost folders that git takes from the version unread, by path. */
async function wholeFolders(
  folders: Folders,
  integration: TreeOid,
  changed: readonly FolderChange[],
  others: readonly Leaf[],
): Promise<ReadonlyMap<string, Leaf>> {
  const shared = new Set(others.flatMap(({ path }) => foldersAbove(path)))
  const whole = new Map<string, Leaf>()
  for (const { path, from, to } of changed) {
    if (to === undefined || shared.has(path) || isWithin(path, whole)) continue
    const here = await folders.at(integration, path)
    if (here?.oid === from) whole.set(path, { path, mode: MODE_FOLDER, oid: to })
  }
  return whole
}

function isWithin(path: string, whole: ReadonlyMap<string, Leaf>): boolean {
  return whole.size > 0 && foldersAbove(path).some((folder) => whole.has(folder))
}
