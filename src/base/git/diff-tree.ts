/** What changed between two trees, path by path, without rename detection: `git diff-tree --stdin`. */
import type { TreeOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { MODE_FOLDER } from './objects.ts'
import type { Git } from './spawn.ts'

/** A leaf that differs. Modes are octal numbers, 0 with an absent oid where a side lacks the path. */
export interface Change {
  /** Raw bytes as latin1. */
  readonly path: string
  readonly oldMode: number
  readonly oldOid: string
  readonly newMode: number
  readonly newOid: string
}

export interface TreePair {
  readonly from: TreeOid
  readonly to: TreeOid
}

/** A folder that differs; undefined where a side lacks it. */
export interface FolderChange {
  readonly path: string
  readonly from: TreeOid | undefined
  readonly to: TreeOid | undefined
}

/** What two trees differ in, with the folders on the way. */
export interface TreeDiff {
  readonly leaves: readonly Change[]
  /** Folders below the topmost that are another than before, each before those in it. */
  readonly folders: readonly FolderChange[]
  /** Whether some folder differs although nothing in it does: one of the two is not written as git writes them today. */
  readonly hollow: boolean
}

/** The changes of each pair, in the order of the pairs. */
export async function diffTrees(git: Git, pairs: readonly TreePair[]): Promise<Change[][]> {
  return parseDiffs(await ask(git, pairs, []), pairs.length)
}

/** So many pairs are worth a second process, on the other core. */
const HALVED_FROM = 100

/** The same, and what became of the folders. */
export async function diffTreesAndFolders(git: Git, pairs: readonly TreePair[]): Promise<TreeDiff[]> {
  const half = pairs.length < HALVED_FROM ? pairs.length : Math.ceil(pairs.length / 2)
  const halves = [pairs.slice(0, half), pairs.slice(half)]
  const diffs = halves.map(async (some) => parseDiffs(await ask(git, some, ['-t']), some.length).map(tellApart))
  return (await Promise.all(diffs)).flat()
}

async function ask(git: Git, pairs: readonly TreePair[], more: readonly '-t'[]): Promise<Buffer> {
  if (pairs.length === 0) return Buffer.alloc(0)
  const input = pairs.map(({ from, to }) => `${from} ${to}\n`).join('')
  const { stdout } = await git.run({
    args: ['diff-tree', '--stdin', '-r', ...more, '-z', '--raw', '--no-renames', '--no-abbrev'],
    input,
  })
  return stdout
}

/** A folder stands before what is in it. */
function tellApart(changes: readonly Change[]): TreeDiff {
  const leaves: Change[] = []
  const folders: FolderChange[] = []
  let hollow = false
  for (const [at, change] of changes.entries()) {
    if (change.oldMode !== MODE_FOLDER && change.newMode !== MODE_FOLDER) {
      leaves.push(change)
      continue
    }
    const { path, oldMode, oldOid, newMode, newOid } = change
    const side = (mode: number, oid: string): TreeOid | undefined => (mode === 0 ? undefined : (oid as TreeOid))
    folders.push({ path, from: side(oldMode, oldOid), to: side(newMode, newOid) })
    if (changes[at + 1]?.path.startsWith(`${path}/`) !== true) hollow = true
  }
  return { leaves, folders, hollow }
}

/** Each pair is answered by `<from> SP <to> LF`, then `:<mode> <mode> <oid> <oid> <letter> NUL <path> NUL` for each change. */
function parseDiffs(data: Buffer, count: number): Change[][] {
  const diffs: Change[][] = []
  let changes: Change[] | undefined
  for (let at = 0; at < data.length; ) {
    if (data[at] !== COLON) {
      at = data.indexOf(0x0a, at) + 1
      assert(at > 0, 'git diff-tree printed a header without an end')
      changes = []
      diffs.push(changes)
      continue
    }
    const nul = data.indexOf(0, at)
    const end = data.indexOf(0, nul + 1)
    assert(changes !== undefined && nul > 0 && end > 0, 'git diff-tree printed a change that does not parse')
    changes.push(parseChange(data.toString('latin1', at, nul), data.toString('latin1', nul + 1, end)))
    at = end + 1
  }
  assert(diffs.length === count, `git diff-tree answered ${diffs.length} of ${count} pairs`)
  return diffs
}

const COLON = 0x3a

/** `:100644 100755 <40> <40> M`: fields of fixed width. */
function parseChange(head: string, path: string): Change {
  return {
    path,
    oldMode: Number.parseInt(head.slice(1, 7), 8),
    newMode: Number.parseInt(head.slice(8, 14), 8),
    oldOid: head.slice(15, 55),
    newOid: head.slice(56, 96),
  }
}
