/** The diff of a conflict as people read it in a mail: in the shape of `git diff --cc`, with readable labels, and bounded. */
import { combinedDiff, plainDiff } from '../../../base/git/combined-diff.ts'
import { makeCommit } from '../../../base/git/objects.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import { distinct } from '../../../base/std/collections.ts'
import { printable } from '../../../base/text/printable.ts'
import { NOBODY } from '../content-merge.ts'
import type { Clash } from './clash.ts'
import type { ClashingLines } from './clashing-lines.ts'
import type { LogicalConflict } from './logical-conflicts.ts'
import { type MarkedFile, nameInLabel } from './marked-file.ts'

/** Most that is shown of one conflict. The 95th of a hundred combined diffs mailed for linux-next has 6 KB. */
const DIFF_MAX_CHARACTERS = 32 * 1024

/** Longest line shown. Sources have 100 characters a line; generated files have thousands. */
const LINE_MAX_CHARACTERS = 500

/** Commits that stand in for the two sides and their merge, so that git can compare them. */
export interface ShownMerge {
  readonly ours: CommitOid
  readonly merge: CommitOid
}

export function writeShownMerge({ shop, ours, version, answer }: Clash): ShownMerge {
  const by = { by: NOBODY, at: { epochSeconds: 0, zoneMinutes: 0 }, message: '' }
  const side = makeCommit({ tree: ours, parents: [], ...by })
  const merge = makeCommit({ tree: answer.tree, parents: [side.oid, version], ...by })
  shop.loose.write(side)
  shop.loose.write(merge)
  return { ours: side.oid, merge: merge.oid }
}

/** What the conflict looks like; where one side's version stands in the result, what that side changed. Empty when there is nothing to see. */
export async function shownDiff(
  clash: Clash,
  merge: ShownMerge,
  conflict: LogicalConflict,
  { places, marked }: ClashingLines,
): Promise<string> {
  const { bases, version, tree } = clash
  const { git } = clash.shop
  const paths = distinct([
    conflict.path,
    ...conflict.paths,
    ...[places.base, places.ours, places.theirs].flatMap((place) => place?.path ?? []),
  ])
  const combined = await combinedDiff(git, merge.merge, paths)
  if (combined === undefined) return TOO_LARGE
  if (combined.length > 0) return shorten(relabel(readable(combined), tree, marked))
  const [base] = bases
  if (base === undefined) return ''
  const changed = await plainDiff(git, base, places.theirs === undefined ? merge.ours : version, paths)
  return changed === undefined ? TOO_LARGE : shorten(readable(changed))
}

const TOO_LARGE = '(The diff is too large to be shown.)\n'

function readable(diff: Buffer): string {
  return printable(diff.toString('utf8').replace(/\r/g, '^M'))
}

/**
 * Markers name the sides by what git was told to merge, throw-away ids; they become HEAD and the tree. The result's own id depends on
 * them and becomes the zeros that `git diff` shows for a file in a work tree.
 */
function relabel(diff: string, tree: string, marked: MarkedFile | undefined): string {
  const named = diff.replace(
    /^(index [0-9a-f]+,[0-9a-f]+\.\.)[0-9a-f]+/gm,
    (_, start: string) => `${start}${'0'.repeat(12)}`,
  )
  if (marked === undefined) return named
  return named.replace(/^(\+\+[<>]+ )([0-9a-f]{40})/gm, (line, marker: string, id: string) => {
    if (id === nameInLabel(marked.oursLabel)) return `${marker}HEAD`
    return id === nameInLabel(marked.theirsLabel) ? `${marker}${tree}` : line
  })
}

/** Cuts long lines and what is beyond the limit, and says how much that was. */
function shorten(diff: string): string {
  const lines = diff.split('\n')
  if (lines.at(-1) === '') lines.pop()
  let shown = ''
  for (const [index, line] of lines.entries()) {
    const next = line.length > LINE_MAX_CHARACTERS ? `${line.slice(0, LINE_MAX_CHARACTERS)}…` : line
    if (shown.length + next.length > DIFF_MAX_CHARACTERS) return `${shown}(${lines.length - index} more lines)\n`
    shown += `${next}\n`
  }
  return shown
}
