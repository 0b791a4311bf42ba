/** A calendar as `--json` prints it. The shape is documented in docs/guide/json.md and only ever grows. */
import { type Calendar, type Cycle, type Moment, versionForNext } from '../../../base/model/cycle.ts'
import type { ArrivedInTree } from '../../../pipeline/arrivals-in-window.ts'
import { type Instant, isoTime } from '../../../base/model/instant.ts'

export function cycleJson(calendar: Calendar, arrivals: readonly ArrivedInTree[] | undefined, now: Instant) {
  const { kind, passedOver } = calendar
  const arrived = arrivals ?? null
  if (kind === 'unknown')
    return { now: isoTime(now), phase: kind, why: calendar.why, ...NOTHING_KNOWN, past: [], arrived, passedOver }
  const { phase, current, following, candidate, past } = calendar
  return {
    now: isoTime(now),
    phase,
    why: null,
    version: current.version,
    forNext: versionForNext(calendar),
    current: oneCycle(current),
    following: oneCycle(following),
    candidate: candidate === undefined ? null : { name: candidate.name, due: moment(candidate.due) },
    past: past.map(oneCycle),
    arrived,
    passedOver,
  }
}

const NOTHING_KNOWN = { version: null, forNext: null, current: null, following: null, candidate: null }

function oneCycle({ version, opens, closes, candidates, released }: Cycle) {
  return {
    version,
    opens: moment(opens),
    closes: moment(closes),
    candidates: candidates.map(({ name, at }) => ({ name, at: isoTime(at) })),
    released: moment(released),
  }
}

function moment(one: Moment | undefined) {
  if (one === undefined) return null
  const { at, forecast } = one
  return {
    at: isoTime(at),
    forecast:
      forecast === undefined
        ? null
        : { earliest: isoTime(forecast.earliest), latest: isoTime(forecast.latest), cycles: forecast.cycles },
  }
}
