/** How much of what upstream took in a merge window had been in next before. */
import type { ReleaseName } from './names.ts'
import type { CommitKeys } from './passport.ts'

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

export interface WindowStatistics extends Comparison {
  /** `v4.15-rc1`, and the version before it, `v4.14`. */
  readonly candidate: string
  readonly base: string
  /** The first release that was made after the window opened. */
  readonly release: ReleaseName
}
