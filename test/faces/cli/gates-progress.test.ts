import { expect, test } from 'vitest'
import type { Event } from '../../../src/base/model/event.ts'
import type { GateName } from '../../../src/base/model/gate.ts'
import { afterEvent, gatesLine, NO_GATES } from '../../../src/faces/cli/gates-progress.ts'

const build = 'build' as GateName
const asked: Event = { kind: 'probe-asked', gate: build }
const done: Event = { kind: 'probe-done', gate: build }
const red: Event = { kind: 'gate-answered', gate: build, outcome: 'failed', isKnown: false }

/** The line after so many of the events, with the seconds that passed. */
function lineAfter(events: readonly Event[], seconds: number): string {
  return gatesLine(events.reduce(afterEvent, NO_GATES), seconds)
}

test('how far the gates are is told in one line, as builds come and go', () => {
  const before: Event[] = [{ kind: 'gates-started', gates: 2, round: 2 }, asked, asked]
  expect(lineAfter(before, 0.4)).toBe('gates, round 2: 0 of 2 answered, 0 of 2 probes done, 0 s')
  expect(lineAfter([...before, done, red], 65)).toBe('gates, round 2: 1 of 2 answered, 1 of 2 probes done, 1 min 05 s')
  const searching: Event[] = [
    ...before,
    done,
    red,
    done,
    red,
    asked,
    done,
    { kind: 'search-probed', gate: build, probes: 1 },
    asked,
  ]
  expect(lineAfter(searching, 4000)).toBe(
    'gates, round 2: searching who made build red, 3 of 4 probes done, 1 h 06 min',
  )
})

test('each time the gates are asked it begins anew', () => {
  const round: Event[] = [{ kind: 'gates-started', gates: 1, round: 1 }, asked, done, red, { kind: 'gates-finished' }]
  expect(lineAfter([...round, { kind: 'gates-started', gates: 3, round: undefined }, asked], 3)).toBe(
    'gates: 0 of 3 answered, 0 of 1 probe done, 3 s',
  )
})
