/** How far the gates are, as one line: a function of the events so far and of the time that passed. */
import type { Event } from '../../base/model/event.ts'
import type { GateName } from '../../base/model/gate.ts'
import { count } from '../../base/text/count.ts'

export interface GatesState {
  readonly round: number | undefined
  readonly gates: number
  /** Gates that have said what they say of the whole. */
  readonly answered: number
  /** Builds, those of a search among them. */
  readonly asked: number
  readonly done: number
  /** The gate that a culprit is searched for. */
  readonly searched: GateName | undefined
}

export const NO_GATES: GatesState = {
  round: undefined,
  gates: 0,
  answered: 0,
  asked: 0,
  done: 0,
  searched: undefined,
}

/** What the state is after an event. Most events change nothing of it. */
export function afterEvent(state: GatesState, event: Event): GatesState {
  switch (event.kind) {
    case 'gates-started':
      return { ...NO_GATES, round: event.round, gates: event.gates }
    case 'gate-answered':
      return { ...state, answered: state.answered + 1 }
    case 'probe-asked':
      return { ...state, asked: state.asked + 1 }
    case 'probe-done':
      return { ...state, done: state.done + 1 }
    case 'search-probed':
      return { ...state, searched: event.gate }
    case 'gates-finished':
      return NO_GATES
    default:
      return state
  }
}

/** `gates, round 2: 1 of 3 answered, 4 of 6 probes done, 2 min 05 s`. */
export function gatesLine({ round, gates, answered, asked, done, searched }: GatesState, seconds: number): string {
  const what = searched === undefined ? `${answered} of ${gates} answered` : `searching who made ${searched} red`
  return `gates${round === undefined ? '' : `, round ${round}`}: ${what}, ${done} of ${count(asked, 'probe')} done, ${timeText(seconds)}`
}

function timeText(seconds: number): string {
  const whole = Math.floor(seconds)
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60]
  const rest = String(whole % 60)
  if (hours > 0) return `${hours} h ${String(minutes).padStart(2, '0')} min`
  return minutes > 0 ? `${minutes} min ${rest.padStart(2, '0')} s` : `${rest} s`
}
