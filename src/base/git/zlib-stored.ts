/** zlib streams that hold their data as it is (RFC 1950, RFC 1951 §3.2.4): what git may read, at the speed of a copy. */

/** Most bytes one stored block can hold. */
const BLOCK_MAX_BYTES = 65_535

export function stored(data: Uint8Array): Buffer {
  const blocks = Math.max(1, Math.ceil(data.length / BLOCK_MAX_BYTES))
  const out = Buffer.allocUnsafe(2 + blocks * 5 + data.length + 4)
  out[0] = 0x78
  out[1] = 0x01
  let at = 2
  for (let block = 0; block < blocks; block += 1) {
    const start = block * BLOCK_MAX_BYTES
    const length = Math.min(BLOCK_MAX_BYTES, data.length - start)
    out[at] = block === blocks - 1 ? 1 : 0
    out.writeUInt16LE(length, at + 1)
    out.writeUInt16LE(length ^ 0xffff, at + 3)
    out.set(data.subarray(start, start + length), at + 5)
    at += 5 + length
  }
  out.writeUInt32BE(adler32(data), at)
  return out
}

/** The checksum at the end of a zlib stream (RFC 1950 §8.2). */
function adler32(data: Uint8Array): number {
  let a = 1
  let b = 0
  for (let at = 0; at < data.length; ) {
    // 5552 is the most bytes whose sums cannot pass 32 bits before the modulo.
    const stop = Math.min(at + 5552, data.length)
    for (; at < stop; at += 1) {
      a += data[at] as number
      b += a
    }
    a %= 65_521
    b %= 65_521
  }
  return ((b << 16) | a) >>> 0
}
