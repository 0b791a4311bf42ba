/** Deltas between two versions of an object that share their beginning and end (gitformat-pack(5), "Deltified representation"). */

/** Most bytes one insert instruction carries. */
const INSERT_MAX_BYTES = 127
/** Most bytes one copy instruction of ours takes: its size has three bytes, git itself stays at two. */
const COPY_MAX_BYTES = 0xffff

/** The delta that makes `to` out of `from`, or undefined when it would save less than half. */
export function deltaBetween(from: Buffer, to: Buffer): Buffer | undefined {
  const shorter = Math.min(from.length, to.length)
  let start = 0
  while (start < shorter && from[start] === to[start]) start += 1
  let end = 0
  while (end < shorter - start && from[from.length - 1 - end] === to[to.length - 1 - end]) end += 1
  const inserted = to.length - start - end
  // git takes no delta of less than four bytes (delta.h, DELTA_SIZE_MIN), which only one to nothing has.
  if (to.length === 0) return undefined
  if (inserted * 2 > to.length) return undefined
  const bytes: number[] = [...size(from.length), ...size(to.length), ...copy(0, start)]
  for (let at = start; at < to.length - end; at += INSERT_MAX_BYTES) {
    const piece = to.subarray(at, Math.min(at + INSERT_MAX_BYTES, to.length - end))
    bytes.push(piece.length, ...piece)
  }
  bytes.push(...copy(from.length - end, end))
  return Buffer.from(bytes)
}

/** Seven bits a byte, lowest first. */
function size(value: number): number[] {
  const bytes: number[] = []
  let rest = value
  while (rest >= 128) {
    bytes.push((rest & 0x7f) | 0x80)
    rest = Math.floor(rest / 128)
  }
  bytes.push(rest)
  return bytes
}

/** Copy instructions: a byte of flags, then the bytes of offset and size that are not zero. */
function copy(offset: number, length: number): number[] {
  const bytes: number[] = []
  for (let done = 0; done < length; done += COPY_MAX_BYTES) {
    const at = offset + done
    const count = Math.min(COPY_MAX_BYTES, length - done)
    const fields = [
      at & 0xff,
      (at >> 8) & 0xff,
      (at >> 16) & 0xff,
      (at >>> 24) & 0xff,
      count & 0xff,
      (count >> 8) & 0xff,
    ]
    const flags = fields.reduce((sum, field, bit) => (field === 0 ? sum : sum | (1 << bit)), 0x80)
    bytes.push(flags, ...fields.filter((field) => field !== 0))
  }
  return bytes
}
