/** The versions of a train: one leaves every so many days, whoever is on it. */
import type { PlannedVersion, Rhythm } from '../../base/model/cycle.ts'
import { daysBetween, daysLater, type Instant } from '../../base/model/instant.ts'

/** Versions before today's that are worked out: enough to look back on a year of a six weeks' train. */
const PAST_TRAINS = 9

/** Those around a moment, oldest first. A version is released when the window of the next opens. */
export function trainVersions(train: Rhythm & { readonly kind: 'train' }, now: Instant): PlannedVersion[] {
  const current = Math.max(0, Math.floor(daysBetween(train.opens, now) / train.everyDays))
  const first = Math.max(0, current - PAST_TRAINS)
  return Array.from({ length: current - first + 2 }, (_, place) => {
    const opens = daysLater(train.opens, (first + place) * train.everyDays)
    return {
      name: nthAfter(train.first, first + place),
      opens,
      closes: daysLater(opens, train.windowDays),
      released: daysLater(opens, train.everyDays),
    }
  })
}

/** The last number of the name counts the trains: `v1.20`, three after it `v1.23`. */
function nthAfter(first: string, trains: number): string {
  return first.replace(/\d+(?=\D*$)/, (digits) => String(Number(digits) + trains))
}
