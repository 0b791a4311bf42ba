/** What coordinator and workers write to each other. Each reads the other's words as text from outside: shape, sizes and version are checked. */
import type { Gate } from '../../../base/model/gate.ts'
import { type CommitOid, isOid } from '../../../base/model/oid.ts'
import type { Environment, FirstError, VerdictOutcome } from '../../../base/model/verdict.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { plainLog } from '../words/plain-log.ts'
import { type Parcel, readParcel } from './parcel.ts'

/** Raised when an older worker would take an order for something else than it is. */
export const PROTOCOL = 1

/** Characters of a log that is taken from a worker: what one keeps of a log is half of that. */
const LOG_MAX = 512 * 1024

/** Warnings, and names in an environment, that one answer may have. */
const ENTRIES_MAX = 10_000

export type Order =
  | { readonly protocol: number; readonly kind: 'environment'; readonly run: string; readonly gate: Gate }
  | {
      readonly protocol: number
      readonly kind: 'probe'
      readonly run: string
      readonly gate: Gate
      readonly candidate: CommitOid
      readonly clean: boolean
      /** What the verdict will be kept under: on a worker with another one it would be filed wrongly. */
      readonly environment: Environment
    }

/** What a worker says of a gate. */
export interface Said {
  readonly outcome: VerdictOutcome
  readonly environment: Environment
  readonly warnings: readonly string[]
  readonly log: string
  readonly tookMs: number
  /** Undefined when the gate names no artefacts, or did not run. */
  readonly artefacts?: Parcel | undefined
}

export type Answer =
  | { readonly kind: 'environment'; readonly environment: Environment }
  | ({ readonly kind: 'tried' } & Said)
  | { readonly kind: 'other-environment'; readonly environment: Environment }
  /** Nobody waits for it any more. */
  | { readonly kind: 'unasked' }

/** The order, or why it is none for this worker. */
export function readOrder(value: unknown): Order | string {
  if (!isTable(value)) return 'the order has no fields'
  const { protocol, kind, run, gate, candidate } = value
  if (protocol !== PROTOCOL)
    return `the coordinator speaks version ${oneLine(String(protocol))} of the protocol, and this worker ${PROTOCOL}`
  if (typeof run !== 'string' || !isGate(gate)) return 'the order names no gate'
  if (kind === 'environment') return { protocol, kind, run, gate }
  const environment = readEnvironment(value['environment'])
  if (kind !== 'probe' || typeof candidate !== 'string' || !isOid(candidate) || environment === undefined)
    return 'the order names no candidate'
  return { protocol, kind, run, gate, candidate: candidate as CommitOid, clean: value['clean'] === true, environment }
}

/** The coordinator is trusted with the command itself; this keeps an older or newer one's from being half understood. */
function isGate(value: unknown): value is Gate {
  if (!isTable(value) || !isTable(value['run']) || !isTable(value['needs']) || !isTable(value['env'])) return false
  const { name, timeoutSeconds, needs, artefacts, inputs } = value
  return (
    typeof name === 'string' &&
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name) &&
    typeof timeoutSeconds === 'number' &&
    typeof needs['memoryBytes'] === 'number' &&
    [needs['tools'], needs['labels'], artefacts, inputs].every(isTexts)
  )
}

/** The answer about a gate, or why it is garbage. */
export function readAnswer(value: unknown, gate: Pick<Gate, 'artefacts'>): Answer | string {
  if (!isTable(value)) return 'it has no fields'
  if (value['kind'] === 'unasked') return { kind: 'unasked' }
  const environment = readEnvironment(value['environment'])
  if (environment === undefined) return 'it has no environment'
  if (value['kind'] === 'environment' || value['kind'] === 'other-environment')
    return { kind: value['kind'], environment }
  const { kind, warnings, log, tookMs } = value
  const outcome = readOutcome(value['outcome'])
  if (kind !== 'tried' || outcome === undefined) return 'it has no outcome'
  if (!isTexts(warnings) || typeof log !== 'string' || log.length > LOG_MAX) return 'its log is none, or too long'
  if (typeof tookMs !== 'number' || !(tookMs >= 0)) return 'it took no time'
  const artefacts = value['artefacts'] === undefined ? undefined : readParcel(value['artefacts'], gate)
  if (typeof artefacts === 'string') return artefacts
  return {
    kind,
    outcome,
    environment,
    warnings: warnings.map((line) => oneLine(line, 1000)),
    log: plainLog(log),
    tookMs,
    ...(artefacts === undefined ? {} : { artefacts }),
  }
}

/** `warned` and `flaky` are the coordinator's to say. */
function readOutcome(value: unknown): VerdictOutcome | undefined {
  if (!isTable(value)) return undefined
  const { kind, exit, error, seconds, why } = value
  if (kind === 'passed') return { kind }
  if (kind === 'failed' && typeof exit === 'number' && Number.isInteger(exit))
    return { kind, exit, error: readError(error) }
  if (kind === 'timed-out' && typeof seconds === 'number') return { kind, seconds }
  return kind === 'could-not-run' && typeof why === 'string' ? { kind, why: oneLine(why, 1000) } : undefined
}

function readError(value: unknown): FirstError | undefined {
  if (!isTable(value) || typeof value['text'] !== 'string') return undefined
  const { text, file, line } = value
  return {
    text: oneLine(text, 1000),
    file: typeof file === 'string' ? oneLine(file, 1000) : undefined,
    line: typeof line === 'number' && Number.isSafeInteger(line) ? line : undefined,
  }
}

function readEnvironment(value: unknown): Environment | undefined {
  if (!Array.isArray(value) || value.length > ENTRIES_MAX) return undefined
  const isPair = (pair: unknown): pair is [string, string] => isTexts(pair) && pair.length === 2
  if (!value.every(isPair)) return undefined
  return value.map(([name, text]): [string, string] => [oneLine(name), oneLine(text)])
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length <= ENTRIES_MAX && value.every((one) => typeof one === 'string')
}

function isTable(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
