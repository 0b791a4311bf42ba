/** What a gate prints, kept within bounds while it prints: the beginning and the end, and how much there was between. */

/** Bytes from the beginning: the first error of a build that goes on after it stands within these. */
const HEAD_BYTES = 16 * 1024 ** 2

/** Bytes from the end, where a test runner sums up. */
const TAIL_BYTES = 4 * 1024 ** 2

export class Capture {
  readonly #head: Buffer[] = []
  readonly #tail: Buffer[] = []
  #headBytes = 0
  #tailBytes = 0
  /** All that was printed, kept or not. */
  bytes = 0

  add(chunk: Buffer): void {
    this.bytes += chunk.length
    const toHead = chunk.subarray(0, HEAD_BYTES - this.#headBytes)
    if (toHead.length > 0) this.#head.push(toHead)
    this.#headBytes += toHead.length
    const rest = chunk.subarray(toHead.length)
    if (rest.length === 0) return
    this.#tail.push(rest)
    this.#tailBytes += rest.length
    while (this.#tailBytes - (this.#tail[0]?.length ?? 0) >= TAIL_BYTES)
      this.#tailBytes -= this.#tail.shift()?.length ?? 0
  }

  text(): string {
    const dropped = this.bytes - this.#headBytes - this.#tailBytes
    const between = dropped === 0 ? '' : `\n[${dropped} bytes were printed here and not kept]\n`
    return Buffer.concat([...this.#head, Buffer.from(between), ...this.#tail]).toString('utf8')
  }
}
