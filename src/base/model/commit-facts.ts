/** What rules know of a commit that a tree brings. None of it ever changes, so it is read once. */
import type { Brand } from '../std/brand.ts'
import type { Instant } from './instant.ts'
import type { CommitOid } from './oid.ts'
import type { Person } from './person.ts'

/** What a patch does, whatever it was applied to: `git patch-id --stable`. */
export type PatchId = Brand<string, 'PatchId'>

/** A file that a commit changes. A rename is a deletion and an addition. */
export interface PathChange {
  /** Raw: a character for each byte. */
  readonly path: string
  readonly kind: 'added' | 'deleted' | 'modified'
  /** In lines; a binary file has none. */
  readonly insertions: number
  readonly deletions: number
}

/** Who put a name to a commit, and when by their own clock. */
export interface Signed {
  readonly who: Person
  readonly when: Instant
}

export interface CommitFacts {
  readonly oid: CommitOid
  readonly parents: readonly CommitOid[]
  readonly author: Signed
  readonly committer: Signed
  /** Whole: subject, body and trailers. */
  readonly message: string
  /** In git's order; none for a merge. */
  readonly changes: readonly PathChange[]
  /** Undefined for merges, for commits that change nothing, and for patches too large to be read. */
  readonly patchId: PatchId | undefined
  /** Paths, as git quotes them, to which it adds the markers of an unfinished merge. */
  readonly markers: readonly string[]
}
