/** Which topic each change of a tree belongs to: what its subject begins with, and the posting it came from. Pure. */
import { byText, distinct } from '../../base/std/collections.ts'
import { seriesId } from '../../base/text/series-id.ts'
import { subjectArea } from '../../base/text/subject-area.ts'
import { parseMessage } from '../../base/text/trailers.ts'

/**
 * By change; a change that says neither has none. Two postings about the same part of the project are two topics, and all but the first
 * have a number. A posting's next version is another one: a change goes by the `messages` of its newest commit.
 */
export function seriesTopics(messages: ReadonlyMap<number, string>): ReadonlyMap<number, string | undefined> {
  const hints = new Map([...messages].map(([change, message]) => [change, hintOf(message)]))
  const names = new Map<string, string | undefined>()
  const areas = distinct([...hints.values()].map(({ area }) => area))
  for (const area of areas) {
    const series = [...hints.values()].filter((hint) => hint.area === area).map((hint) => hint.series)
    for (const [at, one] of distinct(series).toSorted(byText).entries())
      names.set(keyOf({ area, series: one }), at === 0 ? area : `${area ?? 'other'}-${at + 1}`)
  }
  return new Map([...hints].map(([change, hint]) => [change, names.get(keyOf(hint))]))
}

interface Hint {
  readonly area: string | undefined
  /** Empty where no trailer names a posting. */
  readonly series: string
}

function hintOf(message: string): Hint {
  const { subject, trailers } = parseMessage(message)
  return { area: subjectArea(subject), series: seriesId(trailers) ?? '' }
}

function keyOf({ area, series }: Hint): string {
  return JSON.stringify([area, series])
}
