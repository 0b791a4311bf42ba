/** Where a project stands, told from tags alone: the kernel's of 2017, and what other projects and accidents make of them. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Calendar, type DatedTag, type KnownCalendar, versionForNext } from '../../../src/base/model/cycle.ts'
import { isoDay, startOfDay } from '../../../src/base/model/instant.ts'
import { calendarAt, USUAL_RHYTHM } from '../../../src/rules/cycle/calendar.ts'
import { dayOf } from '../../world/release.ts'

/** As the kernel was tagged. */
const KERNEL: Readonly<Record<string, string>> = {
  'v4.12': '2017-07-02',
  'v4.13-rc1': '2017-07-15',
  'v4.13-rc2': '2017-07-23',
  'v4.13-rc3': '2017-07-30',
  'v4.13': '2017-09-03',
  'v4.14-rc1': '2017-09-16',
  'v4.14-rc2': '2017-09-24',
  'v4.14-rc3': '2017-10-01',
  'v4.14': '2017-11-12',
  'v4.15-rc1': '2017-11-26',
  'v4.15-rc2': '2017-12-03',
}

function tagsOf(days: Readonly<Record<string, string>>): DatedTag[] {
  return Object.entries(days).map(([name, day]) => ({ name, at: dayOf(day) }))
}

function known(calendar: Calendar): KnownCalendar {
  if (calendar.kind === 'unknown') throw new Error(calendar.why)
  return calendar
}

function kernelAt(day: string, more: Readonly<Record<string, string>> = {}): KnownCalendar {
  return known(calendarAt(dayOf(day), USUAL_RHYTHM, tagsOf({ ...KERNEL, ...more })))
}

function days(calendar: KnownCalendar): Record<string, string | undefined> {
  const day = (moment: KnownCalendar['current']['opens']): string | undefined => {
    if (moment === undefined) return undefined
    const { at, forecast } = moment
    return forecast === undefined
      ? isoDay(at)
      : `~${isoDay(at)} (${isoDay(forecast.earliest)}..${isoDay(forecast.latest)})`
  }
  const { current, following } = calendar
  return {
    opens: day(current.opens),
    closes: day(current.closes),
    released: day(current.released),
    closesNext: day(following.closes),
  }
}

test('a release opens the window of what comes after it, and past cycles tell when it closes', () => {
  const calendar = kernelAt('2017-11-15')
  expect([calendar.phase, calendar.current.version, calendar.following.version]).toEqual(['window', 'v4.15', 'v4.16'])
  expect(versionForNext(calendar)).toBe('v4.15')
  expect(days(calendar)).toEqual({
    opens: '2017-11-12',
    closes: '~2017-11-25 (2017-11-25..2017-11-25)',
    released: '~2018-01-14 (2018-01-14..2018-01-21)',
    closesNext: '~2018-01-27 (2018-01-27..2018-02-03)',
  })
})

test('the first candidate closes it, and next is for the version after', () => {
  const calendar = kernelAt('2017-12-05')
  expect([calendar.phase, calendar.current.version]).toEqual(['stabilising', 'v4.15'])
  expect(versionForNext(calendar)).toBe('v4.16')
  expect(calendar.candidate?.name).toBe('v4.15-rc3')
  expect(isoDay(calendar.candidate!.due.at)).toBe('2017-12-10')
  expect(days(calendar)).toMatchObject({ opens: '2017-11-12', closes: '2017-11-26' })
})

test('what was tagged later than the moment asked about is not there yet', () => {
  const calendar = kernelAt('2017-08-01')
  expect([calendar.phase, calendar.current.version]).toEqual(['stabilising', 'v4.13'])
  expect(calendar.passedOver).toContain('v4.14')
})

test('a window that lasts longer than ever is still open', () => {
  const { 'v4.15-rc1': _one, 'v4.15-rc2': _two, ...before } = KERNEL
  const calendar = known(calendarAt(dayOf('2018-01-30'), USUAL_RHYTHM, tagsOf(before)))
  expect([calendar.phase, calendar.current.version]).toEqual(['window', 'v4.15'])
})

test('odd tags are passed over: of other things, of point releases, of long ago, of the future', () => {
  const odd = {
    'v2.6.11-tree': '2005-05-06',
    v9999: '2009-04-01',
    'v4.14.1': '2017-11-21',
    'for-linus-20171115': '2017-11-15',
    'v6.0-rc1': '2037-01-01',
  }
  const calendar = kernelAt('2017-12-05', odd)
  expect([calendar.phase, calendar.current.version, calendar.following.version]).toEqual([
    'stabilising',
    'v4.15',
    'v4.16',
  ])
  expect(calendar.passedOver).toEqual(['v2.6.11-tree', 'for-linus-20171115', 'v6.0-rc1'])
})

test('forged dates make no forecast that runs backwards', () => {
  const calendar = kernelAt('2017-12-05', { 'v4.14-rc2': '1970-01-02', 'v4.13-rc3': '2001-01-01' })
  expect(calendar.current.version).toBe('v4.15')
  expect(calendar.current.released!.at.epochSeconds).toBeGreaterThan(dayOf('2017-12-05').epochSeconds)
})

test('when the count begins anew, the next name follows the habit', () => {
  const calendar = known(
    calendarAt(
      dayOf('2019-03-04'),
      USUAL_RHYTHM,
      tagsOf({ 'v4.19': '2018-10-22', 'v4.20': '2018-12-23', 'v5.0-rc1': '2019-01-06', 'v5.0': '2019-03-03' }),
    ),
  )
  expect([calendar.current.version, calendar.following.version]).toEqual(['v5.1', 'v5.2'])
})

test('without tags, and without tags that name versions, nothing is known', () => {
  expect(calendarAt(dayOf('2017-11-15'), USUAL_RHYTHM, [])).toMatchObject({ kind: 'unknown', why: 'no-tags' })
  expect(calendarAt(dayOf('2017-11-15'), USUAL_RHYTHM, tagsOf({ nightly: '2017-11-01' }))).toMatchObject({
    kind: 'unknown',
    why: 'no-versions',
    passedOver: ['nightly'],
  })
})

test('one version alone opens a window that nothing is foretold of', () => {
  const calendar = known(calendarAt(dayOf('2017-11-15'), USUAL_RHYTHM, tagsOf({ 'v4.14': '2017-11-12' })))
  expect([calendar.phase, calendar.current.version]).toEqual(['window', 'v4.15'])
  expect([calendar.current.closes, calendar.current.released]).toEqual([undefined, undefined])
})

test('days that are laid down are taken as they are', () => {
  const version = (name: string, opens: string, closes: string, released: string) => ({
    name,
    opens: dayOf(opens),
    closes: dayOf(closes),
    released: dayOf(released),
  })
  const rhythm = {
    kind: 'dates',
    versions: [
      version('25.10', '2025-05-01', '2025-08-14', '2025-10-09'),
      version('26.04', '2025-11-01', '2026-02-19', '2026-04-23'),
    ],
  } as const
  const phaseOn = (day: string): string => {
    const calendar = calendarAt(dayOf(day), rhythm, [])
    return calendar.kind === 'unknown' ? calendar.why : `${calendar.current.version} ${calendar.phase}`
  }
  expect(
    ['2025-04-30', '2025-05-01', '2025-08-14', '2025-10-20', '2026-01-01', '2026-03-01', '2026-05-01'].map(phaseOn),
  ).toEqual([
    'not-begun',
    '25.10 window',
    '25.10 stabilising',
    '25.10 stabilising',
    '26.04 window',
    '26.04 stabilising',
    'over',
  ])
  expect(known(calendarAt(dayOf('2026-01-01'), rhythm, [])).following.version).toBe('what comes after 26.04')
})

test('a train leaves every six weeks, whoever is on it', () => {
  const opens = startOfDay('2026-01-05')!
  const rhythm = { kind: 'train', first: 'v1.20', opens, everyDays: 42, windowDays: 14 } as const
  const on = (day: string): string => {
    const { current, phase, following } = known(calendarAt(dayOf(day), rhythm, []))
    return `${current.version} ${phase}, then ${following.version}`
  }
  expect(['2026-01-05', '2026-01-20', '2026-02-16', '2027-01-10'].map(on)).toEqual([
    'v1.20 window, then v1.21',
    'v1.20 stabilising, then v1.21',
    'v1.21 window, then v1.22',
    'v1.28 stabilising, then v1.29',
  ])
  expect(calendarAt(dayOf('2026-01-04'), rhythm, [])).toMatchObject({ why: 'not-begun' })
})

/** Names that projects and accidents come up with, at days in any order. */
const anyTag = fc.record({
  name: fc.oneof(
    fc.tuple(fc.nat(6), fc.nat(20)).map(([a, b]) => `v${a}.${b}`),
    fc.tuple(fc.nat(6), fc.nat(20), fc.nat(9)).map(([a, b, c]) => `v${a}.${b}-rc${c}`),
    fc.tuple(fc.nat(6), fc.nat(20), fc.nat(9)).map(([a, b, c]) => `v${a}.${b}.${c}`),
    fc.string(),
  ),
  at: fc.integer({ min: 0, max: 2 ** 33 }).map((epochSeconds) => ({ epochSeconds, zoneMinutes: 0 })),
})

test('whatever the tags are, there is an answer, and what is foretold follows in order', () => {
  fc.assert(
    fc.property(fc.array(anyTag, { maxLength: 40 }), fc.integer({ min: 0, max: 2 ** 33 }), (tags, now) => {
      const calendar = calendarAt({ epochSeconds: now, zoneMinutes: 0 }, USUAL_RHYTHM, tags)
      if (calendar.kind === 'unknown') return
      const { current, following, past, phase } = calendar
      expect(current.version).not.toBe(following.version)
      expect([...past, current].flatMap(({ candidates }) => candidates).every(({ at }) => at.epochSeconds <= now)).toBe(
        true,
      )
      expect(phase === 'window').toBe(current.candidates.length === 0)
      const moments = [current.closes, current.released, following.closes, following.released]
      const days = moments.flatMap((moment) => (moment?.forecast ? [moment.at.epochSeconds] : []))
      expect(days).toEqual(days.toSorted((a, b) => a - b))
    }),
  )
})
