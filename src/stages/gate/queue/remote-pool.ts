/** A pool whose work trees stand on other machines: each probe is an order in a queue, and what comes back is checked. */
import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Gate, GateName } from '../../../base/model/gate.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import type { Environment } from '../../../base/model/verdict.ts'
import { letWorkersFetch } from '../../../memory/record/record.ts'
import { type Artefacts, artefactsFolder } from '../pool/artefacts.ts'
import type { Pool, Tried, TryOptions } from '../pool/pool.ts'
import { secretsOf, withoutSecrets } from '../words/without-secrets.ts'
import { shortenLog } from '../words/shorten-log.ts'
import { CandidateRefs, type CandidateSetting, forgetDead } from './candidate-refs.ts'
import { connect, type QueueSetting } from './connect.ts'
import { Lot } from './lot.ts'
import { PROTOCOL, type Said } from './messages.ts'
import { receiveParcel } from './parcel-post.ts'
import { type Choice, chooseWorkers, isThere, queueOf, runKey, Sign, workersThere } from './presence.ts'

export interface RemoteSetting extends Omit<CandidateSetting, 'run'> {
  readonly queue: QueueSetting
  /** Texts that no log may show. */
  readonly secrets: readonly string[]
  /** Where artefacts are brought. */
  readonly folder: string
  /** Once aborted, nothing is waited for. */
  readonly stop: AbortSignal | undefined
}

/** An environment that no gate ever ran in: nothing is filed under it. */
const NOWHERE: Environment = [['machine', 'none']]

export class RemotePool implements Pool {
  readonly #setting: RemoteSetting
  readonly #redis: Redis
  readonly #run: string
  readonly #sign: Sign
  readonly #candidates: CandidateRefs
  readonly #lots = new Map<string, Promise<Lot>>()
  /** Which workers a gate was given to, by its name. */
  readonly #kinds = new Map<GateName, readonly string[]>()
  readonly #environments = new Map<string, Promise<Environment | string>>()

  private constructor(setting: RemoteSetting, redis: Redis, run: string, sign: Sign) {
    this.#setting = setting
    this.#redis = redis
    this.#run = run
    this.#sign = sign
    this.#candidates = new CandidateRefs({ ...setting, run })
  }

  /** Throws `queue-failed` when the queue does not answer. */
  static async open(setting: RemoteSetting): Promise<RemotePool> {
    const redis = await connect(setting.queue)
    try {
      const run = `${setting.at.epochSeconds}-${randomUUID()}`
      await letWorkersFetch(setting.record)
      await forgetDead(setting.record, (other) => isThere(redis, runKey(other)))
      const sign = await Sign.put(redis, runKey(run), '1')
      return new RemotePool(setting, redis, run, sign)
    } catch (error) {
      redis.disconnect()
      throw error
    }
  }

  async slotsFor(gate: Gate): Promise<number> {
    const choice = await this.#choose(gate)
    return choice.kind === 'chosen' ? choice.slots : 1
  }

  async environment(gate: Gate): Promise<Environment> {
    const choice = await this.#choose(gate)
    if (choice.kind === 'nobody') return NOWHERE
    const environment = await this.#environmentOf(choice.labels, gate)
    return typeof environment === 'string' ? NOWHERE : environment
  }

  async try(gate: Gate, candidate: CommitOid | TreeOid, options: TryOptions = {}): Promise<Tried> {
    const choice = await this.#choose(gate)
    if (choice.kind === 'nobody') return couldNotRun(choice.why)
    const environment = await this.#environmentOf(choice.labels, gate)
    if (typeof environment === 'string') return couldNotRun(environment)
    const [commit, lot] = await Promise.all([this.#candidates.keep(candidate), this.#lot(choice.labels)])
    const { clean = false, signal } = options
    const asked = { protocol: PROTOCOL, run: this.#run, gate }
    const order = { ...asked, kind: 'probe', candidate: commit, clean, environment } as const
    const end = await lot.ask(order, this.#stopSignal(signal))
    if (end.kind === 'nothing') return couldNotRun(end.why, environment)
    if (end.answer.kind === 'tried')
      return this.#tried(gate, end.answer, await this.#brought(gate, candidate, end.job, end.answer))
    if (end.answer.kind === 'other-environment')
      return couldNotRun(unlike(environment, end.answer.environment), environment)
    return couldNotRun('a worker answered another question', environment)
  }

  async #choose({ name, needs }: Gate): Promise<Choice> {
    const choice = chooseWorkers(await workersThere(this.#redis), needs.labels, this.#kinds.get(name))
    if (choice.kind === 'chosen') this.#kinds.set(name, choice.labels)
    return choice
  }

  /** Asked once of one of the workers that are alike. */
  #environmentOf(labels: readonly string[], gate: Gate): Promise<Environment | string> {
    const name = JSON.stringify([labels, gate.needs.tools])
    const asked = this.#environments.get(name) ?? this.#askEnvironment(labels, gate)
    this.#environments.set(name, asked)
    return asked
  }

  async #askEnvironment(labels: readonly string[], gate: Gate): Promise<Environment | string> {
    const lot = await this.#lot(labels)
    const order = { protocol: PROTOCOL, run: this.#run, gate, kind: 'environment' } as const
    const end = await lot.ask(order, this.#stopSignal())
    if (end.kind === 'nothing') return end.why
    return end.answer.kind === 'environment' ? end.answer.environment : 'a worker answered another question'
  }

  /** What a worker kept of its log is as its own rules say; ours hold here. */
  #tried(gate: Gate, { outcome, environment, warnings, log, tookMs }: Said, artefacts: Artefacts | undefined): Tried {
    const text = withoutSecrets(log, [...this.#setting.secrets, ...secretsOf(gate.env)])
    const error = outcome.kind === 'failed' ? outcome.error : undefined
    return { outcome, environment, warnings, log: Buffer.from(shortenLog(text, error)), tookMs, artefacts }
  }

  /** By the name that the candidate has here: a worker knows it as a commit of ours. */
  async #brought(
    { name }: Gate,
    candidate: CommitOid | TreeOid,
    job: string,
    { artefacts: parcel }: Said,
  ): Promise<Artefacts | undefined> {
    if (parcel === undefined) return undefined
    return receiveParcel(this.#redis, job, parcel, artefactsFolder(this.#setting.folder, name, candidate))
  }

  #lot(labels: readonly string[]): Promise<Lot> {
    const name = queueOf(labels)
    const lot = this.#lots.get(name) ?? Lot.open(labels, this.#redis, this.#setting.queue)
    this.#lots.set(name, lot)
    return lot
  }

  #stopSignal(signal?: AbortSignal): AbortSignal | undefined {
    const signals = [signal, this.#setting.stop].filter((one) => one !== undefined)
    return signals.length === 0 ? undefined : AbortSignal.any(signals)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#sign[Symbol.asyncDispose]()
    const lots = await Promise.allSettled(this.#lots.values())
    for (const lot of lots) if (lot.status === 'fulfilled') await lot.value[Symbol.asyncDispose]()
    this.#redis.disconnect()
    await this.#candidates[Symbol.asyncDispose]()
  }
}

function couldNotRun(why: string, environment: Environment = NOWHERE): Tried {
  return { outcome: { kind: 'could-not-run', why }, environment, warnings: [], log: Buffer.alloc(0), tookMs: 0 }
}

/** Workers with the same labels stand for each other, so they have to be alike. */
function unlike(asked: Environment, other: Environment): string {
  const theirs = new Map(other)
  const [name, value] = asked.find(([one, text]) => theirs.get(one) !== text) ?? ['their environment', 'not the same']
  return `workers with the same labels differ: ${name} is ${value} on one and ${theirs.get(name) ?? 'not there'} on another; give them different labels`
}
