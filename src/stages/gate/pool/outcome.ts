/** From how a gate ended to what that says of the candidate, as a pure function. */
import { constants } from 'node:os'
import type { Gate } from '../../../base/model/gate.ts'
import type { VerdictOutcome } from '../../../base/model/verdict.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { firstError } from '../words/first-error.ts'
import type { Ending } from './start.ts'

/** As a shell tells of SIGXFSZ, by which the kernel keeps that limit. */
const FILE_TOO_LARGE = 128 + constants.signals.SIGXFSZ

/** A gate that was stopped has no outcome. `log` is plain text. */
export function outcomeOf(
  gate: Pick<Gate, 'timeoutSeconds'>,
  ending: Exclude<Ending, { readonly kind: 'stopped' }>,
  log: string,
): VerdictOutcome {
  switch (ending.kind) {
    case 'exited':
      if (ending.exit === FILE_TOO_LARGE)
        return { kind: 'could-not-run', why: 'it wrote a file larger than all that it may take of the disk' }
      return ending.exit === 0 ? { kind: 'passed' } : { kind: 'failed', exit: ending.exit, error: firstError(log) }
    case 'timed-out':
      return { kind: 'timed-out', seconds: gate.timeoutSeconds }
    case 'over-limit':
      return { kind: 'could-not-run', why: `it ${ending.why}, and was ended` }
    case 'not-started':
      return { kind: 'could-not-run', why: `it could not be started: ${ending.why}` }
    default:
      return unreachable(ending)
  }
}
