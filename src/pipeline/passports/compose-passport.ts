/** Reads a change's history as a passport: days, absences, what became of its commits, and which windows it was there for. Pure. */
import type { Calendar } from '../../base/model/cycle.ts'
import { daysBetween, type Instant } from '../../base/model/instant.ts'
import type { ChangeHistory, CommitHistory, Passport, PrecededWindow, Seen, Stay } from '../../base/model/passport.ts'
import { distinct } from '../../base/std/collections.ts'

export interface PassportFacts {
  readonly calendar: Calendar
  /** When each release was made, oldest first: a stay lasts until the first release without it. */
  readonly releases: readonly Seen[]
  readonly now: Instant
}

export function composePassport(history: ChangeHistory, facts: PassportFacts): Passport {
  const stays = history.commits.flatMap((commit) => commit.stays)
  const first = stays.map((stay) => stay.first).sort((a, b) => a.place - b.place)[0]
  const end = history.landed?.seen.at ?? facts.now
  const waited = first === undefined ? 0 : Math.max(0, daysBetween(first.at, end))
  const present = daysCovered(stays, end, facts)
  const now = stays.filter(({ last }) => last === undefined).map(({ tree }) => tree)
  return {
    ...history,
    first,
    daysInNext: present,
    absentDays: waited - present,
    ...successions(history.commits),
    trees: distinct(now),
    formerTrees: distinct(stays.map(({ tree }) => tree)).filter((tree) => !now.includes(tree)),
    windows: first === undefined ? [] : precededWindows(first, end, facts.calendar),
  }
}

/** Days on which some release had it, as one stretch after the other; none counts twice. */
function daysCovered(stays: readonly Stay[], end: Instant, { releases }: PassportFacts): number {
  const stretches = stays
    .map(({ first, last }) => {
      const gone = last === undefined ? undefined : releases[last.place]?.at
      return [first.at.epochSeconds, Math.min((gone ?? end).epochSeconds, end.epochSeconds)] as const
    })
    .sort(([a], [b]) => a - b)
  let seconds = 0
  let until = 0
  for (const [from, to] of stretches) {
    seconds += Math.max(0, to - Math.max(from, until))
    until = Math.max(until, to)
  }
  return Math.floor(seconds / 86_400)
}

/** How each commit after the first came to be: in the place of another one of the same tree, or beside one that stayed. */
function successions(commits: readonly CommitHistory[]): Pick<Passport, 'rebased' | 'rewritten' | 'cherryPicked'> {
  const count = { rebased: 0, rewritten: 0, cherryPicked: 0 }
  for (const [at, commit] of commits.entries()) {
    const [arrival] = commit.stays
    if (at === 0 || arrival === undefined) continue
    const earlier = commits.slice(0, at).flatMap(({ stays }) => stays)
    const isBeside = earlier.some((stay) => stay.last === undefined || stay.last.place >= arrival.first.place)
    if (isBeside) count.cherryPicked += 1
    else if (commit.knownBy === 'subject') count.rewritten += 1
    else count.rebased += 1
  }
  return count
}

function precededWindows(first: Seen, end: Instant, calendar: Calendar): PrecededWindow[] {
  if (calendar.kind === 'unknown') return []
  return [...calendar.past, calendar.current].flatMap(({ version, opens }) => {
    if (opens === undefined || opens.at.epochSeconds > end.epochSeconds) return []
    if (opens.at.epochSeconds < first.at.epochSeconds) return []
    return [{ version, daysBefore: daysBetween(first.at, opens.at) }]
  })
}
