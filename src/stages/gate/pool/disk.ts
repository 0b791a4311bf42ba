/** How much disk a gate takes: a look at what is free, and a count of files only when that says something is wrong. */
import { lstat, readdir, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { inWords } from './in-words.ts'

/** Bytes that stay free for everybody else: with less, a database or a log on the same disk fails first. */
const FREE_BYTES_MIN = 256 * 1024 ** 2

/** Why there is no room for a gate, or undefined when there is. The end of a sentence that begins with the disk. */
export async function diskFault(folder: string): Promise<string | undefined> {
  const free = await freeBytes(folder)
  return free < FREE_BYTES_MIN ? `has ${inWords(free)} left, and a gate needs ${inWords(FREE_BYTES_MIN)}` : undefined
}

/** Why a gate may not go on, asked again and again while it runs; and with `atEnd`, why it cannot have come to an end in its own way. */
export type DiskWatch = (atEnd?: boolean) => Promise<string | undefined>

export async function watchDisk(folder: string, maxBytes: number): Promise<DiskWatch> {
  const before = await freeBytes(folder)
  return async (atEnd = false) => {
    const free = await freeBytes(folder)
    if (free < FREE_BYTES_MIN) return `left only ${inWords(free)} free on the disk`
    // Others write to the same disk too, so what is missing is counted before anybody is blamed for it. At the end there is time to count.
    const missing = before - free
    if (missing <= (atEnd ? maxBytes / 2 : maxBytes) || (await bytesIn(folder)) <= maxBytes) return undefined
    return `took more than ${inWords(maxBytes)} of disk`
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** As du(1) counts, symlinks not followed. What goes away while it is counted counts nothing. */
async function bytesIn(path: string): Promise<number> {
  const stat = await lstat(path).catch(() => undefined)
  if (stat === undefined) return 0
  const own = stat.blocks * 512
  if (!stat.isDirectory()) return own
  let sum = own
  for (const name of await readdir(path).catch(() => [])) sum += await bytesIn(join(path, name))
  return sum
}
