/** What gates say of a tree's topics: which stands by itself, and which not without another. */
import type { GateName } from './gate.ts'
import type { VerdictKey } from './verdict.ts'

/** What the topics were tried with: all else that the last release is made of, or upstream alone. */
export type StandGround = 'release' | 'upstream'

/** A topic without which another does not pass, though it applies. */
export interface StandNeed {
  readonly topic: string
  /** The gate was red with all that was tried beside it, and green when this one came in addition. */
  readonly red: VerdictKey
  readonly green: VerdictKey
}

export type Stand =
  /** With the topics that it needs to apply, and no other of the tree. */
  | { readonly kind: 'alone'; readonly green: VerdictKey }
  | { readonly kind: 'needs'; readonly needs: readonly StandNeed[] }
  /** `why` is printable text. */
  | { readonly kind: 'unclear'; readonly why: string }

export interface TopicStand {
  readonly topic: string
  readonly stand: Stand
}

/** What one gate says of all topics. */
export type GateStands =
  | {
      readonly gate: GateName
      readonly kind: 'told'
      readonly ground: StandGround
      readonly stands: readonly TopicStand[]
    }
  /** It is not green where it must be for anything to follow. `why` is printable text. */
  | { readonly gate: GateName; readonly kind: 'says-nothing'; readonly why: string }
