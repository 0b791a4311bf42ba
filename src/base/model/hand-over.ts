/** Part of a tree that is to go by another one. */
import type { Decided, HandOverVerb } from './decision.ts'
import type { GateName } from './gate.ts'
import type { RefName } from './names.ts'
import type { CommitOid } from './oid.ts'
import type { VerdictKey } from './verdict.ts'

export type HandOverState =
  /** They need commits of their tree that are not upstream yet. */
  | { readonly kind: 'waits'; readonly on: readonly HandedCommit[] }
  /** A branch has exactly them; it merges into the other tree and into the last release. */
  | {
      readonly kind: 'offered'
      readonly branch: RefName
      readonly head: CommitOid
      readonly base: CommitOid
      /** Gates that it passes by itself; none where none was asked, or could say anything. */
      readonly passed: readonly GateName[]
    }
  /** It merges, and by itself this gate is red, which is green on what it stands on. */
  | {
      readonly kind: 'fails'
      readonly gate: GateName
      readonly verdict: VerdictKey
      readonly head: CommitOid
      readonly base: CommitOid
    }
  /** It cannot be made, or does not merge. Paths are raw. */
  | { readonly kind: 'clashes'; readonly where: string; readonly paths: readonly string[] }
  /** The other tree has them, or upstream has, and the first tree has its copy still. */
  | { readonly kind: 'taken'; readonly by: 'tree' | 'upstream' }
  /** The first tree has none of them any more. */
  | { readonly kind: 'over' }

export interface HandedCommit {
  readonly commit: CommitOid
  readonly subject: string
}

export interface HandOver {
  readonly decision: Decided<HandOverVerb>
  /** What of it the first tree has, parents before children. */
  readonly commits: readonly HandedCommit[]
  readonly state: HandOverState
}
