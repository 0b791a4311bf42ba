/** Files that say which process has something. One whose process is dead goes to whoever comes first, and to nobody else. */
import { createHash, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { link, rename, rm, writeFile } from 'node:fs/promises'
import { isAlive } from './is-alive.ts'

/** Whether it is ours now. It appears whole, by link(2), or not at all; it is given back by removing the file. */
export async function takeOwnership(path: string, pid: number): Promise<boolean> {
  const id = randomUUID()
  const own = `${path}.${id}`
  await writeFile(own, `${pid} ${id}\n`)
  try {
    if (await linked(own, path)) return true
    const before = read(path)
    // Given back a moment ago.
    if (before === undefined) return await linked(own, path)
    return !isOwned(before) && (await inherit(path, { before, own, pid }))
  } finally {
    await rm(own, { force: true })
  }
}

export interface Heir {
  /** What the dead owner wrote. */
  readonly before: string
  /** A file of ours, which is put in its place. */
  readonly own: string
  readonly pid: number
}

/**
 * Puts a file in the place of a dead owner's; false when somebody else did, or is about to. Whoever wants to has to own the dead one's will
 * first, of which there is one, since no two owners write the same. With the will in hand and the dead one's file still there, nobody else
 * can replace it meanwhile.
 */
export async function inherit(path: string, { before, own, pid }: Heir): Promise<boolean> {
  const will = `${path}.${createHash('sha1').update(before).digest('hex')}`
  if (!(await takeOwnership(will, pid))) return false
  try {
    if (read(path) !== before) return false
    await rename(own, path)
    return true
  } finally {
    await rm(will, { force: true })
  }
}

async function linked(from: string, to: string): Promise<boolean> {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** By the process id that it begins with. */
function isOwned(text: string): boolean {
  const pid = Number(text.split(/\s/, 1)[0])
  return Number.isInteger(pid) && pid > 0 && isAlive(pid)
}
