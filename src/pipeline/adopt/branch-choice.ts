/** Finds the branch that a merged commit came by, among those that the repository still has. Pure. */
import type { CommitOid } from '../../base/model/oid.ts'
import type { Source } from '../../base/model/roster.ts'
import type { MergedName } from '../../base/text/merge-subject.ts'

/** A branch that can be followed. */
export interface KnownBranch extends Source {
  /** As the repository's owner calls it: `topic`, or `net/main` for a remote-tracking branch. */
  readonly label: string
  readonly tip: CommitOid
}

export type BranchChoice =
  /** It stands where it was merged. */
  | { readonly kind: 'same'; readonly branch: KnownBranch }
  /** It has that name and has moved; whether it only moved on is for git to say. */
  | { readonly kind: 'moved'; readonly branch: KnownBranch }
  | { readonly kind: 'none' }

export function chooseBranch(
  commit: CommitOid,
  merged: MergedName | undefined,
  branches: readonly KnownBranch[],
): BranchChoice {
  const named = branches.find(({ label }) => label === merged?.name)
  if (named?.tip === commit) return { kind: 'same', branch: named }
  const same = branches.find(({ tip }) => tip === commit)
  if (same) return { kind: 'same', branch: same }
  return named ? { kind: 'moved', branch: named } : { kind: 'none' }
}
