/** What became of one tree in one release. */
import type { Admission, Version } from './admission.ts'
import type { Conflict } from './conflict.ts'
import type { TreeName } from './names.ts'
import type { CommitOid, TreeOid } from './oid.ts'
import type { ResolutionId, Settled } from './settling.ts'

/** A merge that stands in the release. */
export interface Merged {
  readonly version: Version
  readonly commit: CommitOid
  readonly result: TreeOid
  /** What settled its conflicts or amended it; empty for most. */
  readonly settled: readonly Settled[]
}

export type MergeOutcome =
  /** Its best version went in; its conflicts, if it had any, are settled. */
  | (Merged & { readonly kind: 'merged'; readonly conflicts: readonly Conflict[] })
  /** An earlier version went in: by decision, or because better ones conflict. */
  | (Merged & {
      readonly kind: 'previous'
      readonly conflicts: readonly Conflict[]
      readonly restores: readonly CommitOid[]
    })
  /** All of it came in with upstream or an earlier tree. */
  | { readonly kind: 'already-in'; readonly version: Version }
  /** Nothing beyond upstream. */
  | { readonly kind: 'empty'; readonly version: Version }
  /** No admitted version merges. */
  | { readonly kind: 'left-out'; readonly conflicts: readonly Conflict[] }
  /** Nothing of it goes in, by decision. */
  | { readonly kind: 'held' }
  /** It could never be fetched. */
  | { readonly kind: 'unreachable' }
  /** It breaks a limit, or git itself cannot merge it; `why` is printable text. */
  | { readonly kind: 'refused'; readonly why: string }

export interface Merge {
  readonly admission: Admission
  readonly outcome: MergeOutcome
}

/** A sub-integration's own result, merged at its members' place as one. */
export interface GroupMerge {
  readonly group: TreeName
  /** The group's head on upstream, before it was merged. */
  readonly head: CommitOid
  /** Where it went in as one; undefined when it clashed as a whole and its members were merged one by one. */
  readonly merged: Merged | undefined
  /** What it met as a whole, settled or not. Its members' own stand with their merges. */
  readonly conflicts: readonly Conflict[]
}

/** All merges of a release, in roster order, and where they ended. */
export interface Integration {
  readonly upstream: CommitOid
  readonly merges: readonly Merge[]
  readonly groups: readonly GroupMerge[]
  /** Merge fixes that changed nothing any more. */
  readonly retired: readonly ResolutionId[]
  /** The last merge commit, or upstream itself when nothing went in. */
  readonly head: CommitOid
  readonly result: TreeOid
}
