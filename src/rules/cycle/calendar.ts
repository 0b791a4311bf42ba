/** Where a project stands in its cycle at a moment, by its own rhythm. Pure. */
import type { Calendar, DatedTag, Rhythm } from '../../base/model/cycle.ts'
import type { Instant } from '../../base/model/instant.ts'
import { unreachable } from '../../base/std/assert.ts'
import { plannedCalendar } from './planned.ts'
import { taggedCalendar } from './tagged.ts'
import { trainVersions } from './train.ts'

/** How projects that follow the kernel's customs count: by tags such as `v4.15` and `v4.15-rc1`. */
export const USUAL_RHYTHM: Rhythm = { kind: 'tags', prefix: 'v' }

/** `tags` are upstream's; only the rhythm that goes by them looks at them. */
export function calendarAt(now: Instant, rhythm: Rhythm, tags: readonly DatedTag[]): Calendar {
  switch (rhythm.kind) {
    case 'tags':
      return taggedCalendar(tags, rhythm.prefix, now)
    case 'dates':
      return plannedCalendar(rhythm.versions, now)
    case 'train':
      return plannedCalendar(trainVersions(rhythm, now), now)
    default:
      return unreachable(rhythm)
  }
}
