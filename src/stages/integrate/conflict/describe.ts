/** Turns a merge that clashed into conflicts as data: what clashes, over which lines, and whose commits made them. */
import type { Conflict, ConflictKind } from '../../../base/model/conflict.ts'
import type { TreeOid } from '../../../base/model/oid.ts'
import { conflictId } from '../../../base/text/conflict-id.ts'
import type { Clash, DescribedConflict } from './clash.ts'
import { type ClashingLines, readClashingLines } from './clashing-lines.ts'
import { type LogicalConflict, logicalConflicts } from './logical-conflicts.ts'
import { findPairs, type Pairs } from './pairs.ts'
import { findPlaces } from './places.ts'
import { shownDiff } from './shown-diff.ts'
import { View } from './view.ts'

/**
 * Conflicts of one merge that are read down to their lines. 98 of a hundred merges that conflict do so in less than ten files; one with
 * hundreds is a tree on the wrong base, and naming a commit for each would take minutes.
 */
export const READ_MAX = 100

/** The conflicts of a clash, by path. Never throws for what a commit holds. `result` is the tree in which they are settled. */
export async function describeConflicts(clash: Clash, result?: TreeOid): Promise<readonly DescribedConflict[]> {
  const view = new View(clash)
  const described: DescribedConflict[] = []
  for (const [index, conflict] of logicalConflicts(clash.answer).entries()) {
    described.push(index < READ_MAX ? await describe(view, conflict, result) : await mention(view, conflict))
  }
  return described
}

/** A conflict with what was read of it. */
export interface ReadConflict {
  /** Of its final kind: what git calls contents may be a mode. */
  readonly logical: LogicalConflict
  readonly clashing: ClashingLines
}

export async function readConflict(view: View, logical: LogicalConflict): Promise<ReadConflict> {
  const clashing = await readClashingLines(view, logical)
  return { logical: { ...logical, kind: kindOf(logical, clashing) }, clashing }
}

async function describe(view: View, one: LogicalConflict, result: TreeOid | undefined): Promise<DescribedConflict> {
  const { logical, clashing } = await readConflict(view, one)
  const [pairs, diff] = await Promise.all([
    findPairs(view, logical, clashing),
    shownDiff(view, logical, clashing, result),
  ])
  return { conflict: conflictOf(view, logical, clashing, pairs), diff }
}

/** A conflict with its name and versions only. */
async function mention(view: View, conflict: LogicalConflict): Promise<DescribedConflict> {
  const places = await findPlaces(view, conflict, [])
  const pair = {
    ours: [],
    theirs: { tree: view.clash.tree, commits: [] },
  }
  const clashing = { places, passages: [], hunks: [], marked: undefined }
  return { conflict: conflictOf(view, conflict, clashing, { pairs: [pair], leading: pair }), diff: '' }
}

/** git calls it a conflict of contents, too, when the sides agree on these and not on the file's mode. */
function kindOf({ kind, ours, theirs }: LogicalConflict, { hunks }: ClashingLines): ConflictKind {
  const isText = kind === 'content' || kind === 'add/add'
  return isText && hunks.length === 0 && ours?.mode !== theirs?.mode ? 'mode' : kind
}

function conflictOf(view: View, logical: LogicalConflict, { places, hunks }: ClashingLines, found: Pairs): Conflict {
  const { path, kind, type } = logical
  const { tree, version } = view.clash
  return {
    id: conflictId({ path, kind, hunks, places }),
    tree,
    version,
    path,
    kind,
    type,
    ...places,
    hunks,
    pairs: found.pairs,
    oursBy: found.leading.ours[0] ?? { tree: undefined, commits: [] },
    theirsBy: found.leading.theirs,
    settled: undefined,
    partly: undefined,
    fix: undefined,
  }
}
