/**
 * Merges the contents of files that both sides changed, by git's own `ort`, over trees that hold nothing else.
 *
 * What becomes of a path that base, ours and theirs all have as a regular file depends on its three entries and its attributes alone;
 * so git is given trees with only these paths, at their places, and has nothing else to walk.
 */
import type { Entry } from '../../base/git/folder.ts'
import { Folders } from '../../base/git/folders.ts'
import { makeCommit } from '../../base/git/objects.ts'
import { type Leaf, overlay } from '../../base/git/overlay.ts'
import { type BlobOid, type CommitOid, EMPTY_TREE } from '../../base/model/oid.ts'
import type { BothChanged } from './plain-merge.ts'
import type { Workshop } from './workshop.ts'

/** Contents merged before: a fact about three entries and a path, as long as attributes and git stay the same. */
export type ContentMemo = Map<string, Entry>

/** The merged files, or undefined when one of them conflicts or git cannot merge them. */
export async function mergeContents(
  shop: Workshop,
  both: readonly BothChanged[],
  memo: ContentMemo,
): Promise<readonly Leaf[] | undefined> {
  const unknown = both.filter((file) => !memo.has(keyOf(file)))
  if (unknown.length > 0 && !(await mergeUnknown(shop, unknown, memo))) return undefined
  return both.map((file) => {
    const { mode, oid } = memo.get(keyOf(file)) ?? file.ours
    return { path: file.path, mode, oid }
  })
}

async function mergeUnknown(shop: Workshop, files: readonly BothChanged[], memo: ContentMemo): Promise<boolean> {
  // Folders of their own: these trees are not part of any release.
  const folders = new Folders(shop.reader)
  const commit = async (side: 'base' | 'ours' | 'theirs', parents: readonly CommitOid[]): Promise<CommitOid> => {
    const tree = await overlay(
      folders,
      EMPTY_TREE,
      files.map((file) => ({ path: file.path, ...file[side] })),
    )
    folders.show(tree, shop.loose)
    const made = makeCommit({ tree, parents, by: NOBODY, at: { epochSeconds: 0, zoneMinutes: 0 }, message: '' })
    shop.loose.write(made)
    return made.oid
  }
  const base = await commit('base', [])
  const answer = await shop.merger.merge(await commit('ours', [base]), await commit('theirs', [base]))
  if ('refused' in answer || !answer.clean) return false
  for (const file of files) {
    const entry = await folders.at(answer.tree, file.path)
    if (entry === undefined) return false
    memo.set(keyOf(file), entry)
    shop.folders.adopt(entry.oid as BlobOid, shop.loose)
  }
  return true
}

function keyOf({ path, base, ours, theirs }: BothChanged): string {
  return [base, ours, theirs].map(({ mode, oid }) => `${mode.toString(8)} ${oid}`).join(' ') + path
}

/** Signs commits that nobody ever sees. */
export const NOBODY = { name: 'nobody', email: 'nobody@invalid' }
