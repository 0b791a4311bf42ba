/** Counts commits by what they have in common. */
import type { CommitKeys } from '../model/passport.ts'
import { groupBy } from '../std/collections.ts'

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
