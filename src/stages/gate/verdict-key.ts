/** The key of a verdict: the hash of all that it follows from, so that the same question is answered from the record. */
import { createHash } from 'node:crypto'
import type { Gate } from '../../base/model/gate.ts'
import type { Environment, VerdictKey } from '../../base/model/verdict.ts'
import { byText } from '../../base/std/collections.ts'
import type { Contents } from './contents.ts'

/** Raised when old verdicts may no longer answer for new ones. */
const FORMAT = 1

/** When a gate is asked, on which machines, and what is kept of it changes nothing about the answer. */
export function verdictKey(gate: Gate, contents: Contents, environment: Environment): VerdictKey {
  const { name, run, kind, timeoutSeconds, needs, env, clean, inputs } = gate
  const definition = [
    [name, run, kind, timeoutSeconds, clean, inputs],
    [needs.cores, needs.memoryBytes, needs.tools],
    sorted(Object.entries(env)),
  ]
  const question = JSON.stringify([FORMAT, contents, definition, sorted(environment)])
  return createHash('sha256').update(question).digest('hex').slice(0, 40) as VerdictKey
}

function sorted(pairs: readonly (readonly [string, string])[]): (readonly [string, string])[] {
  return pairs.toSorted(([a], [b]) => byText(a, b))
}
