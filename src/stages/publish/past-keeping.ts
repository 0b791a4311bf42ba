/** Which releases lose their tag: those that another of the same day has replaced, once they are old. */
import { compactDay, type Instant } from '../../base/model/instant.ts'
import { type ReleaseName, releaseDay } from '../../base/model/names.ts'

/** The day is the one that a release is for, in whatever zone it was made. */
export function pastKeeping(releases: readonly ReleaseName[], now: Instant, keepDays: number): ReleaseName[] {
  const oldest = compactDay({ ...now, epochSeconds: now.epochSeconds - keepDays * 86_400 })
  const lastPlaces = new Map<string, number>()
  for (const release of releases) {
    const { prefix, day, place } = releaseDay(release)
    lastPlaces.set(prefix + day, Math.max(place, lastPlaces.get(prefix + day) ?? 0))
  }
  return releases.filter((release) => {
    const { prefix, day, place } = releaseDay(release)
    return day < oldest && place < (lastPlaces.get(prefix + day) ?? 0)
  })
}
