/** By what a conflict may be settled without anybody's word, and by what one was. */
import type { Brand } from '../std/brand.ts'
import type { CommitOid } from './oid.ts'

/** Hash of the record's own text, 20 hexadecimal digits: names its folder in the chain. */
export type ResolutionId = Brand<string, 'ResolutionId'>

/** How surely a resolution on record is about this very conflict. */
export type Tier =
  /** A: the same three versions of the file at the same path. */
  | 'same-versions'
  /** B: all hunks the same, in the same file. */
  | 'same-conflict'
  /** C: hunk by hunk the same, in the same file. */
  | 'same-hunks'

/** Something that settled a conflict, or a merge fix. */
export type Settler =
  | { readonly kind: 'resolution'; readonly id: ResolutionId; readonly tier: Tier | 'merge-fix' }
  /** A rule of the roster: `[[resolve]]`. */
  | { readonly kind: 'rule'; readonly take: Take }

/** Something that made a merge another than git's own: a settler, or a commit that was reverted on top of it. */
export type Amender = Settler | { readonly kind: 'revert'; readonly commit: CommitOid }

/** What a rule takes. `ours` is the integration's side; `deletion` is about files that one side deleted and the other changed, and no others. */
export type Take = 'ours' | 'theirs' | 'union' | 'deletion'

/** What settled one path, as a release records it. */
export interface Settled<By extends Amender = Amender> {
  /** Raw. */
  readonly path: string
  /** More than one where the hunks of a file have each their own. */
  readonly by: readonly By[]
}

/** A rule of the roster: files that always take one side, or both. */
export interface SettlingRule {
  /** Over paths. */
  readonly glob: string
  readonly take: Take
}

/** All that conflicts of a release may be settled by; part of its plan. */
export interface Settling {
  /** Where the chain of resolutions ended; undefined without any. */
  readonly resolutions: CommitOid | undefined
  /** The tiers that need nobody's word. */
  readonly automatic: readonly Tier[]
  readonly rules: readonly SettlingRule[]
  /** Merge fixes that an earlier release found to change nothing any more. */
  readonly retired: readonly ResolutionId[]
}

/** What the resolutions on record know of a conflict that they do not settle. */
export interface PartlyKnown {
  /** Hunks that a resolution answers, and hunks that none does. */
  readonly known: number
  readonly open: number
  readonly by: readonly Settler[]
}
