/** Shapes of folders that were looked at before, kept beside the quarantines: a tree that moved brings few folders that are new. */
import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TreeOid } from '../../base/model/oid.ts'
import type { TreeShape } from './tree-shape.ts'

const FORMAT = 'tributary shapes 1\n'

/** 20 bytes of id, 2 of depth, 4 of length; sorted by id, so that looking one up needs no more than the file as it is. */
const ENTRY_BYTES = 26
const ID_BYTES = 20

/** Kept at most; beyond it only the newest stay. Ten thousand upstream commits change 200,000 folders of a kernel. */
const ENTRIES_MAX = 400_000

export class KnownShapes {
  readonly #kept: Buffer
  readonly #fresh = new Map<TreeOid, TreeShape>()

  constructor(kept: Buffer = Buffer.alloc(0)) {
    this.#kept = kept
  }

  get(oid: TreeOid): TreeShape | undefined {
    const fresh = this.#fresh.get(oid)
    if (fresh !== undefined || this.#kept.length === 0) return fresh
    const at = this.#find(Buffer.from(oid, 'hex'))
    if (at === undefined) return undefined
    return { depth: this.#kept.readUInt16BE(at + ID_BYTES), length: this.#kept.readUInt32BE(at + ID_BYTES + 2) }
  }

  has(oid: TreeOid): boolean {
    return this.get(oid) !== undefined
  }

  set(oid: TreeOid, shape: TreeShape): void {
    this.#fresh.set(oid, shape)
  }

  /** Whether something was learned that the file does not have. */
  get grew(): boolean {
    return this.#fresh.size > 0
  }

  bytes(): Buffer {
    const old = this.#fresh.size + this.#kept.length / ENTRY_BYTES > ENTRIES_MAX ? Buffer.alloc(0) : this.#kept
    const entries = [...this.#fresh].map(([oid, shape]) => entryBytes(oid, shape))
    for (let at = 0; at < old.length; at += ENTRY_BYTES) entries.push(old.subarray(at, at + ENTRY_BYTES))
    return Buffer.concat(entries.sort((a, b) => a.compare(b)))
  }

  /** Where the entry of that id begins. */
  #find(id: Buffer): number | undefined {
    let low = 0
    let high = this.#kept.length / ENTRY_BYTES
    while (low < high) {
      const middle = (low + high) >> 1
      const at = middle * ENTRY_BYTES
      const order = this.#kept.compare(id, 0, ID_BYTES, at, at + ID_BYTES)
      if (order === 0) return at
      if (order < 0) low = middle + 1
      else high = middle
    }
    return undefined
  }
}

/** Depth and length are kept below 2^16 and 2^32 by what git can read at all; anything beyond is over every limit, and stays so. */
function entryBytes(oid: TreeOid, { depth, length }: TreeShape): Buffer {
  const entry = Buffer.alloc(ENTRY_BYTES)
  entry.write(oid, 'hex')
  entry.writeUInt16BE(Math.min(depth, 0xffff), ID_BYTES)
  entry.writeUInt32BE(Math.min(length, 0xffff_ffff), ID_BYTES + 2)
  return entry
}

/** Nothing is known when the file is not there, or not whole. */
export async function loadShapes(folder: string): Promise<KnownShapes> {
  const data = await readFile(join(folder, 'shapes')).catch(() => undefined)
  if (data === undefined) return new KnownShapes()
  const body = data.subarray(ID_BYTES)
  return sumOf(body).equals(data.subarray(0, ID_BYTES)) ? new KnownShapes(body) : new KnownShapes()
}

/** Written beside and renamed, so that a reader never sees half of it. */
export async function saveShapes(folder: string, shapes: KnownShapes, pid: number): Promise<void> {
  if (!shapes.grew) return
  const body = shapes.bytes()
  const fresh = join(folder, `shapes.${pid}.new`)
  await mkdir(folder, { recursive: true })
  await writeFile(fresh, Buffer.concat([sumOf(body), body]))
  await rename(fresh, join(folder, 'shapes'))
}

function sumOf(body: Buffer): Buffer {
  return createHash('sha1').update(FORMAT).update(body).digest()
}
