/** Edits of single files, applied to a tree by a three-way merge of git's own, `ort`, over trees that hold these files alone. */
import type { MergeAnswer } from '../../../base/git/merge-tree.ts'
import type { Leaf } from '../../../base/git/overlay.ts'
import type { BlobOid, CommitOid, TreeOid } from '../../../base/model/oid.ts'
import type { FixedFile } from '../../../base/model/resolution.ts'
import { throwAwayCommit, treeAtPaths } from '../content-merge.ts'
import type { Workshop } from '../workshop.ts'

export type Applied =
  /** What they change in the tree; nothing when it has them already. */
  | { readonly kind: 'applied'; readonly leaves: readonly Leaf[] }
  /** They clash with what is there: git's answer, about these files. */
  | { readonly kind: 'clash'; readonly answer: MergeAnswer }
  /** git cannot merge it. */
  | { readonly kind: 'unknown' }

export async function applyEdits(shop: Workshop, tree: TreeOid, edits: readonly FixedFile[]): Promise<Applied> {
  const { folders, loose, merger } = shop
  const now = new Map<string, FixedFile['before']>()
  for (const { path } of edits) now.set(path, (await folders.at(tree, path)) as FixedFile['before'])
  const commit = async (of: (edit: FixedFile) => FixedFile['before'], parents: readonly CommitOid[]) => {
    const leaves = edits.flatMap((edit) => leafOf(edit.path, of(edit)))
    const made = throwAwayCommit(await treeAtPaths(shop, leaves), parents)
    loose.write(made)
    return made.oid
  }
  const base = await commit((edit) => edit.before, [])
  const ours = await commit((edit) => now.get(edit.path), [base])
  const answer = await merger.merge(ours, await commit((edit) => edit.after, [base]))
  if ('refused' in answer) return { kind: 'unknown' }
  if (!answer.clean) return { kind: 'clash', answer }
  const changed: Leaf[] = []
  for (const { path } of edits) {
    const [before, after] = [now.get(path), await folders.at(answer.tree, path)]
    if (before?.oid === after?.oid && before?.mode === after?.mode) continue
    if (after !== undefined) folders.adopt(after.oid as BlobOid, loose)
    changed.push(after === undefined ? { path, mode: 0, oid: before?.oid ?? '' } : { path, ...after })
  }
  return { kind: 'applied', leaves: changed }
}

function leafOf(path: string, entry: FixedFile['before']): Leaf[] {
  return entry === undefined ? [] : [{ path, mode: entry.mode, oid: entry.oid }]
}
