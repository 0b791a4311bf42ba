/**
 * Merges the contents of files that both sides changed, by git's own `ort`, over trees that hold nothing else.
 *
 * What becomes of a path that base, ours and theirs all have as a regular file depends on its three entries and its attributes alone.
 * So git is given trees of just these files, many at once, and has nothing else to walk.
 */
import type { Entry } from '../../base/git/folder.ts'
import { Folders } from '../../base/git/folders.ts'
import type { MergeAnswer, Merger, MergeRefusal } from '../../base/git/merge-tree.ts'
import { type GitObject, makeCommit, makeTree } from '../../base/git/objects.ts'
import { type Leaf, overlay } from '../../base/git/overlay.ts'
import type { Instant } from '../../base/model/instant.ts'
import { type BlobOid, type CommitOid, EMPTY_TREE, type TreeOid } from '../../base/model/oid.ts'
import type { BothChanged } from './plain-merge.ts'
import type { Workshop } from './workshop.ts'

/**
 * Contents merged before: a fact about three entries and a path, as long as attributes and git stay the same. Undefined where they clash.
 * That the merged file is still to be had is no fact, and is asked (`learnContents`).
 */
export type ContentMemo = Map<string, Entry | undefined>

/** The merged files, or undefined when one of them conflicts or git cannot merge them. */
export async function mergeContents(
  shop: Workshop,
  both: readonly BothChanged[],
  memo: ContentMemo,
): Promise<readonly Leaf[] | undefined> {
  // Whoever asks next what the clash is has git merge them all in any case.
  if (both.some((file) => clashes(file, memo))) return undefined
  await learnContents(shop, shop.merger, both, memo)
  const leaves: Leaf[] = []
  for (const file of both) {
    const entry = memo.get(contentKey(file))
    if (entry === undefined) return undefined
    shop.folders.adopt(entry.oid as BlobOid, shop.loose)
    leaves.push({ path: file.path, ...entry })
  }
  return leaves
}

function clashes(file: BothChanged, memo: ContentMemo): boolean {
  const key = contentKey(file)
  return memo.has(key) && memo.get(key) === undefined
}

/** Merges what is not known yet and remembers what comes of it. No two files may have the same path. */
export async function learnContents(
  shop: Workshop,
  merger: Merger,
  both: readonly BothChanged[],
  memo: ContentMemo,
): Promise<void> {
  await forgetLost(shop, both, memo)
  const unknown = both.filter((file) => !memo.has(contentKey(file)))
  if (unknown.length === 0) return
  // Only attributes look at names.
  const numbered = shop.attributes.length === 0
  const write: WriteTree = async (leaves) => (numbered ? numberedTree(shop, leaves) : treeAtPaths(shop, leaves))
  const answer = await mergeOnly(shop, merger, unknown, write)
  if ('refused' in answer) return
  const conflicted = new Set(answer.stages.map((stage) => stage.path))
  const folders = new Folders(shop.reader)
  for (const [at, file] of unknown.entries()) {
    const name = numbered ? String(at) : file.path
    memo.set(contentKey(file), conflicted.has(name) ? undefined : await folders.at(answer.tree, name))
  }
}

/** What was merged for a tree that then stayed out went with the workshop of that run, and git may have pruned what no release holds. */
export async function forgetLost(shop: Workshop, both: readonly BothChanged[], memo: ContentMemo): Promise<void> {
  const lost = async (file: BothChanged): Promise<boolean> => {
    const oid = memo.get(contentKey(file))?.oid as BlobOid | undefined
    if (oid === undefined || shop.folders.made.has(oid) || shop.loose.has(oid)) return false
    return (await shop.reader.size(oid)) === undefined
  }
  const isLost = await Promise.all(both.map(lost))
  for (const [at, file] of both.entries()) if (isLost[at] === true) memo.delete(contentKey(file))
}

/**
 * git's answer about files of which one at least conflicts, at their own paths, so that it reads as if the whole trees had been merged.
 * Undefined when none conflicts, or git cannot tell.
 */
export async function contentClash(shop: Workshop, both: readonly BothChanged[]): Promise<MergeAnswer | undefined> {
  const write = async (leaves: readonly Leaf[]): Promise<TreeOid> => treeAtPaths(shop, leaves)
  const answer = await mergeOnly(shop, shop.merger, both, write)
  return 'refused' in answer || answer.clean ? undefined : answer
}

type WriteTree = (leaves: readonly Leaf[]) => Promise<TreeOid>

/** git's answer about these files alone. */
async function mergeOnly(
  shop: Workshop,
  merger: Merger,
  files: readonly BothChanged[],
  write: WriteTree,
): Promise<MergeAnswer | MergeRefusal> {
  const commit = async (side: 'base' | 'ours' | 'theirs', parents: readonly CommitOid[]): Promise<CommitOid> => {
    const tree = await write(files.map((file) => ({ path: file.path, ...file[side] })))
    const made = throwAwayCommit(tree, parents)
    shop.loose.write(made)
    return made.oid
  }
  const base = await commit('base', [])
  return merger.merge(await commit('ours', [base]), await commit('theirs', [base]))
}

/** A tree of these files, where git can see it and no release ever will. */
export async function treeAtPaths(shop: Workshop, leaves: readonly Leaf[]): Promise<TreeOid> {
  const folders = new Folders(shop.reader)
  const tree = await overlay(folders, EMPTY_TREE, leaves)
  folders.show(tree, shop.loose)
  return tree
}

/** The same files as one folder of numbers: the cheapest tree there is, where only their order tells them apart. */
function numberedTree(shop: Workshop, leaves: readonly Leaf[]): TreeOid {
  const tree = makeTree(leaves.map(({ mode, oid }, at) => ({ name: String(at), mode, oid })))
  shop.loose.write(tree)
  return tree.oid
}

export function contentKey({ path, base, ours, theirs }: BothChanged): string {
  return [base, ours, theirs].map(({ mode, oid }) => `${mode.toString(8)} ${oid}`).join(' ') + path
}

/** A commit that stands for a tree on its parents while git merges it, and that no release ever holds. git walks long histories by their dates, so one on top of such wants one. */
export function throwAwayCommit(tree: TreeOid, parents: readonly CommitOid[], at = NEVER): GitObject<CommitOid> {
  return makeCommit({ tree, parents, by: NOBODY, at, message: '' })
}

const NEVER: Instant = { epochSeconds: 0, zoneMinutes: 0 }

/** Signs commits that nobody ever sees. */
const NOBODY = { name: 'nobody', email: 'nobody@invalid' }
