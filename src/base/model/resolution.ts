/** How a conflict was settled: a record that outlives the day, says who did it and why, and can be taken back. */
import type { ConflictId, ConflictKind, Stage } from './conflict.ts'
import type { Instant } from './instant.ts'
import type { TreeName } from './names.ts'
import type { BlobOid, CommitOid } from './oid.ts'
import type { Person } from './person.ts'
import type { ResolutionId } from './settling.ts'

/** What stands at a path. A submodule's commit is an entry too. */
export interface Placed {
  /** Raw: one character a byte. */
  readonly path: string
  readonly mode: number
  readonly oid: BlobOid
}

/** One stretch of clashing lines and what the person made of it. Raw texts, without markers, with their line ends. */
export interface ResolvedHunk {
  readonly ours: string
  readonly theirs: string
  readonly result: string
  /** The agreed lines around it, at most three a side: the same hunk in another place is another question. */
  readonly before: string
  readonly after: string
}

/** One conflicted path and what became of it. */
export interface ResolvedFile {
  /** Raw: the path people know the conflict by. */
  readonly path: string
  readonly kind: ConflictKind
  readonly conflict: ConflictId
  /** The folder in rerere's `rr-cache` that is about the same conflict; undefined where rerere keeps none. */
  readonly rerere: string | undefined
  readonly base: Stage | undefined
  readonly ours: Stage | undefined
  readonly theirs: Stage | undefined
  /** The file with rerere's own markers, sides in rerere's order (its `preimage`); undefined where no lines clash. */
  readonly preimage: BlobOid | undefined
  /** What the conflict's paths hold afterwards. None: the file was deleted. */
  readonly result: readonly Placed[]
  /** Every raw path of the conflict that holds nothing afterwards. */
  readonly removed: readonly string[]
  /** All that clashed, in the file's order; empty where no lines do. */
  readonly clashes: readonly { readonly ours: string; readonly theirs: string }[]
  /** Those of them with an answer of their own; none where the person also edited lines that did not clash. */
  readonly hunks: readonly ResolvedHunk[]
}

/** An edit of a file that merged clean: part of a merge fix. Undefined where the file is not there. */
export interface FixedFile {
  /** Raw. */
  readonly path: string
  /** What git made of it, and what the person made of that. */
  readonly before: Omit<Placed, 'path'> | undefined
  readonly after: Omit<Placed, 'path'> | undefined
}

/** When a merge fix is wanted: as soon as all of these are in the integration. At least one is named. */
export interface Needed {
  /** By roster name. */
  readonly trees: readonly TreeName[]
  readonly commits: readonly CommitOid[]
}

/** The commits behind a side of the conflict, and the tree they came by; undefined is upstream. */
export interface SettledSide {
  readonly tree: TreeName | undefined
  readonly commits: readonly { readonly commit: CommitOid; readonly subject: string }[]
}

/** Where a resolution comes from. */
export type ResolutionOrigin =
  /** A person settled it here. */
  | { readonly kind: 'resolved' }
  /** Taken from a merge that somebody made. */
  | { readonly kind: 'learned'; readonly merge: CommitOid }
  /** Taken from an `rr-cache`, under rerere's id. */
  | { readonly kind: 'imported'; readonly rerere: string }

export interface Resolution {
  readonly id: ResolutionId
  readonly files: readonly ResolvedFile[]
  /** The merge fix; empty for most. */
  readonly fixes: readonly FixedFile[]
  /** When the merge fix is wanted; undefined when there is none. */
  readonly needed: Needed | undefined
  readonly sides: { readonly ours: SettledSide; readonly theirs: SettledSide }
  readonly origin: ResolutionOrigin
  readonly by: Person
  readonly at: Instant
  readonly why: string
  /** The resolution this one is in place of. */
  readonly supersedes: ResolutionId | undefined
}

/** Why a resolution holds no more. */
export interface Withdrawal {
  readonly resolution: ResolutionId
  /** `revoked`: it was wrong, and no older one of the same conflict comes back. `retired`: a merge fix that changes nothing any more. */
  readonly kind: 'revoked' | 'retired'
  readonly by: Person
  readonly at: Instant
  readonly why: string
}
