/** Puts changed leaves into a tree, making only the folders on their paths anew. */
import { MODE_FOLDER } from './objects.ts'
import { EMPTY_TREE, type TreeOid } from '../model/oid.ts'
import { groupBy } from '../std/collections.ts'
import { entryOf } from './folder.ts'
import type { FolderEdit } from './folder-edit.ts'
import type { Folders } from './folders.ts'

/** What stands at a path afterwards; mode 0 takes it away. */
export interface Leaf {
  /** Raw bytes as latin1. */
  readonly path: string
  readonly mode: number
  readonly oid: string
}

/** The tree `root` with these leaves. Folders that become empty go away, as git has no empty folders. */
export async function overlay(folders: Folders, root: TreeOid, leaves: readonly Leaf[]): Promise<TreeOid> {
  if (leaves.length === 0) return root
  const parts = leaves.map((leaf) => ({ names: leaf.path.split('/'), leaf }))
  return (await overlayFolder(folders, root, parts, 0)) ?? EMPTY_TREE
}

interface Part {
  readonly names: readonly string[]
  readonly leaf: Leaf
}

/** Folders that are descended into before the stack is let go: what git itself cannot follow, 10,000 of them, does no harm here. */
const DEPTH_AT_ONCE = 256

async function overlayFolder(
  folders: Folders,
  oid: TreeOid,
  parts: readonly Part[],
  depth: number,
): Promise<TreeOid | undefined> {
  if (depth % DEPTH_AT_ONCE === DEPTH_AT_ONCE - 1) await Promise.resolve()
  const folder = folders.near(oid) ?? (await folders.load(oid))
  const edits: FolderEdit[] = []
  for (const [name, below] of groupBy(parts, (part) => part.names[depth] ?? '')) {
    // A file that gives way to a folder is both taken out and descended into: what is added decides.
    const here = below.find((part) => part.names.length === depth + 1)
    const deeper = below.filter((part) => part.names.length > depth + 1)
    if (deeper.length === 0) {
      edits.push({
        name,
        entry: here === undefined || here.leaf.mode === 0 ? undefined : { mode: here.leaf.mode, oid: here.leaf.oid },
      })
      continue
    }
    const old = entryOf(folder, name)
    const child = await overlayFolder(
      folders,
      old?.mode === MODE_FOLDER ? (old.oid as TreeOid) : EMPTY_TREE,
      deeper,
      depth + 1,
    )
    if (child !== undefined) edits.push({ name, entry: { mode: MODE_FOLDER, oid: child } })
    else
      edits.push({
        name,
        entry: here && here.leaf.mode !== 0 ? { mode: here.leaf.mode, oid: here.leaf.oid } : undefined,
      })
  }
  return folders.edit(oid, edits)
}
