/** Watches a quarantine while objects arrive, and ends the call that fills it once a limit is broken. */
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { packObjectCount } from '../../base/git/pack-files.ts'
import type { Limits } from '../../base/model/roster.ts'
import { inBytes, inCount } from './limits.ts'

/** How often it is looked at. A fast network brings 100 MB in a second; the kernel stops each single file at the limit by itself. */
const LOOK_EVERY_MS = 100

export interface Watch {
  /** Aborted when a limit is broken. */
  readonly signal: AbortSignal
  /** Looks a last time, and says which limit was broken, if any. */
  end(): Promise<string | undefined>
}

export function watchQuarantine(objectsDir: string, limits: Limits): Watch {
  const broken = new AbortController()
  const over = new AbortController()
  const look = async (): Promise<string | undefined> => brokenLimit(await measure(objectsDir), limits)
  const watching = async (): Promise<string | undefined> => {
    while (!over.signal.aborted) {
      const limit = await look()
      if (limit !== undefined) {
        broken.abort()
        return limit
      }
      await wait(LOOK_EVERY_MS, undefined, { signal: over.signal }).catch(() => undefined)
    }
    return undefined
  }
  const watched = watching()
  return {
    signal: broken.signal,
    async end() {
      over.abort()
      return (await watched) ?? look()
    },
  }
}

export interface Measure {
  readonly packBytes: number
  readonly objects: number
  /** Whether objects came one by one, as only the oldest way of serving does. */
  readonly loose: boolean
}

export function brokenLimit({ packBytes, objects, loose }: Measure, limits: Limits): string | undefined {
  // The kernel lets a file grow to its limit exactly, so reaching it is breaking it.
  if (packBytes >= limits.packBytes)
    return `its objects take more than the ${inBytes(limits.packBytes)} that one fetch may bring`
  if (objects > limits.objects)
    return `it sends ${inCount(objects)} objects, more than the ${inCount(limits.objects)} that one fetch may bring`
  if (loose) return 'its server knows only the old "dumb" protocol, under which nothing bounds what is sent'
  return undefined
}

async function measure(objectsDir: string): Promise<Measure> {
  const packDir = join(objectsDir, 'pack')
  const [folders, files] = await Promise.all([readdir(objectsDir), readdir(packDir)])
  const packs = files
    .filter((file) => /^(tmp_)?pack.*(?<!\.(idx|rev|keep))$/.test(file))
    .map((file) => join(packDir, file))
  const sizes = await Promise.all(packs.map(sizeOf))
  const counts = await Promise.all(packs.map((path) => packObjectCount(path).catch(() => 0)))
  return { packBytes: sum(sizes), objects: sum(counts), loose: folders.some((name) => /^[0-9a-f]{2}$/.test(name)) }
}

/** A file that was renamed meanwhile counts when it is looked at next. */
function sizeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ size }) => size,
    () => 0,
  )
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
