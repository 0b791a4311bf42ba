/** How the integration differs from what a version was merged onto before, and whether that is where the version changed something. */
import type { Difference } from '../../base/git/compare-trees.ts'
import type { Change } from '../../base/git/diff-tree.ts'
import { EMPTY_TREE, type TreeOid } from '../../base/model/oid.ts'
import { foldersAbove } from '../../base/text/raw-path.ts'

/** Where an integration stood and where it stands. */
export interface Drift {
  readonly from: TreeOid
  readonly to: TreeOid
  readonly leaves: readonly Change[]
  /** The paths of these. */
  readonly paths: ReadonlySet<string>
  /** Folders on the way to them, without the topmost. */
  readonly above: ReadonlySet<string>
  /** Whether folders stand in it now that git would write otherwise; nothing is carried over to them. */
  readonly oldModes: boolean
}

export const NO_DRIFT: Drift = {
  from: EMPTY_TREE,
  to: EMPTY_TREE,
  leaves: [],
  paths: new Set(),
  above: new Set(),
  oldModes: false,
}

export function driftOf(ends: Pick<Drift, 'from' | 'to'>, { leaves, oldModes }: Difference): Drift {
  const paths = leaves.map(({ path }) => path)
  return { ...ends, leaves, paths: new Set(paths), above: new Set(paths.flatMap(foldersAbove)), oldModes }
}

/** Paths of a drift that are compared with each of a version's one by one; with more of them, the version's own folders are worth a set. */
const FEW = 32

/** Folders on the way to what drifted and to what the version changed. */
export function foldersOfBoth({ above }: Drift, changed: readonly Change[]): string[] {
  if (above.size <= FEW) return [...above].filter((folder) => changed.some(({ path }) => path.startsWith(`${folder}/`)))
  const own = new Set(changed.flatMap(({ path }) => foldersAbove(path)))
  return [...above].filter((folder) => own.has(folder))
}

/** No path of one is a path of the other, or a folder on the way to it. */
export function standsApart({ leaves, paths, above }: Drift, changed: readonly Change[]): boolean {
  if (leaves.length <= FEW)
    return changed.every(({ path: own }) =>
      leaves.every(({ path }) => path !== own && !path.startsWith(`${own}/`) && !own.startsWith(`${path}/`)),
    )
  return changed.every(
    ({ path }) => !paths.has(path) && !above.has(path) && !foldersAbove(path).some((folder) => paths.has(folder)),
  )
}
