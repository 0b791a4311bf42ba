/** Our own mistakes: what must hold unless this program is wrong. */

/** Thrown when Tributary itself is at fault; faces turn it into exit code 70 and ask for a report. */
export class OurBug extends Error {
  override readonly name = 'OurBug'
}

export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new OurBug(message)
}

/** Ends every `switch` over a union, so that a new kind breaks the build wherever it must be shown. */
export function unreachable(value: never): never {
  throw new OurBug(`not a case that exists: ${JSON.stringify(value)}`)
}
