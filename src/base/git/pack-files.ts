/** Packs as files: how large they are, what is in them, and how one joins another repository. */
import { type FileHandle, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Oid } from '../model/oid.ts'
import { OperatingError } from '../std/operating-error.ts'

/** The names of a repository's whole packs, without ending. A pack is whole once its index stands beside it. */
export async function packNames(objectsDir: string): Promise<string[]> {
  const files = await readdir(join(objectsDir, 'pack'))
  return files.filter((file) => /^pack-[0-9a-f]{40}\.idx$/.test(file)).map((file) => file.slice(0, -'.idx'.length))
}

/** How many objects a pack says it has: bytes 8 to 11 of the file (gitformat-pack(5)). 0 while so much of it is not there yet. */
export async function packObjectCount(path: string): Promise<number> {
  const file = await open(path)
  try {
    const head = await readAt(file, 0, 12)
    return head.length === 12 && head.toString('latin1', 0, 4) === 'PACK' ? head.readUInt32BE(8) : 0
  } finally {
    await file.close()
  }
}

/** How many ids are read at a time: a whole history has ten million, more than fit comfortably in memory as text. */
const IDS_AT_ONCE = 200_000

/** The ids of all objects in a pack, some at a time, from its index, version 2: 8 bytes of head, 256 running totals, the ids in order. */
export async function* packIds(idxPath: string): AsyncGenerator<Oid[]> {
  const namesAt = 8 + 256 * 4
  const file = await open(idxPath)
  try {
    const head = await readAt(file, 0, namesAt)
    if (head.length < namesAt || head.readUInt32BE(0) !== 0xff744f63 || head.readUInt32BE(4) !== 2)
      throw noIndex(idxPath)
    const count = head.readUInt32BE(namesAt - 4)
    for (let from = 0; from < count; from += IDS_AT_ONCE) {
      const names = await readAt(file, namesAt + from * 20, Math.min(IDS_AT_ONCE, count - from) * 20)
      yield Array.from({ length: names.length / 20 }, (_, at) => names.toString('hex', at * 20, at * 20 + 20) as Oid)
    }
  } finally {
    await file.close()
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, position)
  return buffer.subarray(0, bytesRead)
}

function noIndex(path: string): OperatingError {
  return new OperatingError(
    'git-failed',
    `${path} is no pack index of version 2`,
    'git wrote it a moment ago: check the disk.',
  )
}

/** A reader takes a pack for there when it finds the index, so that comes last. */
const JOINING_ORDER = ['.pack', '.rev', '.idx'] as const

/** Moves a pack into another repository on the same file system. Once this returns it is there for good. */
export async function movePack(name: string, fromObjects: string, toObjects: string): Promise<void> {
  for (const ending of JOINING_ORDER) {
    const from = join(fromObjects, 'pack', `${name}${ending}`)
    // The index in reverse is only a help: some versions of git leave it out.
    if (ending === '.rev' && !(await exists(from))) continue
    await sync(from)
    await rename(from, join(toObjects, 'pack', `${name}${ending}`))
  }
  await sync(join(toObjects, 'pack'))
}

/** A pack that was made here; `sum` is its own checksum, which names it. */
export interface NewPack {
  readonly pack: Buffer
  readonly index: Buffer
  readonly sum: Buffer
}

/** Puts a pack into a repository. Once this returns it is there for good. */
export async function storePack(objectsDir: string, { pack, index, sum }: NewPack): Promise<void> {
  const folder = join(objectsDir, 'pack')
  const name = `pack-${sum.toString('hex')}`
  // git, too, begins the names of unfinished files so, and whoever takes up the lock of a dead process removes them. They have no ending:
  // every git that looks into the repository opens whatever ends in .idx, half written or not.
  const unfinishedPack = join(folder, `tmp_pack_${sum.toString('hex')}`)
  const unfinishedIndex = join(folder, `tmp_idx_${sum.toString('hex')}`)
  try {
    await Promise.all([writeSynced(unfinishedPack, pack), writeSynced(unfinishedIndex, index)])
    await rename(unfinishedPack, join(folder, `${name}.pack`))
    await rename(unfinishedIndex, join(folder, `${name}.idx`))
    await sync(folder)
  } catch (error) {
    for (const path of [unfinishedPack, unfinishedIndex]) await rm(path, { force: true })
    throw notStored(folder, error)
  }
}

async function writeSynced(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'w', 0o444)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

function notStored(folder: string, cause: unknown): OperatingError {
  return new OperatingError(
    'disk',
    `${folder} cannot be written to: ${(cause as Error).message}`,
    'Check permissions, free some space and run the command again; nothing was published.',
    cause,
  )
}

export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
