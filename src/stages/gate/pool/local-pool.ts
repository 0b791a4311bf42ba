/** A pool on this machine: so many slots, each with a work tree, a gate in each at a time. */
import { machine, type as systemType } from 'node:os'
import type { Git } from '../../../base/git/spawn.ts'
import type { Gate } from '../../../base/model/gate.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import type { Environment } from '../../../base/model/verdict.ts'
import { Lanes } from '../../../base/std/lanes.ts'
import { OperatingError } from '../../../base/std/operating-error.ts'
import { assert } from '../../../base/std/assert.ts'
import { plainLog } from '../words/plain-log.ts'
import { shortenLog } from '../words/shorten-log.ts'
import { warningsIn } from '../words/warnings.ts'
import { secretsOf, withoutSecrets } from '../words/without-secrets.ts'
import { artefactsFolder, keepArtefacts } from './artefacts.ts'
import { commandLine, commandOf, type Place, variables } from './command.ts'
import { diskFault, watchDisk } from './disk.ts'
import { POOL_LIMITS } from './limits.ts'
import { outcomeOf } from './outcome.ts'
import type { Pool, PoolSetting, Tried, TryOptions } from './pool.ts'
import { INSIDE, visiblePath } from './sandbox.ts'
import { probeSandbox } from './probe-sandbox.ts'
import { MARK, Slot } from './slot.ts'
import { type Ended, type ProgramCall, runProgram } from './start.ts'
import { Tools } from './tools.ts'

/** Longest a tool may take to say which version it is, in seconds. */
const VERSION_SECONDS = 20

export class LocalPool implements Pool {
  readonly #git: Git
  readonly #setting: PoolSetting
  readonly #slots: readonly Slot[]
  readonly #idle: Slot[]
  readonly #lanes: Lanes
  readonly #isShutIn: boolean
  readonly #searchPath: string
  readonly #tools: Tools

  private constructor(git: Git, setting: PoolSetting, slots: readonly Slot[], isShutIn: boolean) {
    this.#git = git
    this.#setting = setting
    this.#slots = slots
    this.#idle = [...slots]
    this.#lanes = new Lanes(slots.length)
    this.#isShutIn = isShutIn
    const { searchPath } = git.setting
    this.#searchPath = isShutIn ? visiblePath(searchPath, setting.readable) : searchPath
    this.#tools = new Tools(this.#searchPath, (command) => this.#ask(command))
  }

  static async open(git: Git, setting: PoolSetting): Promise<LocalPool> {
    const slots: Slot[] = []
    try {
      const { recordDir, folder, pid, listen } = setting
      const slotSetting = { git, recordDir, folder, pid, listen }
      for (let place = 0; place < setting.slots; place += 1) slots.push(await Slot.open(slotSetting))
      const [first] = slots
      assert(first !== undefined, 'a pool has a slot at least')
      return new LocalPool(git, setting, slots, await probeSandbox(git, setting, first))
    } catch (error) {
      await Promise.all(slots.map((slot) => slot[Symbol.asyncDispose]()))
      throw error
    }
  }

  slotsFor(): Promise<number> {
    return Promise.resolve(this.#slots.length)
  }

  async environment({ needs }: Gate): Promise<Environment> {
    const tools = await Promise.all(needs.tools.map((name) => this.#tools.find(name)))
    const pairs: [string, string][] = [
      ['machine', `${systemType()} ${machine()}`],
      ['sandbox', this.#isShutIn ? 'bubblewrap' : 'none'],
      ...tools.map(({ name, version }): [string, string] => [name, version ?? 'missing']),
    ]
    return pairs.sort(([a], [b]) => (a < b ? -1 : 1))
  }

  async try(gate: Gate, candidate: CommitOid | TreeOid, options: TryOptions = {}): Promise<Tried> {
    const environment = await this.environment(gate)
    const why = await this.#unmet(gate)
    if (why !== undefined) return couldNotRun(why, environment)
    return this.#lanes.run(async () => {
      const slot = this.#idle.pop()
      assert(slot !== undefined, 'there are as many lanes as slots')
      try {
        return await this.#tryIn(slot, gate, candidate, options, environment)
      } finally {
        this.#idle.push(slot)
      }
    })
  }

  async #tryIn(
    slot: Slot,
    gate: Gate,
    candidate: CommitOid | TreeOid,
    { clean = false, signal }: TryOptions,
    environment: Environment,
  ): Promise<Tried> {
    const { diskBytes, folder, stopwatch } = this.#setting
    if (signal?.aborted || this.#git.setting.stop?.aborted) throw stopped(gate)
    const full = await diskFault(slot.path)
    if (full !== undefined) return couldNotRun(`the disk ${full}`, environment)
    await slot.fill(candidate, clean || gate.clean, signal)
    const fault = await watchDisk(slot.path, diskBytes)
    const began = stopwatch()
    const ended = await runProgram({
      ...this.#call(slot, gate),
      fault: () => fault(),
      signal: this.#stopSignal(signal),
    })
    const tookMs = stopwatch() - began
    const over = await fault(true)
    // What would stand in the way of the next gate goes; what was built within bounds stays.
    if (over !== undefined) await slot.empty()
    const artefacts = await keepArtefacts(slot.folders.tree, gate, artefactsFolder(folder, gate.name, candidate))
    return { ...this.#said(slot, gate, withinDisk(ended, over)), environment, tookMs, artefacts }
  }

  #said(slot: Slot, gate: Gate, { ending, output }: Ended): Pick<Tried, 'outcome' | 'warnings' | 'log'> {
    if (ending.kind === 'stopped') throw stopped(gate)
    const { tree } = this.#isShutIn ? INSIDE : slot.folders
    const secrets = [...this.#setting.secrets, ...secretsOf(gate.env)]
    // Paths begin at the top of the candidate: where the slot stands is nobody's concern, and differs from machine to machine.
    const log = withoutSecrets(plainLog(output).replaceAll(`${tree}/`, ''), secrets)
    const outcome = outcomeOf(gate, ending, log)
    const error = outcome.kind === 'failed' ? outcome.error : undefined
    return { outcome, warnings: warningsIn(log), log: Buffer.from(shortenLog(log, error)) }
  }

  /** What this machine lacks; says nothing of the candidate. */
  async #unmet({ needs }: Gate): Promise<string | undefined> {
    const labels = needs.labels.filter((label) => !this.#setting.labels.includes(label))
    if (labels.length > 0) return `it needs a machine that is ${labels.join(' and ')}; see labels under [gate-pool]`
    const tools = await Promise.all(needs.tools.map((name) => this.#tools.find(name)))
    const missing = tools.flatMap(({ name, version }) => (version === undefined ? [name] : []))
    if (missing.length === 0) return undefined
    const where = this.#isShutIn ? 'in PATH as far as the sandbox shows it; see readable under [gate-pool]' : 'in PATH'
    return `it needs ${missing.join(' and ')}, which ${missing.length === 1 ? 'is' : 'are'} not ${where}`
  }

  #call(
    slot: Slot,
    gate: Pick<Gate, 'run' | 'env' | 'needs' | 'timeoutSeconds'>,
  ): Omit<ProgramCall, 'fault' | 'signal'> {
    const { diskBytes, readable, limits = POOL_LIMITS } = this.#setting
    const place: Place = {
      slot: slot.folders,
      isShutIn: this.#isShutIn,
      readable,
      searchPath: this.#searchPath,
      fileBytes: diskBytes,
    }
    return {
      argv: commandLine(commandOf(gate.run), place),
      env: variables(gate, place, [MARK, slot.path]),
      folder: slot.folders.tree,
      mark: slot.mark,
      limits: { seconds: gate.timeoutSeconds, memoryBytes: gate.needs.memoryBytes, ...limits },
    }
  }

  /** A tool is asked where gates run, in a slot of its own while no gate does. */
  #ask(command: readonly string[]): Promise<{ readonly exit: number; readonly output: string }> {
    return this.#lanes.run(async () => {
      const slot = this.#idle.pop()
      assert(slot !== undefined, 'there are as many lanes as slots')
      try {
        await slot.prepare()
        const needs = { cores: 1, memoryBytes: 2 ** 32, tools: [], labels: [] }
        const run = { kind: 'argv', argv: command } as const
        const call = this.#call(slot, { run, env: {}, needs, timeoutSeconds: VERSION_SECONDS })
        const { ending, output } = await runProgram({
          ...call,
          fault: async () => undefined,
          signal: this.#git.setting.stop,
        })
        return { exit: ending.kind === 'exited' ? ending.exit : 1, output }
      } finally {
        this.#idle.push(slot)
      }
    })
  }

  #stopSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
    const signals = [signal, this.#git.setting.stop].filter((one) => one !== undefined)
    return signals.length === 0 ? undefined : AbortSignal.any(signals)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(this.#slots.map((slot) => slot[Symbol.asyncDispose]()))
  }
}

/** A gate that meets the end of the disk fails in its own words: a compiler cannot write, a program says no. That is nobody's fault. */
function withinDisk(ended: Ended, over: string | undefined): Ended {
  const { ending } = ended
  const isRed = ending.kind === 'exited' && ending.exit !== 0
  return over === undefined || !isRed ? ended : { ...ended, ending: { kind: 'over-limit', why: over } }
}

function couldNotRun(why: string, environment: Environment): Tried {
  return { outcome: { kind: 'could-not-run', why }, environment, warnings: [], log: Buffer.alloc(0), tookMs: 0 }
}

function stopped({ name }: Gate): OperatingError {
  return new OperatingError('stopped', `the gate ${name} was stopped`, 'The command was told to end.')
}
