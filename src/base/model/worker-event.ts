/** What a worker tells of its work, as it happens. */
import type { GateName } from './gate.ts'
import type { VerdictOutcome } from './verdict.ts'

export type WorkerEvent =
  | { readonly kind: 'ready'; readonly queue: string }
  | { readonly kind: 'answered'; readonly gate: GateName; readonly outcome: VerdictOutcome; readonly tookMs: number }
  /** `why` is the end of a sentence that begins with the gate. */
  | { readonly kind: 'given-back'; readonly gate: GateName; readonly why: string }
  | { readonly kind: 'queue-away' }
  | { readonly kind: 'queue-back' }
