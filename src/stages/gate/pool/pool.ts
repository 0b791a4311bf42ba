/** The work trees of this machine in which gates are tried, one candidate after the other. */
import type { Gate, GatePoolSettings } from '../../../base/model/gate.ts'
import type { Listener } from '../../../base/model/event.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import type { Environment, VerdictOutcome } from '../../../base/model/verdict.ts'
import type { Artefacts } from './artefacts.ts'
import type { PoolLimits } from './limits.ts'

export interface PoolSetting extends GatePoolSettings {
  /** The repository whose commits and trees are tried; it may have others as alternates. */
  readonly recordDir: string
  /** Where the work trees stand. They are reused by later pools, so that what was built stays built. */
  readonly folder: string
  /** Distinguishes this process's work trees from those of others that use the folder. */
  readonly pid: number
  /** Milliseconds since some moment. */
  readonly stopwatch: () => number
  /** Texts that no log may show. */
  readonly secrets: readonly string[]
  readonly listen: Listener
  /** Those of `POOL_LIMITS` when left out. */
  readonly limits?: PoolLimits
}

/** What a gate said, before it is a verdict. */
export interface Tried {
  readonly outcome: VerdictOutcome
  readonly environment: Environment
  /** What it warned of, upstream's own included: `warningsBeyond` (words/warnings.ts) tells which are new. */
  readonly warnings: readonly string[]
  /** Plain text, shortened, without secrets and without escape sequences. */
  readonly log: Buffer
  readonly tookMs: number
  /** Undefined when the gate names none, or did not run. */
  readonly artefacts?: Artefacts | undefined
}

export interface TryOptions {
  readonly signal?: AbortSignal | undefined
  /** Nothing of earlier runs may be in the work tree, whatever the gate says: for what somebody will be blamed for. */
  readonly clean?: boolean | undefined
}

export interface Pool extends AsyncDisposable {
  /** How many candidates it can try that gate on at the same time; one at least. */
  slotsFor(gate: Gate): Promise<number>
  /** What a verdict of this gate depends on here, besides the candidate: part of its key, known before it is tried. */
  environment(gate: Gate): Promise<Environment>
  /** Waits for a free work tree. Throws only when the world fails or the signal says to stop; all else is an outcome. */
  try(gate: Gate, candidate: CommitOid | TreeOid, options?: TryOptions): Promise<Tried>
}
