/** Holds what upstream took in a merge window against what was in next when it opened. Pure. */
import type { CommitKeys } from '../../base/model/passport.ts'
import { groupBy } from '../../base/std/collections.ts'

/** Counts are of commits without merges. */
export interface Comparison {
  readonly inUpstream: number
  readonly inNext: number
  readonly sameCommit: number
  /** Not counting those before. */
  readonly samePatch: number
  readonly sameSubject: number
  /** What upstream has that was not in next, and what was in next and did not get there. */
  readonly pastNext: readonly CommitKeys[]
  readonly notTaken: readonly CommitKeys[]
}

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

export interface Tally {
  readonly what: string
  readonly commits: number
}

/** The commonest, and of those that are as common the first by name. */
export function commonest(
  commits: readonly CommitKeys[],
  keyOf: (commit: CommitKeys) => string,
  most: number,
): readonly Tally[] {
  return [...groupBy(commits, keyOf)]
    .map(([what, all]) => ({ what, commits: all.length }))
    .sort((a, b) => b.commits - a.commits || (a.what < b.what ? -1 : 1))
    .slice(0, most)
}

/** `drm` of "drm/amdgpu: …": what a subject begins with is its part of the project. */
export function firstWord({ subject }: CommitKeys): string {
  return /^[^\s:/,(]+/.exec(subject.toLowerCase())?.[0] ?? ''
}
