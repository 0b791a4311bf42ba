/** The leaves in which two trees differ, found by descending only where ids differ. */
import type { Change } from './diff-tree.ts'
import { MODE_FOLDER } from './objects.ts'
import { EMPTY_TREE, NO_OID, type TreeOid } from '../model/oid.ts'
import { type Entry, entryOf, type Folder } from './folder.ts'
import type { Folders } from './folders.ts'

export interface Difference {
  /** No renames are looked for. */
  readonly leaves: readonly Change[]
  /** Folders that stand in the second tree only where they differ; the topmost has the path ''. */
  readonly folders: readonly { readonly path: string; readonly oid: TreeOid }[]
  /** Whether one of these is not written as git writes folders today, or differs although nothing in it does. */
  readonly oldModes: boolean
}

/** `wanted` says which folders and files to look at; all when left out. */
export async function compareTrees(
  folders: Folders,
  from: TreeOid,
  to: TreeOid,
  wanted: (path: string) => boolean = () => true,
): Promise<Difference> {
  const found: Found = { leaves: [], folders: [], oldModes: false }
  await compareFolders(folders, { from, to, prefix: '', wanted, found })
  return found
}

/** The changes from a first tree to a third, from those to the second and those from there on. */
export function amended(first: readonly Change[], then: readonly Change[]): Change[] {
  const changes = new Map(first.map((change) => [change.path, change]))
  for (const change of then) {
    const { oldMode, oldOid } = changes.get(change.path) ?? change
    if (oldMode === change.newMode && oldOid === change.newOid) changes.delete(change.path)
    else changes.set(change.path, { ...change, oldMode, oldOid })
  }
  return [...changes.values()]
}

interface Step {
  readonly from: TreeOid
  readonly to: TreeOid
  readonly prefix: string
  readonly wanted: (path: string) => boolean
  readonly found: Found
}

/** An entry that is not the same in both folders. */
interface Pair {
  readonly path: string
  readonly old: Entry | undefined
  readonly now: Entry | undefined
}

interface Found {
  readonly leaves: Change[]
  readonly folders: { readonly path: string; readonly oid: TreeOid }[]
  oldModes: boolean
}

async function compareFolders(folders: Folders, step: Step): Promise<void> {
  if (step.from === step.to) return
  const { found } = step
  const before = found.leaves.length
  found.folders.push({ path: step.prefix.slice(0, -1), oid: step.to })
  const old = await folders.load(step.from)
  const now = await folders.load(step.to)
  const pairs = differing(old, now)
    .map((name) => ({ path: step.prefix + name, old: entryOf(old, name), now: entryOf(now, name) }))
    .filter(({ path }) => step.wanted(path))
  await loadAll(folders, pairs)
  for (const pair of pairs) await compareEntries(folders, step, pair)
  if (!now.canonical || found.leaves.length === before) found.oldModes = true
}

/** Names whose entries are not the same, those of the second folder first. */
function differing(old: Folder, now: Folder): string[] {
  const names: string[] = []
  for (const [name, { mode, idAt }] of now.slots) {
    const slot = old.slots.get(name)
    const isSame =
      slot?.mode === mode && old.content.compare(now.content, idAt, idAt + 20, slot.idAt, slot.idAt + 20) === 0
    if (!isSame) names.push(name)
  }
  for (const name of old.slots.keys()) if (!now.slots.has(name)) names.push(name)
  return names
}

/** Folders that are not in memory are asked for all at once: git's answers to a chain of questions would have to be waited for one by one. */
async function loadAll(folders: Folders, pairs: readonly Pair[]): Promise<void> {
  const missing: Promise<Folder>[] = []
  for (const entry of pairs.flatMap(({ old, now }) => [old, now]))
    if (entry?.mode === MODE_FOLDER && folders.near(entry.oid as TreeOid) === undefined)
      missing.push(folders.load(entry.oid as TreeOid))
  if (missing.length > 0) await Promise.all(missing)
}

async function compareEntries(folders: Folders, step: Step, { path, old, now }: Pair): Promise<void> {
  const oldFolder = old?.mode === MODE_FOLDER
  const newFolder = now?.mode === MODE_FOLDER
  if (oldFolder || newFolder) {
    const from = oldFolder ? (old.oid as TreeOid) : EMPTY_TREE
    const to = newFolder ? (now.oid as TreeOid) : EMPTY_TREE
    await compareFolders(folders, { ...step, from, to, prefix: `${path}/` })
  }
  const oldLeaf = oldFolder ? undefined : old
  const newLeaf = newFolder ? undefined : now
  if (oldLeaf === undefined && newLeaf === undefined) return
  step.found.leaves.push({
    path,
    oldMode: oldLeaf?.mode ?? 0,
    oldOid: oldLeaf?.oid ?? NO_OID,
    newMode: newLeaf?.mode ?? 0,
    newOid: newLeaf?.oid ?? NO_OID,
  })
}
