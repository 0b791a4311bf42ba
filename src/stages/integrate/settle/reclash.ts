/** Reads a recorded conflict down to its lines again, from the three versions that the record keeps. */
import type { Leaf } from '../../../base/git/overlay.ts'
import type { ClashedFile } from '../../../base/model/clashed-file.ts'
import type { Conflict, Stage } from '../../../base/model/conflict.ts'
import type { TreeName } from '../../../base/model/names.ts'
import { type CommitOid, EMPTY_TREE, type TreeOid } from '../../../base/model/oid.ts'
import { distinct } from '../../../base/std/collections.ts'
import { readConflict } from '../conflict/reading.ts'
import { logicalConflicts } from '../conflict/logical-conflicts.ts'
import { View } from '../conflict/view.ts'
import { throwAwayCommit, treeAtPaths } from '../content-merge.ts'
import type { Workshop } from '../workshop.ts'
import { clashedFile } from './clashed-files.ts'

/** What is kept of a conflict: its three versions, and what it is called by. */
export type ClashSource = Pick<Conflict, 'path' | 'kind' | 'base' | 'ours' | 'theirs'>

/** A conflict's three versions as commits of one file each, so that git can merge them again. */
export interface Restaged {
  readonly ours: CommitOid
  readonly theirs: CommitOid
  readonly view: View
}

/** Undefined where git has nothing to merge: a version is missing, or is no file. */
export async function restage(shop: Workshop, conflict: ClashSource): Promise<Restaged | undefined> {
  const { base, ours, theirs, path } = conflict
  if (ours === undefined || theirs === undefined) return undefined
  const commit = async (stage: Stage | undefined, parents: readonly CommitOid[]) => {
    const tree = stage === undefined ? EMPTY_TREE : await treeAtPaths(shop, [leafOf(path, stage)])
    const made = throwAwayCommit(tree, parents)
    shop.loose.write(made)
    return { oid: made.oid, tree }
  }
  const from = await commit(base, [])
  const [left, right] = [await commit(ours, [from.oid]), await commit(theirs, [from.oid])]
  const answer = await shop.merger.merge(left.oid, right.oid)
  if ('refused' in answer || answer.clean) return undefined
  const clash = {
    shop,
    tree: NO_TREE,
    version: right.oid,
    bases: [from.oid],
    commits: [right.oid],
    ours: left.tree satisfies TreeOid,
    upstream: left.oid,
    earlier: [],
    answer,
  }
  return { ours: left.oid, theirs: right.oid, view: new View(clash) }
}

/** The conflict as a run would read it. Its versions and names are the recorded ones, whatever names they are merged under here. */
export async function reclash(shop: Workshop, conflict: ClashSource): Promise<ClashedFile> {
  const { path, kind, base, ours, theirs } = conflict
  const paths = distinct([path, base?.path, ours?.path, theirs?.path].filter((one) => one !== undefined))
  const recorded = { path, kind, paths, base, ours, theirs }
  const restaged = await restage(shop, conflict)
  const [logical] = restaged === undefined ? [] : logicalConflicts(restaged.view.clash.answer)
  if (restaged === undefined || logical === undefined) return { ...recorded, passages: [], texts: {} }
  const { passages, texts } = await clashedFile(restaged.view, await readConflict(restaged.view, logical))
  return { ...recorded, passages, texts }
}

function leafOf(path: string, { mode, oid }: Stage): Leaf {
  return { path, mode, oid }
}

/** Nobody's name is asked for: only lines are read. */
const NO_TREE = 'theirs' as TreeName
