/** A calendar for a terminal: what holds today, and a time line of this cycle and the next. */
import {
  type Calendar,
  type Cycle,
  type KnownCalendar,
  type Moment,
  versionForNext,
} from '../../../base/model/cycle.ts'
import { daysBetween, type Instant, isoDay } from '../../../base/model/instant.ts'
import { unreachable } from '../../../base/std/assert.ts'
import { count } from '../../../base/text/count.ts'
import type { ArrivedInTree } from '../../../pipeline/arrivals-in-window.ts'
import { columns, type Screen, safe } from './screen.ts'

export function cycleText(calendar: Calendar, now: Instant, screen: Pick<Screen, 'colours'>): string[] {
  if (calendar.kind === 'unknown') return [...whyUnknown(calendar.why), ...passedOver(calendar)]
  const bold = (text: string): string => screen.colours.bold(safe(text))
  return [
    ...whereWeAre(calendar, now, bold),
    '',
    ...bar(calendar, now),
    ...columns(timeLine(calendar, now, bold)),
    ...passedOver(calendar),
  ]
}

function whyUnknown(why: (Calendar & { readonly kind: 'unknown' })['why']): string[] {
  switch (why) {
    case 'no-tags':
      return [
        'Upstream has no tags, so where it stands in its cycle cannot be told.',
        'Another rhythm is set under [cycle] in tributary.toml: days that are laid down, or a train.',
      ]
    case 'no-versions':
      return [
        'None of upstream’s tags names a version, so where it stands in its cycle cannot be told.',
        'What stands before the numbers of its tags is set as tag_prefix under [cycle] in tributary.toml.',
      ]
    case 'not-begun':
      return ['The first version that [cycle] lays down has not begun yet.']
    case 'over':
      return [
        'The last version that [cycle] lays down is out. The next is added to tributary.toml as [[cycle.versions]].',
      ]
    default:
      return unreachable(why)
  }
}

function whereWeAre(calendar: KnownCalendar, now: Instant, bold: (text: string) => string): string[] {
  const { current, following, phase } = calendar
  if (phase === 'window') {
    const since =
      current.opens === undefined ? '' : ` since ${isoDay(current.opens.at)}, day ${dayOf(current.opens, now)}`
    return [
      `The merge window for ${bold(current.version)} is open${since}.${whenDue('Its end', current.closes, now)}`,
      `Work for ${safe(following.version)} has no place in next before that.`,
    ]
  }
  const last = current.candidates.at(-1)
  const tagged = last === undefined ? '' : `: ${safe(last.name)} is of ${isoDay(last.at)}`
  return [
    `${bold(current.version)} is being stabilised${tagged}.${whenDue('Its release', current.released, now)}`,
    `Next is for ${safe(versionForNext(calendar))}.${whenDue('The beginning of its merge window', following.opens, now)}`,
  ]
}

/** The first day is day 1. */
function dayOf({ at }: Moment, now: Instant): number {
  return daysBetween(at, now) + 1
}

/** ` Its end is expected on 2017-11-26, by 8 past cycles (2017-11-25 to 2017-11-27).` */
function whenDue(what: string, moment: Moment | undefined, now: Instant): string {
  if (moment === undefined) return ` ${what} cannot be foretold without earlier cycles.`
  const { at, forecast } = moment
  if (forecast === undefined) return ` ${what} is on ${isoDay(at)}.`
  const { earliest, latest, cycles } = forecast
  const range = isoDay(earliest) === isoDay(latest) ? '' : ` (${isoDay(earliest)} to ${isoDay(latest)})`
  const due = isoDay(at) < isoDay(now) ? 'was expected' : 'is expected'
  return ` ${what} ${due} on ${isoDay(at)}, by ${count(cycles, 'past cycle')}${range}.`
}

/** Trees that are named; the others are in `tributary findings`. */
const TREES_MAX = 8

export function arrivalLines(arrived: readonly ArrivedInTree[] | undefined): string[] {
  if (arrived === undefined) return []
  if (arrived.length === 0) return ['', 'No tree has gained anything since the window opened.']
  const sorted = arrived.toSorted((a, b) => b.changes - a.changes)
  const shown = sorted.slice(0, TREES_MAX).map(({ tree, changes }) => `${tree} ${changes}`)
  const sum = arrived.reduce((total, { changes }) => total + changes, 0)
  return [
    '',
    `In since the window opened: ${count(sum, 'change')} in ${count(arrived.length, 'tree')} (${shown.join(', ')}${sorted.length > TREES_MAX ? ', …' : ''}).`,
    'Fixes among them are welcome; the others are told of by the rule late: tributary findings',
  ]
}

interface Step {
  readonly at: Instant
  readonly name: string
  readonly what: string
  readonly isForeseen: boolean
}

/** From the opening of the window to the end of the next one; what is foreseen has a tilde. */
function timeLine(calendar: KnownCalendar, now: Instant, bold: (text: string) => string): string[][] {
  const { current, following, candidate } = calendar
  const next = candidate === undefined ? [] : step(candidate.due, candidate.name, '')
  // That this one is out and that the next window opens is one moment, said once.
  const later = stepsOf({ ...following, opens: undefined })
  const steps = [...stepsOf(current), ...next, ...later].sort((a, b) => a.at.epochSeconds - b.at.epochSeconds)
  const place = steps.filter(({ at }) => at.epochSeconds <= now.epochSeconds).length
  const rows = steps.map(({ at, name, what, isForeseen }) => [
    `${isForeseen ? '~' : ' '} ${isoDay(at)}`,
    safe(name),
    what,
  ])
  const today = [`> ${isoDay(now)}`, bold('today'), '']
  return [...rows.slice(0, place), today, ...rows.slice(place)]
}

function stepsOf({ version, opens, closes, candidates, released }: Cycle): Step[] {
  return [
    ...step(opens, '', `the merge window for ${safe(version)} opens`),
    // Where days are laid down, nothing is tagged when it closes.
    ...(candidates.length === 0
      ? step(closes, closes?.forecast && `${version}-rc1`, `the merge window for ${safe(version)} closes`)
      : []),
    ...candidates.map(({ name, at }, place) => ({
      at,
      name,
      what: place === 0 ? `the merge window for ${safe(version)} closed` : '',
      isForeseen: false,
    })),
    ...step(released, version, 'is out'),
  ]
}

function step(moment: Moment | undefined, name: string | undefined, what: string): Step[] {
  return moment === undefined
    ? []
    : [{ at: moment.at, name: name ?? '', what, isForeseen: moment.forecast !== undefined }]
}

/** Cells of the bar. */
const BAR_CELLS = 60

/** The whole cycle as one line: what is over, today, and where the window ends. */
function bar({ current: { opens, closes, released, version } }: KnownCalendar, now: Instant): string[] {
  if (opens === undefined || released === undefined || released.at.epochSeconds <= opens.at.epochSeconds) return []
  const cell = ({ epochSeconds }: Instant): number => {
    const share = (epochSeconds - opens.at.epochSeconds) / (released.at.epochSeconds - opens.at.epochSeconds)
    return Math.max(0, Math.min(BAR_CELLS - 1, Math.floor(share * BAR_CELLS)))
  }
  const today = cell(now)
  const end = closes && cell(closes.at)
  const cells = Array.from({ length: BAR_CELLS }, (_, at) => {
    if (at === today) return '●'
    if (at === end) return '┃'
    return at < today ? '━' : '╌'
  })
  return [`  ${isoDay(opens.at)} ${cells.join('')} ${isoDay(released.at)}  ${safe(version)}`, '']
}

/** Names of odd tags that are shown. */
const PASSED_OVER_MAX = 5

function passedOver({ passedOver: names }: Calendar): string[] {
  if (names.length === 0) return []
  const shown = names.slice(0, PASSED_OVER_MAX).map(safe).join(', ')
  const more = names.length > PASSED_OVER_MAX ? ', …' : ''
  return ['', `${count(names.length, 'tag')} passed over, for no version or a day to come: ${shown}${more}`]
}
