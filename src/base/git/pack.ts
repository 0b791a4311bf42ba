/** Writes new objects into a repository as one pack with its index (gitformat-pack(5)). */
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Oid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { deltaBetween } from './delta.ts'
import type { GitObject, ObjectType } from './objects.ts'
import { type NewPack, storePack } from './pack-files.ts'
import { type IndexEntry, indexBytes } from './pack-index.ts'
import type { Git } from './spawn.ts'
import { stored } from './zlib-stored.ts'

/** An object to be packed. `from` names an earlier one of the same list that it differs little from. */
export interface PackObject extends GitObject {
  readonly from?: Oid | undefined
}

/** Longest chain of deltas: a reader applies at most so many. git's own default is 50. */
const CHAIN_MAX = 40

const TYPE_BITS: Readonly<Record<ObjectType, number>> = { commit: 1, tree: 2, blob: 3, tag: 4 }
const OFFSET_DELTA = 6

/**
 * Adds the objects to the repository. Once this returns they are on disk for good; none is reachable yet. Their ids were
 * computed from what they hold, so there is nothing that `git index-pack` could find out by reading all of it again.
 */
export async function addPack({ gitDir }: Git, objects: readonly PackObject[]): Promise<void> {
  if (objects.length === 0) return
  assert(gitDir !== undefined, 'a pack is added to a repository')
  await storePack(join(gitDir, 'objects'), packFiles(objects))
}

/** The two files, for whoever puts them in place. */
export function packFiles(objects: readonly PackObject[]): NewPack {
  const { bytes, sum, entries } = makePack(objects)
  return { pack: bytes, sum, index: indexBytes(entries, sum) }
}

/** The file alone, for whoever has git take it in. */
export function packBytes(objects: readonly PackObject[]): Buffer {
  return makePack(objects).bytes
}

interface Pack {
  readonly bytes: Buffer
  /** SHA-1 of all before it, which is also the pack's name. */
  readonly sum: Buffer
  readonly entries: readonly IndexEntry[]
}

interface Written {
  readonly object: PackObject
  readonly offset: number
  readonly chain: number
}

/** Objects are stored, not deflated: copying a megabyte costs less than squeezing it, and `maintain` squeezes everything later. */
function makePack(objects: readonly PackObject[]): Pack {
  const head = Buffer.alloc(12)
  head.write('PACK', 'latin1')
  head.writeUInt32BE(2, 4)
  head.writeUInt32BE(objects.length, 8)
  const parts: Buffer[] = [head]
  const entries: IndexEntry[] = []
  const written = new Map<Oid, Written>()
  let offset = head.length
  for (const object of objects) {
    const base = object.from === undefined ? undefined : written.get(object.from)
    const delta =
      base && base.chain < CHAIN_MAX && base.object.type === object.type
        ? deltaBetween(base.object.content, object.content)
        : undefined
    const encoded =
      base && delta
        ? [entryHead(OFFSET_DELTA, delta.length), offsetBytes(offset - base.offset), stored(delta)]
        : [entryHead(TYPE_BITS[object.type], object.content.length), stored(object.content)]
    written.set(object.oid, { object, offset, chain: base && delta ? base.chain + 1 : 0 })
    entries.push({ oid: object.oid, offset, crc: encoded.reduce((sum, part) => crc32(part, sum), 0) })
    for (const part of encoded) {
      parts.push(part)
      offset += part.length
    }
  }
  const hash = createHash('sha1')
  for (const part of parts) hash.update(part)
  const sum = hash.digest()
  return { bytes: Buffer.concat([...parts, sum]), sum, entries }
}

/** Type in three bits, size in four, then seven a byte, lowest first. */
function entryHead(type: number, size: number): Buffer {
  const bytes: number[] = []
  let rest = Math.floor(size / 16)
  let byte = (type << 4) | (size & 15)
  while (rest > 0) {
    bytes.push(byte | 0x80)
    byte = rest & 0x7f
    rest = Math.floor(rest / 128)
  }
  bytes.push(byte)
  return Buffer.from(bytes)
}

/** How far back the base starts: seven bits a byte, highest first, each further byte one more than it says. */
function offsetBytes(distance: number): Buffer {
  const bytes = [distance & 0x7f]
  let rest = Math.floor(distance / 128)
  while (rest > 0) {
    rest -= 1
    bytes.unshift(0x80 | (rest & 0x7f))
    rest = Math.floor(rest / 128)
  }
  return Buffer.from(bytes)
}
