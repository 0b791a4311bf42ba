/** Where each side has a conflicted file: the index git would make knows one name, though a rename gave the sides several. */
import type { StageEntry } from '../../../base/git/merge-tree.ts'
import type { Stage } from '../../../base/model/conflict.ts'
import { type BlobOid, EMPTY_TREE, type TreeOid } from '../../../base/model/oid.ts'
import { distinct } from '../../../base/std/collections.ts'
import type { LogicalConflict } from './logical-conflicts.ts'
import type { View } from './view.ts'

/** The three versions of a file, as the commits that clash have them. */
export interface Places {
  readonly base: Stage | undefined
  readonly ours: Stage | undefined
  readonly theirs: Stage | undefined
}

/** `hints` are raw paths to look at besides those git names, such as those in the labels of conflict markers. */
export async function findPlaces(view: View, conflict: LogicalConflict, hints: readonly string[]): Promise<Places> {
  const { clash } = view
  const [baseCommit] = clash.bases
  const base = baseCommit === undefined ? EMPTY_TREE : await view.root(baseCommit)
  const theirs = await view.root(clash.version)
  const paths = distinct([conflict.path, ...hints, ...conflict.paths])
  const find = (stage: StageEntry | undefined, root: TreeOid): Promise<Stage | undefined> =>
    findPlace(view, { stage, root, paths, formerNames: () => formerNames(view, conflict, base, theirs) })
  return {
    base: await find(conflict.base, base),
    ours: await find(conflict.ours, clash.ours),
    theirs: await find(conflict.theirs, theirs),
  }
}

interface Search {
  readonly stage: StageEntry | undefined
  readonly root: TreeOid
  readonly paths: readonly string[]
  readonly formerNames: () => Promise<readonly string[]>
}

/**
 * A side's own file: the one with the content git says, under any of the names. Where a rename met other changes git has merged half of
 * it into the stage, so that no side has that content; the file under the stage's name is meant then.
 */
async function findPlace(view: View, { stage, root, paths, formerNames }: Search): Promise<Stage | undefined> {
  if (stage === undefined) return undefined
  const under = async (names: readonly string[]): Promise<Stage | undefined> => {
    for (const path of names) {
      const entry = await view.entryIn(root, path)
      if (entry?.oid === stage.oid) return stageAt(path, entry.mode, entry.oid)
    }
    return undefined
  }
  const found = await under(paths)
  if (found) return found
  const own = await view.entryIn(root, stage.path)
  if (own && own.mode === stage.mode) return stageAt(stage.path, own.mode, own.oid)
  return (await under(await formerNames())) ?? stageAt(stage.path.replace(MADE_UP, ''), stage.mode, stage.oid)
}

/** What git hangs on the name of a file that it moves aside: the commit it was told to merge. */
const MADE_UP = /~[0-9a-f]{40}(_\d+)?$/

/** Whether git made this name up for a file that it moved aside. */
export function isMadeUp(path: string): boolean {
  return MADE_UP.test(path)
}

function stageAt(path: string, mode: number, oid: string): Stage {
  return { path, mode, oid: oid as BlobOid }
}

/** Names that the base's file had and a side no longer has: what that side renamed. */
async function formerNames(view: View, { base }: LogicalConflict, from: TreeOid, theirs: TreeOid): Promise<string[]> {
  if (base === undefined) return []
  const byTheirs = await view.removedBetween(from, theirs, base.oid)
  return byTheirs.length > 0 ? byTheirs : view.removedBetween(from, view.clash.ours, base.oid)
}
