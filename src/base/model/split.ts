/** A tree that goes in without some of its commits. */
import type { PatchId } from './commit-facts.ts'
import type { CommitOid } from './oid.ts'

/** A commit that stays out: the same patch stays out, too, when the tree is rebased. */
export interface LeftOut {
  readonly commit: CommitOid
  readonly patchId: PatchId | undefined
}

/** What becomes of a tree that was decided to be split. */
export type Split =
  /** The tree without them. */
  | { readonly kind: 'apart'; readonly commit: CommitOid; readonly left: readonly CommitOid[] }
  /** It has none of them any more. */
  | { readonly kind: 'whole' }
  /** `why` stands in a sentence. */
  | { readonly kind: 'blocked'; readonly why: string }
