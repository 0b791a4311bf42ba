/** Commits that are handed over are known again when they were rebased. */
import type { CommitFacts } from '../../base/model/commit-facts.ts'
import type { LeftOut } from '../../base/model/split.ts'

/** Whether a commit is one of these, by its id or by what it does. */
export function matchingAny(handed: readonly LeftOut[]): (commit: CommitFacts) => boolean {
  const ids = new Set<string>(handed.flatMap(({ commit, patchId }) => [commit, patchId ?? commit]))
  return ({ oid, patchId }) => ids.has(oid) || (patchId !== undefined && ids.has(patchId))
}
