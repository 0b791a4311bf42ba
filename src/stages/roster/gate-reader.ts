/** Reads `[[gates]]` and `[gate-pool]`: what a candidate must pass, and where on this machine that is tried. */
import type { Gate, GateCommand, GateKind, GateName, GateNeeds, GatePoolSettings } from '../../base/model/gate.ts'
import { ON_FAILURE, type OnFailure, SANDBOX_WISHES, type SandboxWish, SLOTS_MAX } from '../../base/model/gate.ts'
import { checkGlob, oneOf } from './checks.ts'
import type { Problem } from './fault.ts'
import {
  checkFolderPath,
  checkGateName,
  checkLabel,
  checkQueue,
  checkRun,
  checkTool,
  checkValue,
  variableFault,
} from './gate-checks.ts'
import type { TableReader } from './table-reader.ts'

export const GATE_KINDS: readonly GateKind[] = ['build', 'warning', 'test', 'boot']
const WHENS: readonly Gate['when'][] = ['every run', 'final']

/** Seconds. A kernel with all its modules builds in half an hour on 16 cores; what takes longer is stuck, or says so. */
export const DEFAULT_TIMEOUT_SECONDS = 3600

/** A week: longer than anybody waits for a release. */
const TIMEOUT_SECONDS_MAX = 604_800

/** Bytes. Linking a kernel with its debug information takes 3 GB, a large C++ file 2. */
export const DEFAULT_MEMORY_BYTES = 4 * 1024 ** 3

/** Bytes: a shell and a compiler need some of them. */
const MEMORY_BYTES_MIN = 1024 ** 2

/** Bytes. A kernel with all its modules and debug information comes to 30 GB. */
export const DEFAULT_DISK_BYTES = 64 * 1024 ** 3

/** One build takes all cores of a machine by itself, as a rule. */
export const DEFAULT_SLOTS = 1

/** A machine without bubblewrap should say so, not stand still. */
export const DEFAULT_SANDBOX: SandboxWish = 'when-there'

export function readGate(reader: TableReader): Gate {
  reader.require('name', 'Each gate has one: name = "allmodconfig"')
  reader.require('run', 'What is run at the top of the candidate: run = "make -j8", or run = ["make", "-j8"]')
  const gate: Gate = {
    name: (reader.text('name', checkGateName) ?? '') as GateName,
    run: readCommand(reader),
    kind: (reader.text('kind', oneOf(GATE_KINDS)) ?? 'build') as GateKind,
    when: (reader.text('when', oneOf(WHENS)) ?? 'every run') as Gate['when'],
    timeoutSeconds: reader.wholeNumber('timeout', { from: 1, to: TIMEOUT_SECONDS_MAX }) ?? DEFAULT_TIMEOUT_SECONDS,
    needs: readNeeds(reader.table('needs', 'needs = { cores = 8, memory = 8_000_000_000, tools = ["gcc"] }')),
    env: readEnv(reader.table('env', 'env = { ARCH = "arm64" }')),
    clean: reader.truth('clean') ?? false,
    onFailure: (reader.text('on-failure', oneOf(ON_FAILURE)) ?? 'report') as OnFailure,
    artefacts: reader.texts('artefacts', checkGlob) ?? [],
    inputs: reader.texts('inputs', checkGlob) ?? [],
  }
  reader.refuseUnknown()
  return gate
}

function readCommand(reader: TableReader): GateCommand {
  if (!reader.isList('run')) return { kind: 'shell', line: reader.text('run', checkRun) ?? '' }
  const argv = reader.texts('run', checkRun)
  if (argv?.length === 0)
    reader.fault('run', { why: 'is empty, so nothing would be run', hint: 'Such as: ["make", "-j8"]' })
  return { kind: 'argv', argv: argv ?? [] }
}

function readNeeds(reader: TableReader): GateNeeds {
  const needs = {
    cores: reader.wholeNumber('cores', { from: 1, to: 4096 }) ?? 1,
    memoryBytes: reader.wholeNumber('memory', { from: MEMORY_BYTES_MIN, to: 2 ** 50 }) ?? DEFAULT_MEMORY_BYTES,
    tools: reader.texts('tools', checkTool) ?? [],
    labels: reader.texts('labels', checkLabel) ?? [],
  }
  reader.refuseUnknown()
  return needs
}

function readEnv(reader: TableReader): Readonly<Record<string, string>> {
  const entries = reader.keys().map((name): [string, string] => {
    const value = reader.text(name, checkValue) ?? ''
    const fault = variableFault(name)
    if (fault) reader.note([...reader.path, name], 'key', `${JSON.stringify(name)} ${fault.why}`, fault.hint)
    return [name, value]
  })
  return Object.fromEntries(entries)
}

/** One word for gates of every kind, or a word for each. */
export function readOnFailure(reader: TableReader): Readonly<Partial<Record<GateKind, OnFailure>>> {
  const key = 'on-failure'
  if (reader.isText(key)) {
    const word = reader.text(key, oneOf(ON_FAILURE)) as OnFailure | undefined
    return word === undefined ? {} : Object.fromEntries(GATE_KINDS.map((kind) => [kind, word]))
  }
  const table = reader.table(key, 'on-failure = "hold", or on-failure = { build = "previous", test = "report" }')
  if (!reader.has(key)) return {}
  const words = GATE_KINDS.flatMap((kind): [GateKind, OnFailure][] => {
    const word = table.text(kind, oneOf(ON_FAILURE)) as OnFailure | undefined
    return word === undefined ? [] : [[kind, word]]
  })
  table.refuseUnknown()
  return Object.fromEntries(words)
}

export function readGatePool(reader: TableReader): GatePoolSettings {
  const settings = {
    sandbox: (reader.text('sandbox', oneOf(SANDBOX_WISHES)) ?? DEFAULT_SANDBOX) as SandboxWish,
    slots: reader.wholeNumber('slots', { from: 1, to: SLOTS_MAX }) ?? DEFAULT_SLOTS,
    diskBytes: reader.wholeNumber('disk', { from: MEMORY_BYTES_MIN, to: 2 ** 50 }) ?? DEFAULT_DISK_BYTES,
    labels: reader.texts('labels', checkLabel) ?? [],
    readable: reader.texts('readable', checkFolderPath) ?? [],
    queue: reader.text('queue', checkQueue),
  }
  reader.refuseUnknown()
  return settings
}

/** Verdicts are told apart by the names of their gates, also where files of them lie on a disk that does not know upper from lower case. */
export function gateFaults(gates: readonly Gate[]): Problem[] {
  const seen = new Set<string>()
  return gates.flatMap(({ name }, place): Problem[] => {
    const key = name.toLowerCase()
    if (name === '' || !seen.has(key)) {
      seen.add(key)
      return []
    }
    const path = ['gates', place, 'name']
    return [{ path, at: 'value', message: 'name is that of another gate', hint: 'Give every gate a name of its own.' }]
  })
}
