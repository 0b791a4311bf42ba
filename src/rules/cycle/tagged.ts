/** The calendar that upstream's tags tell: a release opens the next merge window, the first candidate closes it. */
import type { Calendar, Cycle, DatedTag, KnownCalendar, Moment } from '../../base/model/cycle.ts'
import type { Instant } from '../../base/model/instant.ts'
import { groupBy } from '../../base/std/collections.ts'
import {
  compareVersions,
  isPointRelease,
  parseVersionTag,
  successor,
  versionName,
  type VersionTag,
} from '../../base/text/version-tag.ts'
import { foretell, foretellCycle, type Pace, paceOf } from './forecast.ts'

/** A tag that names a version. */
interface Named extends VersionTag, DatedTag {}

/** A version with its tags. */
interface Tagged {
  readonly numbers: readonly number[]
  /** In the order of their numbers. */
  readonly candidates: readonly Named[]
  readonly release: Named | undefined
}

/**
 * What counts is the order in which versions were begun, not their numbers: a joke such as `v9999`, tagged years ago, is over. Tags from
 * after `now` do not count either, so that a look back sees what was there to see.
 */
export function taggedCalendar(tags: readonly DatedTag[], prefix: string, now: Instant): Calendar {
  if (tags.length === 0) return { kind: 'unknown', why: 'no-tags', passedOver: [] }
  const named = tags.flatMap((tag): Named[] => {
    const version = tag.at.epochSeconds <= now.epochSeconds ? parseVersionTag(tag.name, prefix) : undefined
    return version === undefined ? [] : [{ ...tag, ...version }]
  })
  const known = new Set(named.map(({ name }) => name))
  const passedOver = tags.flatMap(({ name }) => (known.has(name) ? [] : [name]))
  const versions = inOrder(named)
  const latest = versions.at(-1)
  if (latest === undefined) return { kind: 'unknown', why: 'no-versions', passedOver }
  const cycles = versions.map((version, at) => cycleOf(version, versions[at - 1], prefix))
  const after = versionName(successor(versions.map(({ numbers }) => numbers)), prefix)
  return { ...(latest.release ? inWindow(cycles, after, versions, prefix) : stabilising(cycles, after)), passedOver }
}

/** Versions with what was tagged of them, oldest first; those that only mend another are left out. */
function inOrder(named: readonly Named[]): Tagged[] {
  const versions = [...groupBy(named, ({ numbers }) => numbers.join('.')).values()].map((tags): Tagged => {
    const sorted = tags.sort(compareVersions)
    return {
      numbers: sorted[0]?.numbers ?? [],
      candidates: sorted.filter(({ candidate }) => candidate !== undefined),
      release: sorted.find(({ candidate }) => candidate === undefined),
    }
  })
  return versions
    .filter(({ numbers, candidates }) => candidates.length > 0 || !isPointRelease(numbers))
    .sort((a, b) => begun(a) - begun(b) || compareVersions(whole(a), whole(b)))
}

function begun({ candidates, release }: Tagged): number {
  return Math.min(...[...candidates, ...(release ? [release] : [])].map(({ at }) => at.epochSeconds))
}

function whole({ numbers }: Tagged): VersionTag {
  return { numbers, candidate: undefined }
}

function cycleOf(version: Tagged, before: Tagged | undefined, prefix: string): Cycle {
  return {
    version: versionName(version.numbers, prefix),
    opens: happened(before?.release),
    closes: happened(version.candidates[0]),
    candidates: version.candidates.map(({ name, at }) => ({ name, at })),
    released: happened(version.release),
  }
}

function happened(tag: DatedTag | undefined): Moment | undefined {
  return tag && { at: tag.at, forecast: undefined }
}

type Placed = Omit<KnownCalendar, 'passedOver'>

/** The last version is out and the next has no candidate yet: what is pulled now will be in it. */
function inWindow(past: readonly Cycle[], next: string, versions: readonly Tagged[], prefix: string): Placed {
  const pace = paceOf(past)
  const current = foretellCycle(next, past.at(-1)?.released, pace)
  const numbers = [...versions.map((version) => version.numbers), parseVersionTag(next, prefix)?.numbers ?? []]
  const following = foretellCycle(versionName(successor(numbers), prefix), current.released, pace)
  return { kind: 'known', phase: 'window', current, following, past, candidate: undefined }
}

function stabilising(cycles: readonly Cycle[], next: string): Placed {
  const past = cycles.slice(0, -1)
  const latest = cycles.at(-1) as Cycle
  const pace = paceOf(past)
  const current = { ...latest, released: foretell(latest.closes, pace.stabilising) }
  const following = foretellCycle(next, current.released, pace)
  return { kind: 'known', phase: 'stabilising', current, following, past, candidate: nextCandidate(current, pace) }
}

/** Not foretold where the release itself is due before it. */
function nextCandidate({ candidates, released }: Cycle, pace: Pace): KnownCalendar['candidate'] {
  const last = candidates.at(-1)
  const due = foretell(happened(last), pace.candidates)
  if (last === undefined || due === undefined) return undefined
  if (released !== undefined && released.at.epochSeconds <= due.at.epochSeconds) return undefined
  return { name: last.name.replace(/\d+$/, (digits) => String(Number(digits) + 1)), due }
}
