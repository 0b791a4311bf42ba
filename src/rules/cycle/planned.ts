/** The calendar of a project whose days are laid down. */
import type { Calendar, Cycle, Moment, PlannedVersion } from '../../base/model/cycle.ts'
import type { Instant } from '../../base/model/instant.ts'

/** Versions in the order in which their windows open. */
export function plannedCalendar(versions: readonly PlannedVersion[], now: Instant): Calendar {
  const place = versions.findLastIndex(({ opens }) => opens.epochSeconds <= now.epochSeconds)
  const current = versions[place]
  if (current === undefined) return { kind: 'unknown', why: 'not-begun', passedOver: [] }
  const next = versions[place + 1]
  if (next === undefined && current.released.epochSeconds <= now.epochSeconds)
    return { kind: 'unknown', why: 'over', passedOver: [] }
  return {
    kind: 'known',
    phase: now.epochSeconds < current.closes.epochSeconds ? 'window' : 'stabilising',
    current: plannedCycle(current),
    following: next === undefined ? afterTheLast(versions) : plannedCycle(next),
    past: versions.slice(0, place).map(plannedCycle),
    candidate: undefined,
    passedOver: [],
  }
}

function plannedCycle({ name, opens, closes, released }: PlannedVersion): Cycle {
  return {
    version: name,
    opens: laidDown(opens),
    closes: laidDown(closes),
    candidates: [],
    released: laidDown(released),
  }
}

function laidDown(at: Instant): Moment {
  return { at, forecast: undefined }
}

/** Of the version behind the last that is laid down, no day is known but that it does not open before that one is out. */
function afterTheLast(versions: readonly PlannedVersion[]): Cycle {
  const last = versions.at(-1)
  return {
    version: `what comes after ${last?.name}`,
    opens: last && laidDown(last.released),
    closes: undefined,
    candidates: [],
    released: undefined,
  }
}
