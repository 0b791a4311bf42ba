/** What upstream wants to know of a branch before it pulls it. */
import type { GateName } from './gate.ts'
import type { ReleaseName, TreeName } from './names.ts'
import type { CommitOid } from './oid.ts'
import type { ResolutionId } from './settling.ts'
import type { Severity } from './finding.ts'

/** How next knew a commit: as it is, as the same patch under another id, as an earlier version of it, or not at all. */
export type KnownInNext = 'as-it-is' | 'rebased' | 'changed' | 'never'

export interface PulledCommit {
  readonly commit: CommitOid
  readonly subject: string
  readonly author: string
  readonly inNext: KnownInNext
  /** Whole days; 0 for what never was there. */
  readonly days: number
  /** The first release that had it. */
  readonly since: ReleaseName | undefined
  /** Versions of upstream whose merge windows opened while it was there. */
  readonly windows: readonly string[]
}

/** A path that does not merge by itself, and what on record settles it; empty when nothing does. */
export interface PulledConflict {
  /** Raw. */
  readonly path: string
  readonly settledBy: readonly (ResolutionId | 'rule')[]
}

/** Another tree that waits, with which it conflicts. */
export interface WaitingConflict {
  readonly tree: TreeName
  /** Raw. */
  readonly paths: readonly string[]
  /** Everything there is settled by what is on record. */
  readonly isSettled: boolean
}

export interface SharedCommits {
  readonly tree: TreeName
  readonly commits: number
}

export interface PulledFinding {
  readonly id: string
  readonly rule: string
  readonly severity: Severity
  readonly commit: CommitOid | undefined
  readonly subject: string
  readonly what: string
  readonly remedy: string
}

export interface PulledGate {
  readonly gate: GateName
  readonly release: ReleaseName
  readonly outcome: string
  readonly isGreen: boolean | undefined
  /** Of a red one: the other trees that it is green without, though this one is there. Empty while that is not known. */
  readonly brokenBy: readonly TreeName[]
}

export interface PullFacts {
  /** The tree that it is, or stands for; undefined when it is none of the roster. */
  readonly tree: TreeName | undefined
  readonly tip: CommitOid
  readonly upstream: CommitOid
  /** Without merges, parents before children. */
  readonly commits: readonly PulledCommit[]
  readonly merges: number
  /** The commit that the request names, where the branch has moved on since. */
  readonly asked: string | undefined
  readonly findings: readonly PulledFinding[]
  /** Undefined when git cannot merge it at all; why is in `refused`. */
  readonly conflicts: readonly PulledConflict[]
  readonly refused: string | undefined
  readonly waiting: readonly WaitingConflict[]
  readonly shared: readonly SharedCommits[]
  /** Of the last release, when it took this very tip. */
  readonly gates: readonly PulledGate[]
}

export interface PullReason {
  /** Whether it speaks against pulling, or is only good to know. */
  readonly against: boolean
  readonly what: string
}

export interface PullVerdict {
  readonly pull: boolean
  readonly reasons: readonly PullReason[]
}
