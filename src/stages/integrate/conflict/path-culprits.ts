/** Names the commits behind a clash over a file as such: who renamed, deleted, added or last changed it. */
import type { PathChange } from '../../../base/git/patch-reader.ts'
import type { Culprit } from '../../../base/model/conflict.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { distinct } from '../../../base/std/collections.ts'
import { type Candidate, ourCandidates, theirCandidate } from './candidates.ts'
import { fileHistory, folderHistory } from './candidate-history.ts'
import type { ClashingLines } from './clashing-lines.ts'
import { blamed } from './line-culprits.ts'
import type { LogicalConflict } from './logical-conflicts.ts'
import type { View } from './view.ts'

/** Trees named on the integration's side. */
const TREES_MAX = 5

/** What to look for in the history of a side. */
interface Search {
  /** Raw paths of files or folders. */
  readonly paths: readonly string[]
  readonly isIt: (change: PathChange) => boolean
  /** Whether it can be below the paths rather than at them. */
  readonly isBelow?: boolean
}

export async function pathCulprits(view: View, conflict: LogicalConflict, { places }: ClashingLines) {
  const [ours, theirs] = [searchFor(conflict, places.ours, places), searchFor(conflict, places.theirs, places)]
  const [our, their] = await Promise.all([
    ourCandidates(view, ours.paths).then((candidates) => culprits(view, candidates, ours)),
    culprits(view, [theirCandidate(view.clash)], theirs),
  ])
  return { ours: our, theirs: their[0] ?? { tree: view.clash.tree, commits: [] } }
}

/** The trees that did it, the last to be merged first; those that did not are left out. */
async function culprits(view: View, candidates: readonly Candidate[], search: Search): Promise<Culprit[]> {
  const newest = candidates.toReversed().slice(0, TREES_MAX)
  const found = await Promise.all(
    newest.map(async (candidate) => {
      const commits = search.isBelow
        ? await folderHistory(view, candidate, search.paths)
        : (await fileHistory(view, candidate, search.paths)).commits
      const did = commits.filter(({ changes }) => changes.some((one) => one.some(search.isIt)))
      const whole = did.filter(({ parents }) => parents.length < 2)
      return { tree: candidate.tree, commits: blamed(whole.length > 0 ? whole : did) }
    }),
  )
  return found.filter(({ commits }) => commits.length > 0)
}

type Side = ClashingLines['places']['ours']

function searchFor({ kind, path, paths }: LogicalConflict, side: Side, { base }: ClashingLines['places']): Search {
  const own = side?.path ?? path
  const former = base?.path ?? paths.find((one) => one !== path) ?? path
  switch (kind) {
    case 'modify/delete':
      return { paths: [path], isIt: side === undefined ? leaves(path) : anything }
    case 'rename/delete':
      return side === undefined
        ? { paths: [former], isIt: leaves(former) }
        : { paths: distinct([own, former]), isIt: arrives(own) }
    case 'rename/rename':
      return {
        paths: distinct([own, former]),
        isIt: (change) => arrives(own)(change) || (base !== undefined && leaves(former)(change)),
      }
    case 'rename/add':
      return { paths: distinct([own, ...paths]), isIt: ({ newPath }) => newPath === own }
    case 'file/directory':
      return side === undefined
        ? { paths: [path], isIt: ({ newPath }) => newPath?.startsWith(`${path}/`) === true, isBelow: true }
        : { paths: [path], isIt: anything }
    case 'directory-rename':
      return directoryRename(side?.path, paths)
    case 'mode':
      return { paths: distinct([own, former]), isIt: side?.mode === base?.mode ? anything : changesMode }
    case 'content':
    case 'add/add':
    case 'submodule':
    case 'binary':
      return { paths: distinct([own, former]), isIt: anything }
    default:
      return unreachable(kind)
  }
}

function changesMode({ oldMode, newMode }: PathChange): boolean {
  return oldMode !== newMode
}

/** One side added a file to a folder, or a file that is in the way; the other side renamed the folder, by moving what was in it. */
function directoryRename(added: string | undefined, paths: readonly string[]): Search {
  if (added !== undefined) return { paths: [added], isIt: ({ newPath }) => newPath === added }
  const folders = distinct(paths.flatMap((path) => [path, path.slice(0, Math.max(0, path.lastIndexOf('/')))])).filter(
    Boolean,
  )
  const isMoved = ({ oldPath, newPath }: PathChange): boolean =>
    oldPath !== undefined && newPath !== oldPath && folders.some((folder) => oldPath.startsWith(`${folder}/`))
  const isThere = ({ newPath }: PathChange): boolean => newPath !== undefined && paths.includes(newPath)
  return { paths: folders, isIt: (change) => isMoved(change) || isThere(change), isBelow: true }
}

const anything = (): boolean => true

const leaves =
  (path: string) =>
  ({ oldPath, newPath }: PathChange): boolean =>
    oldPath === path && newPath !== path

const arrives =
  (path: string) =>
  ({ oldPath, newPath }: PathChange): boolean =>
    newPath === path && oldPath !== path
