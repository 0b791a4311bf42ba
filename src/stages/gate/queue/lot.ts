/** The queue of the workers that are alike: orders go in, answers come out, whatever becomes of worker or queue meanwhile. */
import { randomUUID } from 'node:crypto'
import type { Job, Queue, QueueEvents } from 'bullmq'
import type { Redis } from 'ioredis'
import { OperatingError } from '../../../base/std/operating-error.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { type QueueSetting, redisOptions } from './connect.ts'
import { type Answer, type Order, readAnswer } from './messages.ts'
import { cancelKey, PREFIX, queueOf, workersThere } from './presence.ts'

/** How often a probe that is waited for is looked at, in milliseconds: news come by themselves, unless the queue was down meanwhile. */
const LOOK_MS = 5_000

/** How long an order stays without any worker that could take it, in milliseconds: one that is started again is back by then. */
const NOBODY_MS = 60_000

/** Workers that try to come to an answer, one after the other. */
const ATTEMPTS = 3

/** How long an answer that nobody fetched stays, in seconds, and how many of them. */
const UNFETCHED = { age: 3600, count: 1000 }

/** Events that Redis keeps for whoever was away for a moment. Each holds an answer, and so a log. */
const EVENTS_MAX = 200

export type Answered =
  /** `job` is what its artefacts are found by. */
  | { readonly kind: 'answer'; readonly answer: Answer; readonly job: string }
  /** No worker came to an answer. `why` is printable. */
  | { readonly kind: 'nothing'; readonly why: string }

export class Lot implements AsyncDisposable {
  readonly #labels: readonly string[]
  readonly #redis: Redis
  readonly #queue: Queue
  readonly #events: QueueEvents

  private constructor(labels: readonly string[], redis: Redis, queue: Queue, events: QueueEvents) {
    this.#labels = labels
    this.#redis = redis
    this.#queue = queue
    this.#events = events
  }

  static async open(labels: readonly string[], redis: Redis, setting: QueueSetting): Promise<Lot> {
    const bullmq = await import('bullmq')
    const place = { connection: redisOptions(setting), prefix: PREFIX }
    const streams = { events: { maxLen: EVENTS_MAX } }
    const queue = new bullmq.Queue(queueOf(labels), { ...place, streams })
    const events = new bullmq.QueueEvents(queueOf(labels), place)
    queue.on('error', () => undefined)
    events.on('error', () => undefined)
    // Every probe that is waited for listens.
    events.setMaxListeners(0)
    queue.setMaxListeners(0)
    await Promise.all([queue.waitUntilReady(), events.waitUntilReady()])
    return new Lot(labels, redis, queue, events)
  }

  async ask(order: Order, signal?: AbortSignal): Promise<Answered> {
    const jobId = randomUUID()
    const kept = { attempts: ATTEMPTS, removeOnComplete: UNFETCHED, removeOnFail: UNFETCHED, stackTraceLimit: 0 }
    for (;;) {
      const job = await this.#queue.add(order.kind, order, { jobId, ...kept })
      const end = await this.#endOf(job, signal)
      // A queue that was started anew without its memory has lost the order.
      if (end.kind === 'lost') continue
      await this.#queue.remove(jobId).catch(() => undefined)
      return end
    }
  }

  async #endOf(job: Job, signal: AbortSignal | undefined): Promise<Answered | { readonly kind: 'lost' }> {
    const watching = new AbortController()
    const isDone = (): void => watching.abort()
    const stopped = new Promise<never>((_, reject) => {
      const stop = (): void => {
        this.#redis.set(cancelKey(job.id ?? ''), '1', 'EX', UNFETCHED.age).catch(() => undefined)
        reject(new OperatingError('stopped', 'a probe was stopped', 'The command was told to end.'))
      }
      if (signal?.aborted) stop()
      signal?.addEventListener('abort', stop, { once: true, signal: watching.signal })
    })
    const told = job.waitUntilFinished(this.#events).then(
      (value) => readEnd(job, value),
      (error: Error) => nothing(error.message),
    )
    try {
      return await Promise.race([told, stopped, this.#watched(job, watching.signal)])
    } finally {
      isDone()
    }
  }

  /** Looks for itself now and then, until it is not wanted any more. */
  #watched(job: Job, signal: AbortSignal): Promise<Answered | { readonly kind: 'lost' }> {
    let alone = 0
    return new Promise((resolve, reject) => {
      const look = async (): Promise<void> => {
        const state = await job.getState()
        if (state === 'unknown') return resolve({ kind: 'lost' })
        if (state === 'completed' || state === 'failed') return resolve(await this.#fetched(job))
        const workers = await workersThere(this.#redis)
        const isThere = workers.some(({ labels }) => queueOf(labels) === queueOf(this.#labels))
        alone = isThere ? 0 : alone + LOOK_MS
        if (alone >= NOBODY_MS) resolve(nothing('the last worker that could answer has left the queue'))
      }
      const timer = setInterval(() => {
        look().catch(reject)
      }, LOOK_MS)
      signal.addEventListener('abort', () => clearInterval(timer), { once: true })
    })
  }

  async #fetched(job: Job): Promise<Answered | { readonly kind: 'lost' }> {
    const found: Job | undefined = await this.#queue.getJob(job.id ?? '')
    if (found === undefined) return { kind: 'lost' }
    return found.failedReason ? nothing(found.failedReason) : readEnd(job, found.returnvalue)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#events.close(), this.#queue.close()].map((closed) => closed.catch(() => undefined)))
  }
}

function readEnd({ id: job = '', data }: Job, value: unknown): Answered {
  const answer = readAnswer(value, (data as Order).gate)
  return typeof answer === 'string'
    ? nothing(`a worker answered with garbage: ${answer}`)
    : { kind: 'answer', answer, job }
}

function nothing(why: string): Answered {
  const isLost = why.includes('stalled more than')
  return { kind: 'nothing', why: isLost ? 'every worker that began with it died' : oneLine(why, 500) }
}
