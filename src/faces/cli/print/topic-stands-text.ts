/** What gates say of a tree's topics, for a terminal. */
import type { GateStands, StandNeed, TopicStand } from '../../../base/model/topic-stand.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { oneLine } from '../../../base/text/printable.ts'
import type { Colours } from './screen.ts'

/** Digits of a verdict's key: `tributary gate log` takes the beginning of one. */
const VERDICT_DIGITS = 12

export function topicStandsText(gates: readonly GateStands[], colours: Colours): string[] {
  const lines = gates.flatMap((gate) => ['', ...gateLines(gate, colours)])
  if (lines.length === 0) return []
  return [...lines, '', 'What a gate printed: tributary gate log <verdict>']
}

function gateLines(said: GateStands, colours: Colours): string[] {
  const name = colours.bold(said.gate)
  if (said.kind === 'says-nothing') return [`${name} says nothing of single topics: ${oneLine(said.why)}.`]
  const ground = said.ground === 'release' ? 'with everybody else’s work' : 'on upstream alone'
  return [`${name} says, ${ground}:`, ...said.stands.flatMap((stand) => standLines(stand, colours))]
}

function standLines({ topic, stand }: TopicStand, { green, yellow, red, dim }: Colours): string[] {
  switch (stand.kind) {
    case 'alone':
      return [`  ${topic}: ${green('needs nothing more')} ${dim(stand.green.slice(0, VERDICT_DIGITS))}`]
    case 'needs': {
      const line = ({ topic: on, red, green }: StandNeed): string =>
        `      red without ${on} ${red.slice(0, VERDICT_DIGITS)}, green with it ${green.slice(0, VERDICT_DIGITS)}`
      const on = stand.needs.map((need) => need.topic).join(', ')
      return [`  ${topic}: ${red(`does not stand without ${on}`)}`, ...stand.needs.map((need) => dim(line(need)))]
    }
    case 'unclear':
      return [`  ${topic}: ${yellow('unclear')}, ${oneLine(stand.why)}`]
    default:
      return unreachable(stand)
  }
}
