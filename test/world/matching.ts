/** vitest's matchers, typed as something that may stand in any expected value. */
import { expect } from 'vitest'

export function containing(text: string): unknown {
  return expect.stringContaining(text)
}

export function matching(pattern: RegExp): unknown {
  return expect.stringMatching(pattern)
}
