/** What a merge that clashed is described from. */
import type { MergeAnswer } from '../../../base/git/merge-tree.ts'
import type { Conflict } from '../../../base/model/conflict.ts'
import type { TreeName } from '../../../base/model/names.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import type { Workshop } from '../workshop.ts'

/** A version that was merged before into the same integration. */
export interface EarlierMerge {
  readonly tree: TreeName
  readonly version: CommitOid
  readonly bases: readonly CommitOid[]
  /** What it brought: the commits beyond its bases. */
  readonly commits: readonly CommitOid[]
  /** The integration's tree after it. */
  readonly result: TreeOid
  /** Raw paths it changed. */
  readonly changed: ReadonlySet<string>
}

export interface Clash {
  /** Where it was merged: sees all objects, those of the conflicted result too, and takes throw-away ones. */
  readonly shop: Workshop
  readonly tree: TreeName
  /** The version that was tried: "theirs". */
  readonly version: CommitOid
  readonly bases: readonly CommitOid[]
  /** What it would bring: the commits beyond its bases. */
  readonly commits: readonly CommitOid[]
  /** The integration it was merged into. */
  readonly ours: TreeOid
  readonly upstream: CommitOid
  readonly earlier: readonly EarlierMerge[]
  readonly answer: MergeAnswer
}

export interface DescribedConflict {
  readonly conflict: Conflict
  /** Combined diff in the shape of `git diff --cc`, printable and bounded. */
  readonly diff: string
}
