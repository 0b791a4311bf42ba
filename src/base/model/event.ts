/** Everything notable that happens while work goes on: terminal, pages and logs are functions of these. */
import type { Instead } from './decision.ts'
import type { GateName } from './gate.ts'
import type { ReleaseName, TreeName } from './names.ts'
import type { CommitOid } from './oid.ts'
import type { MergeOutcome } from './merge.ts'
import type { TipState } from './tip.ts'
import type { VerdictOutcome } from './verdict.ts'

export type Event =
  | { readonly kind: 'fetch-started'; readonly trees: number }
  | { readonly kind: 'tip-fetched'; readonly tree: TreeName; readonly state: TipState }
  | { readonly kind: 'fetch-finished' }
  | { readonly kind: 'integrate-started'; readonly trees: number }
  | { readonly kind: 'tree-merged'; readonly tree: TreeName; readonly outcome: MergeOutcome['kind'] }
  | { readonly kind: 'release-published'; readonly release: ReleaseName; readonly commit: CommitOid }
  /** `round` counts how often it was asked before anything is published; undefined for what is out. */
  | { readonly kind: 'gates-started'; readonly gates: number; readonly round: number | undefined }
  /** A gate is asked about a candidate that nothing is known of yet; it may have to wait for its turn. */
  | { readonly kind: 'probe-asked'; readonly gate: GateName }
  | { readonly kind: 'probe-done'; readonly gate: GateName }
  | {
      readonly kind: 'gate-answered'
      readonly gate: GateName
      readonly outcome: VerdictOutcome['kind']
      /** It was on record already. */
      readonly isKnown: boolean
    }
  | { readonly kind: 'search-probed'; readonly gate: GateName; readonly probes: number }
  | { readonly kind: 'gates-finished' }
  /** By policy, before anything is published. */
  | { readonly kind: 'tree-given-up'; readonly tree: TreeName; readonly instead: Instead; readonly gate: GateName }
  | {
      readonly kind: 'push-finished'
      readonly what: 'release' | 'resolutions'
      readonly url: string
      readonly problem: string | undefined
      /** Earlier releases whose tags came along, because their own push had failed. */
      readonly madeUpFor: number
    }
  /** Something was put right that an earlier process left behind. */
  | { readonly kind: 'repaired'; readonly what: string }
  | { readonly kind: 'warning'; readonly what: string }

/** Who listens. Called while the work goes on, so it must be quick. */
export type Listener = (event: Event) => void
