/** The diff of a conflict as people read it in a mail: in the shape of `git diff --cc`, with readable labels, and bounded. */
import { count } from '../../../base/text/count.ts'
import type { Entry } from '../../../base/git/folder.ts'
import { makeCommit, makeTree } from '../../../base/git/objects.ts'
import type { Leaf } from '../../../base/git/overlay.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import { printable } from '../../../base/text/printable.ts'
import { NOBODY, treeAtPaths } from '../content-merge.ts'
import type { Workshop } from '../workshop.ts'
import type { ClashingLines } from './clashing-lines.ts'
import type { LogicalConflict } from './logical-conflicts.ts'
import { type MarkedFile, nameInLabel } from './marked-file.ts'
import type { View } from './view.ts'

/** Most that is shown of one conflict. The 95th of a hundred combined diffs mailed for linux-next has 6 KB. */
const DIFF_MAX_CHARACTERS = 32 * 1024

/** Longest line shown. Sources have 100 characters a line; generated files have thousands. */
const LINE_MAX_CHARACTERS = 500

/** What the conflict looks like; where the result is one side's version, what the other changed. Empty when there is nothing to see. */
export async function shownDiff(
  view: View,
  conflict: LogicalConflict,
  clashing: ClashingLines,
  settled: TreeOid | undefined,
): Promise<string> {
  const { ours, theirs, base } = clashing.places
  const { tree, shop, answer } = view.clash
  const marked = conflict.theirs ?? conflict.ours
  const result = marked && (await view.entryIn(settled ?? answer.tree, marked.path))
  if (ours && theirs && marked && result && result.oid !== ours.oid && result.oid !== theirs.oid) {
    const at = (entry: Entry): Leaf => ({ path: marked.path, mode: entry.mode, oid: entry.oid })
    const diff = await shop.printer.combined(await mergeOf(shop, at(ours), at(theirs), at(result)))
    return diff === undefined ? TOO_LARGE : shorten(relabel(readable(diff), tree, clashing.marked))
  }
  const [from, to] = [await treeOf(shop, base), await treeOf(shop, theirs ?? ours)]
  const diff = await shop.printer.plain(from, to)
  return diff === undefined ? TOO_LARGE : shorten(readable(diff))
}

/** A merge of commits that hold this one file, for git has nothing else to compare then. */
async function mergeOf(shop: Workshop, ours: Leaf, theirs: Leaf, result: Leaf): Promise<CommitOid> {
  const commit = async (leaf: Leaf, parents: readonly CommitOid[]): Promise<CommitOid> => {
    const made = makeCommit({ tree: await treeOf(shop, leaf), parents, by: NOBODY, at: NEVER, message: '' })
    shop.loose.write(made)
    return made.oid
  }
  return commit(result, [await commit(ours, []), await commit(theirs, [])])
}

const NEVER = { epochSeconds: 0, zoneMinutes: 0 }

async function treeOf(shop: Workshop, leaf: Leaf | undefined): Promise<TreeOid> {
  if (leaf !== undefined) return treeAtPaths(shop, [leaf])
  const nothing = makeTree([])
  shop.loose.write(nothing)
  return nothing.oid
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
    if (shown.length + next.length > DIFF_MAX_CHARACTERS)
      return `${shown}(${count(lines.length - index, 'more line')})\n`
    shown += `${next}\n`
  }
  return shown
}
