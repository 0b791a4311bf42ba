/** Holds what upstream took in a merge window against what was in next when it opened. Pure. */
import type { CommitKeys } from '../../base/model/passport.ts'
import type { Comparison } from '../../base/model/window-statistics.ts'
import { groupBy } from '../../base/std/collections.ts'

export interface Compared {
  /** Commits that are in both as they are. */
  readonly sameCommit: number
  readonly onlyUpstream: readonly CommitKeys[]
  readonly onlyNext: readonly CommitKeys[]
}

/** By patch, then by subject alone, as it has been counted for the kernel by hand. Each commit answers for one other. */
export function compareWithNext({ sameCommit, onlyUpstream, onlyNext }: Compared): Comparison {
  const patches = matched(onlyUpstream, onlyNext, ({ patchId }) => patchId)
  const subjects = matched(patches.left, patches.right, ({ subject }) => subject)
  return {
    inUpstream: sameCommit + onlyUpstream.length,
    inNext: sameCommit + onlyNext.length,
    sameCommit,
    samePatch: onlyUpstream.length - patches.left.length,
    sameSubject: patches.left.length - subjects.left.length,
    pastNext: subjects.left,
    notTaken: subjects.right,
  }
}

/** What finds nobody of its like on the other side. */
function matched(
  left: readonly CommitKeys[],
  right: readonly CommitKeys[],
  keyOf: (commit: CommitKeys) => string | undefined,
): { readonly left: CommitKeys[]; readonly right: CommitKeys[] } {
  const waiting = groupBy(right, keyOf)
  const taken = new Set<CommitKeys>()
  const alone = left.filter((commit) => {
    const key = keyOf(commit)
    const other = key === undefined ? undefined : waiting.get(key)?.shift()
    if (other !== undefined) taken.add(other)
    return other === undefined
  })
  return { left: alone, right: right.filter((commit) => !taken.has(commit)) }
}
