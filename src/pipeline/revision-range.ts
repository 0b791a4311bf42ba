/** `<from>..<to>`, as the operator types a piece of history. */
import { usageError } from '../base/std/operating-error.ts'

export interface RevisionRange {
  /** Undefined: all history of `to`. */
  readonly from: string | undefined
  readonly to: string
}

/** Both ends are names, which no git has seen yet. */
export function parseRange(text: string): RevisionRange {
  const [first = '', second, ...more] = text.split('..')
  if (more.length > 0 || second?.startsWith('.') || second === '' || first === '')
    throw usageError(
      `${JSON.stringify(text)} is no range`,
      'Write it as <from>..<to>, such as v1.0..main, or as one name for all of its history.',
    )
  return second === undefined ? { from: undefined, to: first } : { from: first, to: second }
}
