/** Decisions for a terminal and for scripts. */
import type { Decision, Instead, SplitVerb } from '../../../base/model/decision.ts'
import { isoDay, isoTime } from '../../../base/model/instant.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { oneLine } from '../../../base/text/printable.ts'

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
    case 'split':
      return splitWords(decision)
    case 'hand-over':
      return `hand over ${decision.topics.map((topic) => oneLine(topic)).join(', ')} of ${decision.tree} to ${decision.to}`
    case 'give-up':
      return `give up ${decision.tree}: ${INSTEAD[decision.instead]}`
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

const INSTEAD: Readonly<Record<Instead, string>> = {
  previous: 'an earlier version',
  hold: 'held',
  drop: 'dropped',
  revert: 'a commit reverted',
}

function splitWords({ tree, topics, to }: SplitVerb): string {
  const what = topics.map((topic) => oneLine(topic)).join(', ')
  return to === undefined ? `split ${tree}: without ${what}` : `defer ${what} of ${tree} to ${to}`
}

/** The shape is documented in docs/guide/json.md and only ever grows. */
export function decisionJson(decision: Decision) {
  const until = 'until' in decision && decision.until ? { until: isoTime(decision.until) } : {}
  return { ...decision, ...until, when: isoTime(decision.when) }
}
