/** A conflict as data: which paths clash, over which lines, and which commits of which trees made them. */
import type { Brand } from '../std/brand.ts'
import type { TreeName } from './names.ts'
import type { BlobOid, CommitOid } from './oid.ts'
import type { Person } from './person.ts'
import type { PartlyKnown, ResolutionId, Settler } from './settling.ts'

/** Hash of path, kind and normalised hunks: the same conflict keeps its id over days, trees and moved lines. */
export type ConflictId = Brand<string, 'ConflictId'>

const KINDS = [
  'content',
  'modify/delete',
  'rename/delete',
  'rename/add',
  'rename/rename',
  'add/add',
  'file/directory',
  'directory-rename',
  'submodule',
  'binary',
  'mode',
] as const

export type ConflictKind = (typeof KINDS)[number]

export function isConflictKind(text: string): text is ConflictKind {
  return KINDS.some((kind) => kind === text)
}

/** One side's entry: a blob (or a submodule's commit) under a mode such as 0o100644. */
export interface Stage {
  readonly mode: number
  readonly oid: BlobOid
  /** Raw path (one character a byte) under which that side has it: renames make the three differ. */
  readonly path: string
}

/** Clashing lines without their markers, raw: one character a byte. Texts keep their line ends. */
export interface Hunk {
  readonly ours: string
  readonly theirs: string
}

export interface BlamedCommit {
  readonly commit: CommitOid
  readonly subject: string
  readonly author: Person
  readonly committer: Person
}

/** One side of the commit pair. `tree` is a roster name; undefined is upstream. */
export interface Culprit {
  readonly tree: TreeName | undefined
  /** The commits that made the clashing lines, newest first; empty when none could be named. */
  readonly commits: readonly BlamedCommit[]
}

/** Who clashes over the same lines. */
export interface CommitPair {
  /** By tree, the one with most of the lines first: the integration's side can come from several. Empty when nobody could be named. */
  readonly ours: readonly Culprit[]
  readonly theirs: Culprit
}

export interface Conflict {
  readonly id: ConflictId
  /** The tree whose merge met it. */
  readonly tree: TreeName
  /** The version that was tried. */
  readonly version: CommitOid
  /** Raw: one character a byte. */
  readonly path: string
  readonly kind: ConflictKind
  /** git's own stable name of the conflict, such as `CONFLICT (contents)`. */
  readonly type: string
  readonly base: Stage | undefined
  readonly ours: Stage | undefined
  readonly theirs: Stage | undefined
  /** Empty where there are no lines to compare. */
  readonly hunks: readonly Hunk[]
  /** One for each of `hunks`, in their order; a single one where there are none. */
  readonly pairs: readonly CommitPair[]
  /** The pair to name where there is room for one: of all `pairs`, the tree with most of the clashing lines. */
  readonly oursBy: Culprit
  readonly theirsBy: Culprit
  /** What settled it; undefined while it is open. Its tree may be out of the release all the same, for another conflict of it. */
  readonly settled: readonly Settler[] | undefined
  /** What is known of it although it is open. */
  readonly partly: PartlyKnown | undefined
  /** The merge fix that no longer applies, for a conflict that is about one. */
  readonly fix: ResolutionId | undefined
}
