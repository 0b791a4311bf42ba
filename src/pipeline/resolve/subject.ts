/** What is to be settled: an open conflict, or one whose resolution is to be replaced. */
import type { Conflict, ConflictId, Culprit } from '../../base/model/conflict.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Resolution, SettledSide, Withdrawal } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import type { Release } from '../../base/model/run.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { showPath } from '../../base/text/show-path.ts'

export interface Subject extends Pick<Conflict, 'path' | 'kind' | 'base' | 'ours' | 'theirs'> {
  readonly conflict: ConflictId
  /** The tree whose merge met it; undefined for one that was learned elsewhere. */
  readonly tree: TreeName | undefined
  readonly sides: { readonly ours: SettledSide; readonly theirs: SettledSide }
  /** The resolution that a new one will be in place of, with what it made of this path. */
  readonly replaces: Resolution | undefined
}

/** A conflict of a release, by the beginning of its id; or the only one of a tree, by the tree's name. */
export function conflictNamed(release: Release, name: string): Conflict {
  const { conflicts } = release.record
  const byId = conflicts.filter(({ id }) => id.startsWith(name))
  const found = byId.length > 0 ? byId : conflicts.filter(({ tree, settled }) => tree === name && settled === undefined)
  const [only] = found
  if (only !== undefined && new Set(found.map(({ id }) => id)).size === 1) return only
  const names = found.map(({ id, path }) => `${id.slice(0, 12)} (${showPath(path)})`)
  throw usageError(
    only === undefined
      ? `${release.name} has no conflict ${JSON.stringify(name)}`
      : `several conflicts of ${release.name} go by ${JSON.stringify(name)}: ${names.join(', ')}`,
    'Its conflicts are listed by: tributary conflicts',
  )
}

export function subjectOf(conflict: Conflict, replaces: Resolution | undefined): Subject {
  const { id, tree, path, kind, base, ours, theirs, oursBy, theirsBy } = conflict
  const sides = { ours: sideOf(oursBy), theirs: sideOf(theirsBy) }
  return { conflict: id, tree, path, kind, base, ours, theirs, sides, replaces }
}

/** The first file of a resolution on record: there is no release that has the conflict any more. */
export function subjectFrom(resolution: Resolution): Subject {
  const [file] = resolution.files
  if (file === undefined)
    throw usageError(
      `${resolution.id} is a merge fix, and settles no conflict`,
      'Revoke it, and make another with: tributary resolve <tree> --fix <patch>',
    )
  if (resolution.origin.kind === 'imported')
    throw usageError(
      `${resolution.id} comes from an rr-cache, which does not keep the versions of the file`,
      'Revoke it, and settle the conflict anew when a run meets it: tributary resolve <conflict>',
    )
  const { path, kind, base, ours, theirs, conflict } = file
  const { sides } = resolution
  return { conflict, tree: sides.theirs.tree, path, kind, base, ours, theirs, sides, replaces: resolution }
}

/** The resolution that settled a conflict, if it was one alone. */
export function settledBy({ settled = [] }: Conflict): ResolutionId | undefined {
  const [only, another] = settled
  return only?.kind === 'resolution' && another === undefined ? only.id : undefined
}

/**
 * What was answered since the release that met it. Whoever answers again has thought again: two answers side by side would contradict
 * each other, and leave the conflict open.
 */
export function answerTo(
  { id }: Pick<Conflict, 'id'>,
  onRecord: { readonly resolutions: readonly Resolution[]; readonly withdrawals: readonly Withdrawal[] },
): Resolution | undefined {
  const gone = new Set([
    ...onRecord.withdrawals.map(({ resolution }) => resolution),
    ...onRecord.resolutions.map(({ supersedes }) => supersedes),
  ])
  const answers = onRecord.resolutions.filter(
    (one) => !gone.has(one.id) && one.files.some(({ conflict }) => conflict === id),
  )
  return answers.toSorted((a, b) => a.at.epochSeconds - b.at.epochSeconds).at(-1)
}

function sideOf({ tree, commits }: Culprit): SettledSide {
  return { tree, commits: commits.map(({ commit, subject }) => ({ commit, subject })) }
}
