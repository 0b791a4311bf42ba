/** The world failed: git is missing, the disk is full, a file is corrupt, the operator asked for what is not there. */

/** What kind of failure it is. `usage` is the operator's to mend at the keyboard; the others are the machine's. */
export type OperatingErrorCode =
  | 'usage'
  /** Somebody told the process to end. */
  | 'stopped'
  | 'git-missing'
  | 'git-too-old'
  | 'git-failed'
  | 'git-timeout'
  /** It answered more than it may. */
  | 'git-output'
  | 'busy'
  /** Nothing can be merged, because upstream was never fetched. */
  | 'upstream-missing'
  /** A branch that was asked for could not be fetched. */
  | 'branch-missing'
  | 'record-missing'
  | 'record-corrupt'
  | 'config-invalid'
  | 'disk'
  | 'push-failed'
  /** The operator wants gates to run in a sandbox, and there is none. */
  | 'sandbox-missing'
  /** The queue that workers take probes from cannot be used. */
  | 'queue-failed'

export class OperatingError extends Error {
  override readonly name = 'OperatingError'
  readonly code: OperatingErrorCode
  /** What the operator can do about it: a sentence, or several lines that name one thing each. */
  readonly hint: string

  constructor(code: OperatingErrorCode, message: string, hint: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.code = code
    this.hint = hint
  }
}

/** The operator asked for something that is not there or cannot be. */
export function usageError(message: string, hint: string): OperatingError {
  return new OperatingError('usage', message, hint)
}
