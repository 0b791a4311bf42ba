/** Writes new objects into a repository as one pack (gitformat-pack(5)), verified, indexed and synced by `git index-pack`. */
import { createHash } from 'node:crypto'
import type { Oid } from '../model/oid.ts'
import { deltaBetween } from './delta.ts'
import type { GitObject, ObjectType } from './objects.ts'
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

/** Adds the objects to the repository. Once this returns they are on disk for good; none is reachable yet. */
export async function addPack(git: Git, objects: readonly PackObject[]): Promise<void> {
  if (objects.length === 0) return
  await git.run({ args: ['index-pack', '--stdin', '--threads=1'], input: packBytes(objects) })
}

interface Written {
  readonly object: PackObject
  readonly offset: number
  readonly chain: number
}

/** Objects are stored, not deflated: copying a megabyte costs less than squeezing it, and `maintain` squeezes everything later. */
export function packBytes(objects: readonly PackObject[]): Buffer {
  const head = Buffer.alloc(12)
  head.write('PACK', 'latin1')
  head.writeUInt32BE(2, 4)
  head.writeUInt32BE(objects.length, 8)
  const parts: Buffer[] = [head]
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
    for (const part of encoded) {
      parts.push(part)
      offset += part.length
    }
  }
  const body = Buffer.concat(parts)
  return Buffer.concat([body, createHash('sha1').update(body).digest()])
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
