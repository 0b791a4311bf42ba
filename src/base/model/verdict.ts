/** What a gate said of a candidate: kept by what it looked at, so that the same question is never built twice. */
import type { Brand } from '../std/brand.ts'
import type { GateName } from './gate.ts'
import type { Instant } from './instant.ts'
import type { BlobOid, TreeOid } from './oid.ts'

/** Hash of all that a verdict follows from: the contents of the gate's inputs, its definition, and the environment. */
export type VerdictKey = Brand<string, 'VerdictKey'>

/** Names and values that a verdict depends on: versions of the tools named, the sandbox, the machine's architecture. Sorted by name. */
export type Environment = readonly (readonly [name: string, value: string])[]

/** Where a log first says what is wrong. Printable text; `file` and `line` where the words name them. */
export interface FirstError {
  readonly text: string
  readonly file: string | undefined
  readonly line: number | undefined
}

export type VerdictOutcome =
  | { readonly kind: 'passed' }
  /** Passed, and said something that upstream by itself does not. */
  | { readonly kind: 'warned'; readonly warnings: readonly string[] }
  | { readonly kind: 'failed'; readonly exit: number; readonly error: FirstError | undefined }
  /** Failed and passed on the very same content: how often it failed, of how many runs. */
  | { readonly kind: 'flaky'; readonly failed: number; readonly runs: number }
  | { readonly kind: 'timed-out'; readonly seconds: number }
  /** The gate itself could not be tried: a tool is missing, the disk is full, a limit of the machine. Says nothing of the candidate. */
  | { readonly kind: 'could-not-run'; readonly why: string }

export interface Verdict {
  readonly key: VerdictKey
  readonly gate: GateName
  /** The tree that was tried; another with the same inputs has the same verdict. */
  readonly tree: TreeOid
  readonly outcome: VerdictOutcome
  /** As a person would type it. */
  readonly command: string
  readonly environment: Environment
  /** The log in the record, shortened and without secrets; undefined when it said nothing. */
  readonly log: BlobOid | undefined
  readonly tookMs: number
  readonly at: Instant
}

/** What a verdict says to a search: only what is known for certain to fail or to pass says anything. */
export function isGreen({ kind }: VerdictOutcome): boolean | undefined {
  if (kind === 'passed' || kind === 'warned') return true
  return kind === 'failed' || kind === 'timed-out' ? false : undefined
}
