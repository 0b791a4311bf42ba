/** Decisions for a terminal and for scripts. */
import type { Decision } from '../../../base/model/decision.ts'
import { isoDay, isoTime } from '../../../base/model/instant.ts'
import { unreachable } from '../../../base/std/assert.ts'

/** `keep net at next-20260114`. */
export function decisionWords(decision: Decision): string {
  switch (decision.verb) {
    case 'keep':
      return `keep ${decision.tree} at ${decision.at}`
    case 'hold':
    case 'drop':
      return `${decision.verb} ${decision.tree}`
    case 'defer':
      return `defer ${decision.tree} to ${decision.to}`
    case 'accept': {
      const { tree, rule, finding, until } = decision
      return `accept ${finding} (${rule}) of ${tree}${until ? ` until ${isoDay(until)}` : ''}`
    }
    case 'undo':
      return `undo ${decision.decision}`
    default:
      return unreachable(decision)
  }
}

/** The shape is documented in docs/guide/json.md and only ever grows. */
export function decisionJson(decision: Decision) {
  const until = 'until' in decision && decision.until ? { until: isoTime(decision.until) } : {}
  return { ...decision, ...until, when: isoTime(decision.when) }
}
