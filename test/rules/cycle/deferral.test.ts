import { expect, test } from 'vitest'
import { calendarAt, USUAL_RHYTHM } from '../../../src/rules/cycle/calendar.ts'
import { isTimeFor } from '../../../src/rules/cycle/deferral.ts'
import { dayOf } from '../../world/release.ts'

/** Whether it is time for a version when these tags are there, made day by day. */
function isTime(version: string, ...tags: string[]): boolean {
  const dated = tags.map((name, day) => ({ name, at: dayOf(`2017-11-${10 + day}`) }))
  return isTimeFor(version, calendarAt(dayOf('2017-12-01'), USUAL_RHYTHM, dated))
}

test('what waits for a version comes in at the -rc1 of the one before', () => {
  expect(isTime('v4.16', 'v4.14')).toBe(false)
  expect(isTime('v4.16', 'v4.14', 'v4.15-rc1')).toBe(true)
  expect(isTime('v4.16', 'v4.14', 'v4.15-rc1', 'v4.15-rc2')).toBe(true)
  expect(isTime('v4.17', 'v4.14', 'v4.15-rc1')).toBe(false)
  expect(isTime('v4.15', 'v4.14')).toBe(true)
  expect(isTime('v4.14', 'v4.14')).toBe(true)
})

test('also where upstream counts on otherwise than it used to', () => {
  expect(isTime('v5.0', 'v4.18', 'v4.19', 'v4.20-rc1')).toBe(true)
  expect(isTime('v4.21', 'v4.18', 'v4.19', 'v4.20', 'v5.0-rc1')).toBe(true)
  expect(isTime('v5.1', 'v4.18', 'v4.19', 'v4.20-rc1')).toBe(false)
})

test('where nothing is known of the cycle, nothing comes back by itself', () => {
  expect(isTime('v4.16')).toBe(false)
  expect(isTime('someday', 'v4.14', 'v4.15-rc1')).toBe(false)
})

test('where days are laid down, versions go by their order', () => {
  const planned = (name: string, opens: string, closes: string, released: string) => ({
    name,
    opens: dayOf(opens),
    closes: dayOf(closes),
    released: dayOf(released),
  })
  const versions = [
    planned('karmic', '2026-01-01', '2026-02-01', '2026-04-01'),
    planned('lucid', '2026-04-01', '2026-05-01', '2026-07-01'),
  ]
  const on = (day: string): boolean => isTimeFor('lucid', calendarAt(dayOf(day), { kind: 'dates', versions }, []))
  expect(['2026-01-15', '2026-02-02', '2026-04-15'].map(on)).toEqual([false, true, true])
})
