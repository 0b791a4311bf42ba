/** What a search for whoever broke a gate came to: kept in the record beside the verdicts, shown, and mailed. */
import type { Brand } from '../std/brand.ts'
import type { BlamedCommit } from './conflict.ts'
import type { GateName } from './gate.ts'
import type { Instant } from './instant.ts'
import type { ReleaseName, TreeName } from './names.ts'
import type { CommitOid, TreeOid } from './oid.ts'
import type { Settled } from './settling.ts'
import type { FirstError, VerdictKey } from './verdict.ts'

/** Hash of a gate and what makes it red, 20 hexadecimal digits: the same as long as that is to blame. */
export type FaultId = Brand<string, 'FaultId'>

export interface SearchReport {
  readonly gate: GateName
  readonly release: ReleaseName
  /** What was red was not published: trees went in otherwise for what was found. */
  readonly isDraft?: boolean
  readonly at: Instant
  /** The verdict on the release as a whole, which was red. */
  readonly red: VerdictKey
  /** What stands in the release, in the order of the merges. A probe names them by their places, from 0. */
  readonly trees: readonly SearchedTree[]
  /** In the order in which they were answered. */
  readonly probes: readonly Probe[]
  readonly outcome: SearchOutcome
}

export interface SearchedTree {
  readonly name: TreeName
  readonly version: CommitOid
  /** Commits that were taken back on top of its merge; undefined for most. */
  readonly reverted?: readonly CommitOid[]
}

/** One question to the gate, and what it said. */
export interface Probe {
  /** Which trees matter, which of a tree's commits, or whether a red answer is red again. */
  readonly about: 'trees' | 'commits' | 'again'
  /** The trees it held, by their places. */
  readonly places: readonly number[]
  /** One of them went in only up to this commit; undefined when all were as in the release. */
  readonly upTo: UpTo | undefined
  readonly said: 'green' | 'red' | 'silent'
  /** Why it says nothing; printable text. */
  readonly why: string | undefined
  /** What was tried; undefined where it could not be put together. */
  readonly tree: TreeOid | undefined
  readonly verdict: VerdictKey | undefined
  /** Whether the record had the verdict already. */
  readonly isKnown: boolean
}

export interface UpTo {
  readonly place: number
  readonly commit: CommitOid
  /** What of the tree was merged before it: the first parents of merges that are taken apart, outermost first. Empty for most. */
  readonly onto: readonly CommitOid[]
}

export type SearchOutcome =
  /** Upstream by itself is red: no tree is to blame. */
  | { readonly kind: 'upstream' }
  /** What was red was green when it was run again: nobody is blamed. How often it failed, of how many runs. */
  | { readonly kind: 'flaky'; readonly failed: number; readonly runs: number }
  | {
      readonly kind: 'found'
      readonly culprits: readonly NamedCulprit[]
      /** What is left without all of them. */
      readonly rest: 'green' | 'red' | 'silent'
    }

/** Trees that break the gate together, or one that does by itself. */
export interface NamedCulprit {
  /** In the order of the merges: the last of them made it red, the others it takes for that. */
  readonly trees: readonly TreeName[]
  /** What was taken out to see: the last, and the trees that hold its commits. */
  readonly removed: readonly TreeName[]
  /** Of these one is to blame. The last tree alone, unless what stands between could not be tried. */
  readonly suspects: readonly TreeName[]
  /** Whether the gate was seen to be green without it. */
  readonly isConfirmed: boolean
  /** The commit in the last tree; undefined when none could be told. */
  readonly commit: CulpritCommit | undefined
  /** The commit in the tree it takes for that, where there are two. */
  readonly with: CulpritCommit | undefined
  /** The tree passes by itself on upstream, and so does what it was merged into: it is the merge that is wrong. */
  readonly merge: WrongMerge | undefined
  /** The verdict on the shortest integration that is red, and where its log first says what is wrong. */
  readonly verdict: VerdictKey
  readonly error: FirstError | undefined
}

export interface CulpritCommit extends BlamedCommit {
  readonly tree: TreeName
}

export interface WrongMerge {
  /** In the release. */
  readonly commit: CommitOid | undefined
  /** What settled its conflicts; empty where git merged it by itself. */
  readonly settled: readonly Settled[]
}
