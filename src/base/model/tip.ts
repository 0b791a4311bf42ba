/** What became of one tree's tip when we last asked for it. */
import type { Instant } from './instant.ts'
import type { TreeName } from './names.ts'
import type { CommitOid } from './oid.ts'

export type TipState = 'moved' | 'same' | 'rewound' | 'gone' | 'empty' | 'unreachable' | 'refused'

/** What asking for a branch came to. */
export type TipOutcome =
  | { readonly state: 'moved'; readonly commit: CommitOid; readonly previous: CommitOid | undefined }
  | { readonly state: 'same'; readonly commit: CommitOid }
  /** The branch no longer contains what it had: `lost` commits of it are gone. */
  | { readonly state: 'rewound'; readonly commit: CommitOid; readonly previous: CommitOid; readonly lost: number }
  /** Nothing beyond upstream. */
  | { readonly state: 'empty'; readonly commit: CommitOid }
  | (LastGood & { readonly state: 'gone' })
  /** The remote did not answer, or answered with nonsense. `why` is printable text. */
  | (LastGood & { readonly state: 'unreachable'; readonly why: string })
  /** It broke a limit or carries a fault. `why` names which. */
  | (LastGood & { readonly state: 'refused'; readonly why: string })

export type Tip = { readonly tree: TreeName } & TipOutcome

/** Upstream's own. It cannot be empty: it is what the others are measured by. */
export type UpstreamTip = Exclude<TipOutcome, { readonly state: 'empty' }>

/** Kept from before, since when it has not been refreshed. */
export interface LastGood {
  readonly commit: CommitOid | undefined
  readonly since: Instant
}
