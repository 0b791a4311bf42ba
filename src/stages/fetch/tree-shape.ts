/** How deep and how long the paths below a folder are, without ever walking them one by one: each tree object is looked at once. */
import {
  MODE_EXECUTABLE,
  MODE_FILE,
  MODE_FOLDER,
  MODE_SUBMODULE,
  MODE_SYMLINK,
  parseTree,
  type TreeEntry,
} from '../../base/git/objects.ts'
import { short, type TreeOid } from '../../base/model/oid.ts'
import type { Limits } from '../../base/model/roster.ts'
import { oneLine } from '../../base/text/printable.ts'
import { inCount } from './limits.ts'

/** How a folder's paths are at most, seen from it. */
export interface TreeShape {
  /** Names in the path of names most. */
  readonly depth: number
  /** Bytes in the longest path. */
  readonly length: number
}

export interface Shapes {
  has(oid: TreeOid): boolean
  get(oid: TreeOid): TreeShape | undefined
  set(oid: TreeOid, shape: TreeShape): void
}

export interface ShapeCheck {
  readonly roots: readonly TreeOid[]
  readonly limits: Pick<Limits, 'treeDepth' | 'pathLength'>
  /** Whether files may have modes such as 100600, which git reads as 100644 or 100755. */
  readonly oddModes: boolean
  /** Shapes known already. A tree's shape follows from its id, so they hold for every tree of every maintainer. */
  readonly known: Shapes
  readonly readTree: (oid: TreeOid) => Promise<Buffer>
}

/** The fault of a path or a name below one of the roots, in plain words; undefined when there is none. */
export async function shapeFault(check: ShapeCheck): Promise<string | undefined> {
  const folders = await readFolders(check)
  if (typeof folders === 'string') return folders
  for (const root of check.roots) {
    const shape = shapeOf(root, folders, check.known)
    if (shape.length > check.limits.pathLength) return tooLong(check.limits)
    if (shape.depth > check.limits.treeDepth) return tooDeep(check.limits)
  }
  return undefined
}

interface Folder {
  /** Longest name of a file. */
  readonly fileLength: number
  readonly below: readonly { readonly oid: TreeOid; readonly nameLength: number }[]
}

/** Reads every folder not known yet, all of one level at a time. As each new level lies one deeper below a root, the limit ends this too. */
async function readFolders(check: ShapeCheck): Promise<Map<TreeOid, Folder> | string> {
  const { roots, limits, known, readTree } = check
  const folders = new Map<TreeOid, Folder>()
  let level = new Set(roots.filter((oid) => !known.has(oid)))
  for (let depth = 1; level.size > 0; depth += 1) {
    if (depth > limits.treeDepth) return tooDeep(limits)
    const next = new Set<TreeOid>()
    for (const part of inParts([...level])) {
      const read = await Promise.all(part.map(async (oid) => ({ oid, entries: parseTree(await readTree(oid)) })))
      for (const { oid, entries } of read) {
        const fault = entriesFault(entries, check.oddModes)
        if (fault !== undefined) return `object ${short(oid)} is at fault: ${fault}`
        const folder = folderOf(entries)
        folders.set(oid, folder)
        for (const { oid: child } of folder.below) if (!known.has(child) && !folders.has(child)) next.add(child)
      }
    }
    level = new Set([...next].filter((oid) => !folders.has(oid)))
  }
  return folders
}

/** So many are read at once: enough to keep git busy, few enough to keep memory small. */
const READ_AT_ONCE = 500

function* inParts<Item>(items: readonly Item[]): Generator<Item[]> {
  for (let at = 0; at < items.length; at += READ_AT_ONCE) yield items.slice(at, at + READ_AT_ONCE)
}

function folderOf(entries: readonly TreeEntry[]): Folder {
  const below = entries
    .filter(({ mode }) => mode === MODE_FOLDER)
    .map(({ oid, name }) => ({ oid: oid as TreeOid, nameLength: name.length }))
  const fileLength = entries.reduce(
    (most, { mode, name }) => (mode === MODE_FOLDER ? most : Math.max(most, name.length)),
    0,
  )
  return { fileLength, below }
}

/** 100664 is what git wrote in its first weeks; it reads it as 100644. */
const MODES: ReadonlySet<number> = new Set([
  MODE_FILE,
  MODE_EXECUTABLE,
  MODE_SYMLINK,
  MODE_FOLDER,
  MODE_SUBMODULE,
  0o100664,
])

/** What git's own check lets pass or tolerates on request, and what no path may be made of. */
function entriesFault(entries: readonly TreeEntry[], oddModes: boolean): string | undefined {
  const seen = new Set<string>()
  for (const { name, mode } of entries) {
    if (!MODES.has(mode) && !(oddModes && mode >> 12 === MODE_FILE >> 12))
      return `${quoted(name)} has the mode ${mode.toString(8)}, which stands for nothing`
    if (name === '' || name === '.' || name === '..' || name.toLowerCase() === '.git')
      return `a folder lists a file called ${quoted(name)}`
    if (name.includes('/')) return `a folder lists ${quoted(name)}, a name with a slash`
    if (seen.has(name)) return `a folder lists ${quoted(name)} twice`
    seen.add(name)
  }
  return undefined
}

/** Children before parents, on a stack of our own: the depth of what is hostile must not be the depth of our calls. */
function shapeOf(root: TreeOid, folders: ReadonlyMap<TreeOid, Folder>, known: Shapes): TreeShape {
  const stack = [root]
  for (let oid = stack.at(-1); oid !== undefined; oid = stack.at(-1)) {
    const folder = folders.get(oid) ?? EMPTY
    const missing = folder.below.filter((child) => !known.has(child.oid))
    if (known.has(oid) || missing.length === 0) {
      if (!known.has(oid)) known.set(oid, around(folder, known))
      stack.pop()
    } else {
      for (const child of missing) stack.push(child.oid)
    }
  }
  return known.get(root) ?? NOTHING
}

function around(folder: Folder, known: Shapes): TreeShape {
  let { depth, length } = folder.fileLength > 0 ? { depth: 1, length: folder.fileLength } : NOTHING
  for (const { oid, nameLength } of folder.below) {
    const below = known.get(oid) ?? NOTHING
    depth = Math.max(depth, 1 + below.depth)
    length = Math.max(length, below.length === 0 ? nameLength : nameLength + 1 + below.length)
  }
  return { depth, length }
}

const NOTHING: TreeShape = { depth: 0, length: 0 }
const EMPTY: Folder = { fileLength: 0, below: [] }

function tooDeep({ treeDepth }: ShapeCheck['limits']): string {
  return `it nests folders deeper than the ${inCount(treeDepth)} that are allowed`
}

function tooLong({ pathLength }: ShapeCheck['limits']): string {
  return `it has a path longer than the ${inCount(pathLength)} bytes that are allowed`
}

function quoted(name: string): string {
  return JSON.stringify(oneLine(Buffer.from(name, 'latin1').toString('utf8'), 80))
}
