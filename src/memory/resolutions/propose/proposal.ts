/** A guess at what a person would make of a conflict, with the reason for it. Never applied by itself. */
import type { Placed } from '../../../base/model/resolution.ts'
import type { ResolutionId } from '../../../base/model/settling.ts'

export type ProposalShape =
  /** What people made of the same lines in another place. */
  | 'elsewhere'
  /** Edits of different lines, or of different words of a line, put together. */
  | 'combined-lines'
  | 'combined-words'
  /** Lines that both put in at one place, all of them. */
  | 'union'
  /** One side, because it holds the other or says the same. */
  | 'one-side'
  /** Each place by its own shape. */
  | 'mixed'
  | 'deletion'
  | 'rename'

export interface Proposal {
  readonly shape: ProposalShape
  readonly outcome:
    | { readonly text: string }
    | { readonly placed: readonly Placed[]; readonly removed: readonly string[] }
  /** A sentence without its full stop. */
  readonly why: string
  /** How often such a proposal was right, 0 to 1. */
  readonly sureness: number
  /** Those it is taken from; undefined for what the shape alone suggests. */
  readonly resolutions?: readonly ResolutionId[]
}
