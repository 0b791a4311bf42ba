/** The index of a pack, version 2 (gitformat-pack(5), "Version 2 pack-*.idx files support packs larger than 4 GiB"). */
import { createHash } from 'node:crypto'
import type { Oid } from '../model/oid.ts'

/** Where an object stands in a pack, and the CRC-32 of its bytes there. */
export interface IndexEntry {
  readonly oid: Oid
  readonly offset: number
  readonly crc: number
}

/** An offset of 2 GiB and more stands in a table of its own, and this bit beside its place there. */
const LARGE = 0x8000_0000

/** Head, how many ids begin with at most each byte, then in the order of the ids: ids, CRCs, offsets; the large offsets; two checksums. */
export function indexBytes(entries: readonly IndexEntry[], packSum: Buffer): Buffer {
  const sorted = [...entries].sort((one, other) => (one.oid < other.oid ? -1 : 1))
  const large = sorted.filter(({ offset }) => offset >= LARGE)
  const body = Buffer.alloc(8 + 256 * 4 + sorted.length * 28 + large.length * 8)
  body.writeUInt32BE(0xff74_4f63, 0)
  body.writeUInt32BE(2, 4)
  writeTotals(body, sorted)
  const ids = 8 + 256 * 4
  const crcs = ids + sorted.length * 20
  const offsets = crcs + sorted.length * 4
  const larges = offsets + sorted.length * 4
  let next = 0
  for (const [at, { oid, offset, crc }] of sorted.entries()) {
    body.write(oid, ids + at * 20, 'hex')
    body.writeUInt32BE(crc, crcs + at * 4)
    body.writeUInt32BE(offset < LARGE ? offset : LARGE + next, offsets + at * 4)
    if (offset < LARGE) continue
    body.writeBigUInt64BE(BigInt(offset), larges + next * 8)
    next += 1
  }
  const sums = Buffer.concat([body, packSum])
  return Buffer.concat([sums, createHash('sha1').update(sums).digest()])
}

function writeTotals(body: Buffer, sorted: readonly IndexEntry[]): void {
  let total = 0
  for (let byte = 0; byte < 256; byte += 1) {
    while (total < sorted.length && Number.parseInt(sorted[total]?.oid.slice(0, 2) ?? '', 16) <= byte) total += 1
    body.writeUInt32BE(total, 8 + byte * 4)
  }
}
