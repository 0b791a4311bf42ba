/** What the gates said of a release. */
import type { Instant } from './instant.ts'
import type { ReleaseName } from './names.ts'
import type { Verdict } from './verdict.ts'

export interface GateReport {
  readonly release: ReleaseName
  readonly at: Instant
  /** In the order of the roster. */
  readonly results: readonly GateResult[]
}

export interface GateResult {
  readonly verdict: Verdict
  /** Whether the record had the verdict already: then nothing was run. */
  readonly isKnown: boolean
}
