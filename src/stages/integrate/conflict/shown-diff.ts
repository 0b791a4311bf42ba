/** The diff of a conflict as people read it in a mail: in the shape of `git diff --cc`, with readable labels, and bounded. */
import { count } from '../../../base/text/count.ts'
import { makeTree } from '../../../base/git/objects.ts'
import type { Leaf } from '../../../base/git/overlay.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import { printable } from '../../../base/text/printable.ts'
import { throwAwayCommit, treeAtPaths } from '../content-merge.ts'
import type { Workshop } from '../workshop.ts'
import type { ClashingLines } from './clashing-lines.ts'
import type { LogicalConflict } from './logical-conflicts.ts'
import { type MarkedFile, nameInLabel } from './marked-file.ts'
import type { View } from './view.ts'

/** Most that is shown of one conflict. The 95th of a hundred combined diffs mailed for linux-next has 6 KB. */
const DIFF_MAX_CHARACTERS = 32 * 1024

/** Longest line shown. Sources have 100 characters a line; generated files have thousands. */
const LINE_MAX_CHARACTERS = 500

/** Where conflicts are settled. */
export interface SettledIn {
  readonly tree: TreeOid
  /** Those that are, by path: the others stand in it as git left them. */
  readonly paths: ReadonlySet<string>
}

/** What the conflict looks like, or what settles it. Empty when there is nothing to see. */
export async function shownDiff(
  view: View,
  conflict: LogicalConflict,
  clashing: ClashingLines,
  settled: SettledIn | undefined,
): Promise<string> {
  const { places } = clashing
  const { ours, theirs, base } = places
  const { tree, shop, answer } = view.clash
  const isSettled = settled?.paths.has(conflict.path) === true
  const marked = conflict.theirs ?? conflict.ours
  const names = isSettled ? [ours?.path, theirs?.path, conflict.path] : [marked?.path]
  const result = await firstIn(view, settled?.tree ?? answer.tree, names)
  if (ours && theirs && result && result.oid !== ours.oid && result.oid !== theirs.oid) {
    const at = ({ mode, oid }: Omit<Leaf, 'path'>): Leaf => ({ path: result.path, mode, oid })
    const diff = await shop.printer.combined(await mergeOf(shop, at(ours), at(theirs), result))
    return diff === undefined ? TOO_LARGE : shorten(relabel(readable(diff), tree, clashing.marked))
  }
  const { to, words } = isSettled ? oneSided(places, result, tree) : { to: theirs ?? ours, words: undefined }
  const diff = await shop.printer.plain(await treeOf(shop, base), await treeOf(shop, to))
  const shown = diff === undefined ? TOO_LARGE : shorten(readable(diff))
  return shown === '' || words === undefined ? shown : `(${words})\n${shown}`
}

async function firstIn(view: View, tree: TreeOid, paths: readonly (string | undefined)[]): Promise<Leaf | undefined> {
  for (const path of paths) {
    const entry = path === undefined ? undefined : await view.entryIn(tree, path)
    if (path !== undefined && entry !== undefined) return { path, mode: entry.mode, oid: entry.oid }
  }
  return undefined
}

/** Of a result that is one side's version the diff with both sides is empty: what it leaves out is shown, and said to be that. */
function oneSided(
  { ours, theirs }: ClashingLines['places'],
  result: Leaf | undefined,
  tree: string,
): { readonly to: Leaf | undefined; readonly words: string | undefined } {
  const isSame = (side: Leaf | undefined): boolean => side?.oid === result?.oid && side?.mode === result?.mode
  // A name decides between sides that differ in nothing else.
  const isAlike = isSame(ours) && isSame(theirs)
  const isResult = (side: Leaf | undefined): boolean => isSame(side) && (!isAlike || side?.path === result?.path)
  if (result === undefined) return { to: theirs ?? ours, words: 'The file is deleted. What is left out with it:' }
  if (isResult(ours))
    return theirs === undefined
      ? { to: ours, words: `The file stays as the integration has it, although the ${tree} tree deleted it:` }
      : { to: theirs, words: `The integration’s version is taken. What the ${tree} tree did is left out:` }
  if (isResult(theirs))
    return ours === undefined
      ? {
          to: theirs,
          words: `The file is taken as the ${tree} tree has it, although the integration does not have it:`,
        }
      : { to: ours, words: `The ${tree} tree’s version is taken. What the integration had is left out:` }
  return { to: result, words: undefined }
}

/** A merge of commits that hold this one file, for git has nothing else to compare then. */
async function mergeOf(shop: Workshop, ours: Leaf, theirs: Leaf, result: Leaf): Promise<CommitOid> {
  const commit = async (leaf: Leaf, parents: readonly CommitOid[]): Promise<CommitOid> => {
    const made = throwAwayCommit(await treeOf(shop, leaf), parents)
    shop.loose.write(made)
    return made.oid
  }
  return commit(result, [await commit(ours, []), await commit(theirs, [])])
}

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
