/** The parts of a conflict's mail that name files and commits. */
import { MODE_EXECUTABLE, MODE_SYMLINK } from '../../base/git/objects.ts'
import type { BlamedCommit, Conflict, Stage } from '../../base/model/conflict.ts'
import { short } from '../../base/model/oid.ts'
import type { Plan } from '../../base/model/run.ts'
import { unreachable } from '../../base/std/assert.ts'
import { atMost } from '../../base/text/at-most.ts'
import { oneLine } from '../../base/text/printable.ts'
import { showPath } from '../../base/text/show-path.ts'
import { indented, treeTitle } from './words.ts'

/** Files named in one mail; 99 of 100 reports on the linux-next list name at most four. */
const FILES_MAX = 30

/** Commits named on one side; nine of ten reports on the linux-next list name one or two. */
const COMMITS_MAX = 10

/** A line a file; what sort of conflict it is stands behind it, unless both sides just changed the same lines. */
export function fileLines(conflicts: readonly Conflict[], plan: Plan): string[] {
  const lines = conflicts.map((conflict) => {
    const note = kindNote(conflict, plan)
    return showPath(conflict.path) + (note === undefined ? '' : ` (${note})`)
  })
  return atMost(FILES_MAX, lines, 'file')
}

/** One side of a commit pair: its commits, and `the net tree`. */
export interface PairSide {
  readonly commits: readonly BlamedCommit[]
  readonly from: string
}

/** `between commit … from the net tree and commit … from the usb tree.` */
export function commitPair(former: PairSide, latter: PairSide): string {
  return `between ${sideText(former)} and ${sideText(latter)}.`
}

/** `with commit … from the usb tree.` */
export function oneSide(side: PairSide): string {
  return `with ${sideText(side)}.`
}

function sideText({ commits, from }: PairSide): string {
  if (commits.length === 0) return `changes in ${from}`
  const lines = commits.map(({ commit, subject }) => `${short(commit)} ("${oneLine(subject)}")`)
  const noun = commits.length === 1 ? 'commit' : 'commits'
  return [`${noun}:`, indented(atMost(COMMITS_MAX, lines, 'commit')), `from ${from}`].join('\n\n')
}

function kindNote({ kind, ours, theirs, oursBy, tree }: Conflict, plan: Plan): string | undefined {
  const [former, latter] = [treeTitle(oursBy.tree, plan), treeTitle(tree, plan)]
  switch (kind) {
    case 'content':
      return undefined
    case 'modify/delete':
      return ours === undefined
        ? `deleted in ${former}, changed in ${latter}`
        : `changed in ${former}, deleted in ${latter}`
    case 'rename/delete':
      return 'renamed on one side, deleted on the other'
    case 'rename/add':
      return 'one side renamed a file to this name, the other added one'
    case 'rename/rename':
      return 'renamed on both sides, differently'
    case 'add/add':
      return 'added on both sides'
    case 'file/directory':
      return 'a file on one side, a directory on the other'
    case 'directory-rename':
      return 'the other side renamed its directory'
    case 'submodule':
      return 'a submodule, moved on both sides'
    case 'binary':
      return 'a binary file'
    case 'mode':
      return ours === undefined || theirs === undefined
        ? 'the file modes differ'
        : `${modeWord(ours)} in ${former}, ${modeWord(theirs)} in ${latter}`
    default:
      return unreachable(kind)
  }
}

/** What an entry is, by the modes that git knows (git-fast-import(1)). */
function modeWord({ mode }: Stage): string {
  if (mode === MODE_SYMLINK) return 'a symbolic link'
  return mode === MODE_EXECUTABLE ? 'an executable file' : 'a plain file'
}
