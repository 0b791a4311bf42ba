/** How Redis is reached: its client, and BullMQ on top of it, are loaded by whoever calls this and by nobody else. */
import type { Redis, RedisOptions } from 'ioredis'
import { OperatingError } from '../../../base/std/operating-error.ts'
import { oneLine } from '../../../base/text/printable.ts'
import type { QueueAddress } from '../../../base/text/queue-url.ts'

export interface QueueSetting {
  readonly address: QueueAddress
  readonly password: string | undefined
}

/** Longest a queue may take to answer at first, in milliseconds. */
const CONNECT_MS = 5_000

/** Longest wait between two attempts to reach a queue again that was there before, in milliseconds. */
const AGAIN_MS = 2_000

export function redisOptions({ address, password }: QueueSetting): RedisOptions {
  const { host, port, user, database, tls } = address
  return {
    host,
    port,
    db: database,
    ...(user === undefined ? {} : { username: user }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(100 * times, AGAIN_MS),
  }
}

/** A connection that answered. Throws `queue-failed` at once where there is none to be had. */
export async function connect(setting: QueueSetting): Promise<Redis> {
  const { Redis: Client } = await import('ioredis')
  await refuseUnreachable(
    new Client({ ...redisOptions(setting), lazyConnect: true, retryStrategy: () => null }),
    setting,
  )
  const redis = new Client(redisOptions(setting))
  // It tries again by itself; what waits for an answer waits until then.
  redis.on('error', () => undefined)
  return redis
}

/** One attempt, whose words say what is wrong. */
async function refuseUnreachable(redis: Redis, setting: QueueSetting): Promise<void> {
  let said = ''
  redis.on('error', (error) => {
    said ||= error.message || String((error as NodeJS.ErrnoException).code)
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    throw queueFailed(setting, said || (error as Error).message, error)
  } finally {
    redis.disconnect()
  }
}

function queueFailed({ address, password }: QueueSetting, said: string, cause: unknown): OperatingError {
  const isDenied = /WRONGPASS|NOAUTH|NOPERM|AUTH /.test(said)
  const words = password === undefined ? said : said.replaceAll(password, '…')
  const hint = isDenied
    ? 'Its password is taken from the variable TRIBUTARY_QUEUE_PASSWORD; a user name stands in the URL.'
    : 'See that Redis or Valkey runs there and may be reached from here.'
  return new OperatingError('queue-failed', `the queue ${address.text} cannot be used: ${oneLine(words)}`, hint, cause)
}
