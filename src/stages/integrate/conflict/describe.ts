/** Turns a merge that clashed into conflicts as data: what clashes, over which lines, and whose commits made them. */
import type { Conflict } from '../../../base/model/conflict.ts'
import { conflictId } from '../../../base/text/conflict-id.ts'
import type { DescribedConflict } from './clash.ts'
import type { ClashingLines } from './clashing-lines.ts'
import type { LogicalConflict } from './logical-conflicts.ts'
import { findPairs, type Pairs } from './pairs.ts'
import { findPlaces } from './places.ts'
import type { ClashReading } from './reading.ts'
import { type SettledIn, shownDiff } from './shown-diff.ts'
import type { View } from './view.ts'

/**
 * Conflicts of one merge that are read down to their lines. 98 of a hundred merges that conflict do so in less than ten files; one with
 * hundreds is a tree on the wrong base, and naming a commit for each would take minutes.
 */
export const READ_MAX = 100

/** The conflicts of a clash, by path. Never throws for what a commit holds. `result` is where they are settled. */
export async function describeConflicts(
  reading: ClashReading,
  result?: SettledIn,
): Promise<readonly DescribedConflict[]> {
  const described: DescribedConflict[] = []
  for (const [index, conflict] of reading.conflicts.entries()) {
    const isRead = index < READ_MAX
    described.push(isRead ? await describe(reading, conflict, result) : await mention(reading.view, conflict))
  }
  return described
}

async function describe(
  reading: ClashReading,
  one: LogicalConflict,
  result: SettledIn | undefined,
): Promise<DescribedConflict> {
  const { view } = reading
  const { logical, clashing } = await reading.read(one)
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
