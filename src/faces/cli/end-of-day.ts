/** The moment that `--at <YYYY-MM-DD>` means. */
import { daysLater, type Instant, startOfDay } from '../../base/model/instant.ts'
import { usageError } from '../../base/std/operating-error.ts'
import type { Options } from './options.ts'

/** The last second of a day: what was tagged on it is there. */
export function endOfDay(day: Options[string]): Instant | undefined {
  if (day === undefined) return undefined
  const start = startOfDay(String(day))
  if (start === undefined)
    throw usageError(`${JSON.stringify(day)} is no day`, 'Write year, month and day: --at 2026-01-14')
  const end = daysLater(start, 1)
  return { ...end, epochSeconds: end.epochSeconds - 1 }
}
