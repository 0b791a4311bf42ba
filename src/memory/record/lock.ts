/** One process at a time may move the integration; the others are told who it is. */
import { readFileSync, unlinkSync } from 'node:fs'
import { link, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Listener } from '../../base/model/event.ts'
import type { Brand } from '../../base/std/brand.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { inherit } from '../../base/std/ownership.ts'
import type { Record } from './record.ts'

/** Proof that the caller holds the lock; only `withIntegrationLock` makes one. */
export type IntegrationLock = Brand<string, 'IntegrationLock'>

export interface Holder {
  readonly pid: number
  /** What it does, as the operator typed it: `run`, `fetch`. */
  readonly command: string
  /** When it began, as text. */
  readonly since: string
}

interface LockFile extends Holder {
  /** When that process was started by the kernel's count, so that a reused process id is not taken for it. */
  readonly started: string
}

const FILE = 'tributary.lock'

export async function withIntegrationLock<Result>(
  record: Record,
  holder: Holder,
  listen: Listener,
  body: (lock: IntegrationLock) => Promise<Result>,
): Promise<Result> {
  const path = join(record.gitDir, FILE)
  const dead = await acquire(path, holder)
  try {
    if (dead !== undefined) await clearAfter(dead, record, listen)
    await clearUnborn(record.gitDir)
    return await body(path as IntegrationLock)
  } finally {
    releaseNow(path, holder.pid)
  }
}

/** The lock file appears whole, by link(2) or rename(2), or not at all. Answers what a dead holder left in its place, if one did. */
async function acquire(path: string, holder: Holder): Promise<Left | undefined> {
  const own = `${path}.${holder.pid}`
  const lock: LockFile = { ...holder, started: startedAt(holder.pid) ?? '' }
  try {
    await writeFile(own, `${JSON.stringify(lock)}\n`)
  } catch (error) {
    throw cannotLock(path, error)
  }
  try {
    for (let attempt = 0; attempt < 3; attempt += 1) {
      try {
        await link(own, path)
        return undefined
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotLock(path, error)
      }
      const left = readLock(path)
      if (left?.lock !== undefined && isAlive(left.lock)) throw heldBy(left.lock)
      // It is ours before anything is cleared: between a lock taken away and one put down another could begin to work.
      if (left !== undefined && (await inherit(path, { before: left.text, own, pid: holder.pid }))) return left
    }
  } finally {
    await rm(own, { force: true })
  }
  throw new OperatingError('busy', 'the record is being taken by several processes at once', 'Run the command again.')
}

/** A lock file as it stands there; `lock` is undefined when it cannot be read as one. */
interface Left {
  readonly text: string
  readonly lock: LockFile | undefined
}

/** Undefined when there is none. */
function readLock(path: string): Left | undefined {
  const text = readText(path)
  if (text === undefined) return undefined
  try {
    return { text, lock: JSON.parse(text) as LockFile }
  } catch {
    return { text, lock: undefined }
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw cannotLock(path, error)
  }
}

function isAlive(lock: LockFile): boolean {
  const started = startedAt(lock.pid)
  return started !== undefined && (lock.started === '' || started === lock.started)
}

/** Field 22 of /proc/<pid>/stat (proc(5)); where there is no /proc, whether the process answers at all. Undefined: it is gone. */
function startedAt(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    try {
      process.kill(pid, 0)
      return ''
    } catch {
      return undefined
    }
  }
}

/** Takes away what a dead holder left beside its lock: the lock files of git processes that died with it. */
async function clearAfter({ lock }: Left, record: Record, listen: Listener): Promise<void> {
  const who =
    lock === undefined
      ? 'an unreadable lock'
      : `the lock of ${lock.command} (process ${lock.pid}, since ${lock.since}), which is dead`
  listen({ kind: 'repaired', what: `removed ${who}` })
  for (const file of await gitLocks(record.gitDir)) {
    await rm(join(record.gitDir, file), { force: true })
    listen({ kind: 'repaired', what: `removed ${file}, left by a git process that died with it` })
  }
  for (const file of await unfinishedPacks(record.gitDir)) await rm(join(record.gitDir, file), { force: true })
}

/** What a killed process wrote beside the lock: one that it never put in its place, or its claim to a dead one's. */
async function clearUnborn(gitDir: string): Promise<void> {
  for (const name of await readdir(gitDir)) {
    if (!name.startsWith(`${FILE}.`)) continue
    const path = join(gitDir, name)
    const pid = /^\d+$/.exec(name.slice(FILE.length + 1))?.[0] ?? /^\d+/.exec(readText(path) ?? '')?.[0]
    // One without a process id is being written this moment.
    if (pid !== undefined && startedAt(Number(pid)) === undefined) await rm(path, { force: true })
  }
}

/** Where git locks what we have it write: refs, packs and what is derived of them. */
const LOCKED_FOLDERS = ['.', 'refs', 'objects/pack', 'objects/info'] as const

async function gitLocks(gitDir: string): Promise<string[]> {
  const found = await Promise.all(
    LOCKED_FOLDERS.map(async (folder) => {
      const names = await readdir(join(gitDir, folder), { recursive: folder !== '.' })
      return names.filter((name) => isLeftByGit(name) && name !== FILE).map((name) => join(folder, name))
    }),
  )
  return found.flat()
}

/** A killed `pack-refs` leaves its unfinished file beside the lock, and does not begin while there is one. */
function isLeftByGit(name: string): boolean {
  return name.endsWith('.lock') || name === 'packed-refs.new'
}

/** What a killed `index-pack` or `repack` was writing; git itself removes such files only when it prunes. */
async function unfinishedPacks(gitDir: string): Promise<string[]> {
  const names = await readdir(join(gitDir, 'objects/pack'))
  return names
    .filter((name) => name.startsWith('tmp_') || name.startsWith('.tmp-'))
    .map((name) => join('objects/pack', name))
}

function releaseNow(path: string, pid: number): void {
  if (readLock(path)?.lock?.pid === pid) unlinkSync(path)
}

function heldBy(other: Holder): OperatingError {
  return new OperatingError(
    'busy',
    `${other.command} is at work on this record: process ${other.pid}, since ${other.since}`,
    `Wait for it to end, or end it (kill ${other.pid}); what it has published stays.`,
  )
}

function cannotLock(path: string, cause: unknown): OperatingError {
  return new OperatingError(
    'disk',
    `cannot make the lock file ${path}: ${(cause as Error).message}`,
    'Check that the record is writable and its disk is not full.',
    cause,
  )
}
