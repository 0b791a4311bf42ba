/** Who is there: workers and runs leave a sign in Redis that goes out by itself when they die. */
import type { Redis } from 'ioredis'
import { PROTOCOL } from './messages.ts'

/** How often a sign is renewed, and how long it stays when it is not, in milliseconds: a busy machine may miss a few. */
const RENEW_MS = 3_000
const STAYS_MS = 20_000

export const PREFIX = 'tributary'

/** Most signs that are read at once. */
const SCAN_COUNT = 500

export interface WorkerSign {
  readonly protocol: number
  /** Sorted. */
  readonly labels: readonly string[]
  readonly slots: number
}

/** A sign that is renewed until it is taken down. */
export class Sign implements AsyncDisposable {
  readonly #redis: Redis
  readonly #key: string
  readonly #timer: NodeJS.Timeout

  private constructor(redis: Redis, key: string, text: string) {
    this.#redis = redis
    this.#key = key
    this.#timer = setInterval(() => {
      redis.set(key, text, 'PX', STAYS_MS).catch(() => undefined)
    }, RENEW_MS)
  }

  static async put(redis: Redis, key: string, text: string): Promise<Sign> {
    await redis.set(key, text, 'PX', STAYS_MS)
    return new Sign(redis, key, text)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer)
    if (this.#redis.status === 'ready') await this.#redis.del(this.#key).catch(() => undefined)
  }
}

export function workerKey(id: string): string {
  return `${PREFIX}:worker:${id}`
}

export function runKey(run: string): string {
  return `${PREFIX}:run:${run}`
}

/** Set when a single probe is not wanted any more. */
export function cancelKey(job: string): string {
  return `${PREFIX}:cancelled:${job}`
}

/** Those alike by their labels take from one queue. BullMQ forbids colons in its name. */
export function queueOf(labels: readonly string[]): string {
  return ['probes', ...labels].join('+')
}

export async function isThere(redis: Redis, key: string): Promise<boolean> {
  return (await redis.exists(key)) === 1
}

/** Workers that live; signs that cannot be read are passed over. */
export async function workersThere(redis: Redis): Promise<WorkerSign[]> {
  const keys = await scan(redis, workerKey('*'))
  const texts = keys.length === 0 ? [] : await redis.mget(keys)
  return texts.flatMap((text) => (text === null ? [] : (readSign(text) ?? [])))
}

async function scan(redis: Redis, pattern: string): Promise<string[]> {
  const found = new Set<string>()
  let cursor = '0'
  do {
    const [next, keys] = await redis.scan(cursor, 'MATCH', pattern, 'COUNT', SCAN_COUNT)
    for (const key of keys) found.add(key)
    cursor = next
  } while (cursor !== '0')
  return [...found]
}

function readSign(text: string): WorkerSign | undefined {
  try {
    const { protocol, labels, slots } = JSON.parse(text) as WorkerSign
    const isSign = typeof protocol === 'number' && typeof slots === 'number' && Array.isArray(labels)
    return isSign ? { protocol, slots, labels: labels.map(String) } : undefined
  } catch {
    return undefined
  }
}

export type Choice =
  /** `slots` of all that are alike together. */
  | { readonly kind: 'chosen'; readonly labels: readonly string[]; readonly slots: number }
  | { readonly kind: 'nobody'; readonly why: string }

/**
 * Of the workers that have what a gate needs, those alike that have most slots; but those that it was given to before, as long as there are
 * any: a search goes from one answer to the next, and all of them should be of one kind of machine. Pure.
 */
export function chooseWorkers(
  workers: readonly WorkerSign[],
  needed: readonly string[],
  before?: readonly string[],
): Choice {
  const speaking = workers.filter(({ protocol }) => protocol === PROTOCOL)
  const others = workers.length - speaking.length
  const old = others === 0 ? '' : ` (${others} of another version of Tributary are not asked)`
  if (speaking.length === 0)
    return { kind: 'nobody', why: `no worker is at the queue${old}; start one with: tributary worker` }
  const missing = needed.filter((label) => !speaking.some(({ labels }) => labels.includes(label)))
  if (missing.length > 0)
    return { kind: 'nobody', why: `it needs a worker that is ${missing.join(' and ')}, and none at the queue is${old}` }
  const slots = new Map<string, number>()
  for (const worker of speaking)
    if (needed.every((label) => worker.labels.includes(label))) {
      const name = JSON.stringify(worker.labels)
      slots.set(name, (slots.get(name) ?? 0) + worker.slots)
    }
  const isBefore = (name: string): number => Number(name === JSON.stringify(before))
  const [best] = [...slots].sort(([a, more], [b, less]) => isBefore(b) - isBefore(a) || less - more || (a < b ? -1 : 1))
  if (best === undefined)
    return {
      kind: 'nobody',
      why: `it needs a worker that is ${needed.join(' and ')} at once, and none at the queue is${old}`,
    }
  return { kind: 'chosen', labels: JSON.parse(best[0]) as string[], slots: best[1] }
}
