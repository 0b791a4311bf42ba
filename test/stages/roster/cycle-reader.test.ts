import { expect, test } from 'vitest'
import type { CycleSettings } from '../../../src/base/model/cycle.ts'
import { startOfDay } from '../../../src/base/model/instant.ts'
import { parseRoster } from '../../../src/stages/roster/parse-roster.ts'

const BEFORE = `[project]
name = "linux"
integrator = { name = "The Integrator", email = "integrator@example.org" }
[upstream]
url = "https://example.org/linux.git"
branch = "master"
`

function read(tables: string): CycleSettings | undefined {
  const reading = parseRoster(BEFORE + tables)
  if (reading.kind === 'faulty') throw new Error(reading.faults.map(({ message }) => message).join('\n'))
  return reading.roster.cycle
}

function faults(tables: string): string[] {
  const reading = parseRoster(BEFORE + tables)
  return reading.kind === 'faulty' ? reading.faults.map(({ line, message }) => `${line - 6}: ${message}`) : []
}

test('without the table nobody is reminded; an empty one turns the defaults on', () => {
  expect(read('')).toBeUndefined()
  expect(read('[cycle]\n')).toEqual({ rhythm: { kind: 'tags', prefix: 'v' }, reminders: true, remindDays: 7 })
})

test('every key of a tagged rhythm', () => {
  expect(read('[cycle]\nrhythm = "tags"\ntag_prefix = "llvmorg-"\nreminders = false\nremind_days = 3\n')).toEqual({
    rhythm: { kind: 'tags', prefix: 'llvmorg-' },
    reminders: false,
    remindDays: 3,
  })
})

test('days that are laid down, and a train', () => {
  const dates = read(`[cycle]
rhythm = "dates"
[[cycle.versions]]
name = "26.04"
opens = "2025-11-01"
closes = "2026-02-19"
released = "2026-04-23"
`)
  expect(dates?.rhythm).toMatchObject({ kind: 'dates', versions: [{ name: '26.04', opens: startOfDay('2025-11-01') }] })
  const train = read(
    '[cycle]\nrhythm = "train"\nfirst = "v1.20"\nopens = "2026-01-05"\nevery_days = 42\nwindow_days = 14\n',
  )
  expect(train?.rhythm).toEqual({
    kind: 'train',
    first: 'v1.20',
    opens: startOfDay('2026-01-05'),
    everyDays: 42,
    windowDays: 14,
  })
})

test('what is wrong is told all at once, each thing at its line', () => {
  expect(faults('[cycle]\nrhythm = "weekly"\n')).toEqual(['2: rhythm has a value that is not known'])
  expect(faults('[cycle]\ntag_prefix = "v "\nremind_days = 0\nevery_days = 42\n')).toEqual([
    '2: tag_prefix cannot be the beginning of a tag',
    '3: remind_days is out of range',
    '4: [cycle] has no key "every_days"',
  ])
  expect(faults('[cycle]\nrhythm = "dates"\n')).toEqual(['1: [cycle] lacks versions'])
  expect(
    faults(`[cycle]
rhythm = "dates"
[[cycle.versions]]
name = "26.04"
opens = "2026-02-30"
closes = "2026-02-19"
[[cycle.versions]]
name = "26.10"
opens = "2026-06-01"
closes = "2026-05-01"
released = "2026-04-01"
[[cycle.versions]]
name = "27.04"
opens = "2026-05-01"
closes = "2026-05-02"
released = "2026-05-03"
`),
  ).toEqual([
    '3: [[cycle.versions]] lacks released',
    '5: opens is no day',
    '10: closes is before the window opens',
    '11: released is before the window closes',
    '14: opens is not after the version before it opens',
  ])
  expect(
    faults('[cycle]\nrhythm = "train"\nfirst = "one"\nopens = 2026-01-05\nevery_days = 14\nwindow_days = 15\n'),
  ).toEqual([
    '3: first has no number that could be counted on',
    '4: opens must be text in quotes, but is a date',
    '6: window_days is out of range',
  ])
})
