/** What a change has been through: since when it is in next, as which commits, in which trees, and whether it is upstream. */
import type { PatchId } from './commit-facts.ts'
import type { Instant } from './instant.ts'
import type { ReleaseName, TreeName } from './names.ts'
import type { CommitOid } from './oid.ts'
import type { Person } from './person.ts'

/** What two commits of one change are known by, surest first; and who committed it. */
export interface CommitKeys {
  readonly oid: CommitOid
  readonly patchId: PatchId | undefined
  /** On one line. */
  readonly subject: string
  readonly author: Person
  readonly committer: Person
}

/** By what a commit was found to be a change that was known before. `first`: it was not. */
export type KnownBy = 'first' | 'patch-id' | 'subject'

/** A stretch of releases over which a tree brought a commit. `last` is undefined while it does. */
export interface Stay {
  readonly tree: TreeName
  readonly first: Seen
  readonly last: Seen | undefined
}

/** A release, and when it was made. */
export interface Seen {
  readonly release: ReleaseName
  readonly at: Instant
  /** Its place among all releases, from 1. */
  readonly place: number
}

/** One commit that a change has been. */
export interface CommitHistory {
  readonly commit: CommitOid
  readonly patchId: PatchId | undefined
  readonly knownBy: KnownBy
  /** When it was met first, in a tree or upstream. */
  readonly met: Seen
  readonly stays: readonly Stay[]
}

/** All that is on record of a change, as the releases tell it. */
export interface ChangeHistory {
  readonly subject: string
  readonly author: Person
  /** In the order in which they were met. */
  readonly commits: readonly CommitHistory[]
  /** The commit that upstream has of it, and the first release that was made on that. */
  readonly landed: { readonly commit: CommitOid; readonly seen: Seen } | undefined
}

/** A merge window that opened while a change was waiting, and how many days it had been in next by then. */
export interface PrecededWindow {
  readonly version: string
  readonly daysBefore: number
}

export interface Passport extends ChangeHistory {
  /** The first release that had it; undefined for what upstream took past next. */
  readonly first: Seen | undefined
  /** Whole days from then until it was upstream, or now, and how many of them it was away. */
  readonly daysInNext: number
  readonly absentDays: number
  /** How often another commit took the place of one in the same tree, with the same patch or another one. */
  readonly rebased: number
  readonly rewritten: number
  /** How often it stood in next twice, as different commits. */
  readonly cherryPicked: number
  /** Trees that bring it now, and those that did. */
  readonly trees: readonly TreeName[]
  readonly formerTrees: readonly TreeName[]
  readonly windows: readonly PrecededWindow[]
}
