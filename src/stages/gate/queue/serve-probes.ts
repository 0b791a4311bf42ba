/** A worker: takes orders from the queue, tries them on this machine's pool, and says what came of it. */
import { randomUUID } from 'node:crypto'
import type { Job, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { CommitOid } from '../../../base/model/oid.ts'
import type { Environment } from '../../../base/model/verdict.ts'
import type { WorkerEvent } from '../../../base/model/worker-event.ts'
import { OperatingError } from '../../../base/std/operating-error.ts'
import type { Artefacts } from '../pool/artefacts.ts'
import type { Pool } from '../pool/pool.ts'
import { connect, type QueueSetting, redisOptions } from './connect.ts'
import { type Answer, type Order, PROTOCOL, readOrder } from './messages.ts'
import type { Parcel } from './parcel.ts'
import { sendParcel } from './parcel-post.ts'
import { cancelKey, isThere, PREFIX, queueOf, runKey, Sign, workerKey } from './presence.ts'

/** How long a worker may be silent before its probe is given to another one, and how often that is looked for, in milliseconds. */
const SILENT_MS = 15_000
const LOOK_MS = 5_000

/** How many workers may die of a probe before it is given up. */
const DEATHS_MAX = 2

/** How often it is asked whether anybody still waits for what is being tried, in milliseconds. */
const WAITED_MS = 1_000

/** How far this machine's clock may be from the queue's, in seconds: builds go by the times of files. */
const CLOCK_SECONDS = 300

export interface Serving {
  readonly queue: QueueSetting
  readonly labels: readonly string[]
  readonly slots: number
  readonly pool: Pool
  /** Brings a candidate where the pool finds it, or says why it may not come. */
  readonly fetch: (candidate: CommitOid) => Promise<string | undefined>
  readonly epochSeconds: () => number
  readonly stop: AbortSignal
  readonly listen: (event: WorkerEvent) => void
}

/** Until it is told to stop; what is under way then is given back. */
export async function serveProbes(serving: Serving): Promise<void> {
  const { queue, slots, stop, listen } = serving
  const labels = [...serving.labels].sort()
  const redis = await connect(queue)
  try {
    refuseWrongClock(serving, Number((await redis.time())[0]))
    await using _sign = await Sign.put(
      redis,
      workerKey(randomUUID()),
      JSON.stringify({ protocol: PROTOCOL, labels, slots }),
    )
    const bullmq = await import('bullmq')
    const worker = new bullmq.Worker(queueOf(labels), (job: Job) => answer(serving, redis, job), {
      connection: redisOptions(queue),
      prefix: PREFIX,
      concurrency: slots,
      lockDuration: SILENT_MS,
      stalledInterval: LOOK_MS,
      maxStalledCount: DEATHS_MAX,
    })
    tellWhenAway(worker, redis, serving)
    await worker.waitUntilReady()
    listen({ kind: 'ready', queue: queue.address.text })
    await stopped(stop)
    await worker.close()
  } finally {
    redis.disconnect()
  }
}

function refuseWrongClock({ epochSeconds }: Serving, theirs: number): void {
  const ahead = epochSeconds() - theirs
  if (Math.abs(ahead) <= CLOCK_SECONDS) return
  const minutes = Math.round(Math.abs(ahead) / 60)
  throw new OperatingError(
    'queue-failed',
    `the clock of this machine is ${minutes} minutes ${ahead > 0 ? 'ahead of' : 'behind'} the queue's`,
    'Builds go by the times of files. Set the clock right, and start the worker again.',
  )
}

function tellWhenAway(worker: Worker, redis: Redis, { listen, stop }: Serving): void {
  const state = { away: false }
  const turn = (away: boolean): void => {
    if (state.away === away || stop.aborted) return
    state.away = away
    listen({ kind: away ? 'queue-away' : 'queue-back' })
  }
  worker.on('error', () => undefined)
  redis.on('close', () => turn(true))
  redis.on('ready', () => turn(false))
}

function stopped(stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (stop.aborted) resolve()
    stop.addEventListener('abort', () => resolve(), { once: true })
  })
}

async function answer(serving: Serving, redis: Redis, job: Job): Promise<Answer> {
  const order = readOrder(job.data)
  if (typeof order === 'string') {
    const { UnrecoverableError } = await import('bullmq')
    throw new UnrecoverableError(order)
  }
  const isWaitedFor = async (): Promise<boolean> =>
    (await isThere(redis, runKey(order.run))) && !(await isThere(redis, cancelKey(job.id ?? '')))
  if (!(await isWaitedFor())) return { kind: 'unasked' }
  const environment = await serving.pool.environment(order.gate)
  if (order.kind === 'environment') return { kind: 'environment', environment }
  if (!isSame(environment, order.environment)) return { kind: 'other-environment', environment }
  return tryOrder(serving, order, { isWaitedFor, send: (artefacts) => sendParcel(redis, job.id ?? '', artefacts) })
}

interface Asking {
  readonly isWaitedFor: () => Promise<boolean>
  readonly send: (artefacts: Artefacts) => Promise<Parcel>
}

async function tryOrder(
  { pool, fetch, listen }: Serving,
  { gate, candidate, clean, environment: asked }: Extract<Order, { readonly kind: 'probe' }>,
  { isWaitedFor, send }: Asking,
): Promise<Answer> {
  const unasked = new AbortController()
  const timer = setInterval(() => {
    isWaitedFor().then(
      (waited) => waited || unasked.abort(),
      // A queue that is away for a moment does not end a build.
      () => undefined,
    )
  }, WAITED_MS)
  try {
    const refused = await fetch(candidate)
    if (refused !== undefined) {
      const outcome = { kind: 'could-not-run', why: refused } as const
      listen({ kind: 'answered', gate: gate.name, outcome, tookMs: 0 })
      return { kind: 'tried', outcome, environment: asked, warnings: [], log: '', tookMs: 0 }
    }
    const { log, artefacts, ...tried } = await pool.try(gate, candidate, { clean, signal: unasked.signal })
    listen({ kind: 'answered', gate: gate.name, outcome: tried.outcome, tookMs: tried.tookMs })
    const parcel = artefacts === undefined ? {} : { artefacts: await send(artefacts) }
    return { kind: 'tried', ...tried, log: log.toString('utf8'), ...parcel }
  } catch (error) {
    const why = unasked.signal.aborted ? 'is waited for no more' : (error as Error).message
    listen({ kind: 'given-back', gate: gate.name, why })
    if (unasked.signal.aborted) return { kind: 'unasked' }
    throw error
  } finally {
    clearInterval(timer)
  }
}

function isSame(one: Environment, other: Environment): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
