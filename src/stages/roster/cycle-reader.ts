/** Reads `[cycle]`: how the project counts its versions, and whether people are reminded of it. */
import type { CycleSettings, PlannedVersion, Rhythm } from '../../base/model/cycle.ts'
import { type Instant, startOfDay } from '../../base/model/instant.ts'
import { unreachable } from '../../base/std/assert.ts'
import { isPlainLine } from '../../base/text/printable.ts'
import { oneOf } from './checks.ts'
import type { Check, TableReader } from './table-reader.ts'

const RHYTHMS = ['tags', 'dates', 'train'] as const

export const DEFAULT_TAG_PREFIX = 'v'

/** A week before is when the last of what a window is for comes in. */
export const DEFAULT_REMIND_DAYS = 7

/** A year: nobody remembers what they were told so early. */
const REMIND_DAYS_MAX = 365

/** Days between two trains: some leave every ten years. */
const TRAIN_DAYS_MAX = 3650

/** Undefined without the table: then nobody is reminded of anything. */
export function readCycle(reader: TableReader, isThere: boolean): CycleSettings | undefined {
  const kind = (reader.text('rhythm', oneOf(RHYTHMS)) ?? 'tags') as Rhythm['kind']
  const settings = {
    rhythm: readRhythm(reader, kind),
    reminders: reader.truth('reminders') ?? true,
    remindDays: reader.wholeNumber('remind_days', { from: 1, to: REMIND_DAYS_MAX }) ?? DEFAULT_REMIND_DAYS,
  }
  reader.refuseUnknown()
  return isThere ? settings : undefined
}

/** Keys of another rhythm are refused, so that none is taken to have an effect. */
function readRhythm(reader: TableReader, kind: Rhythm['kind']): Rhythm {
  switch (kind) {
    case 'dates':
      return { kind, versions: readVersions(reader) }
    case 'train':
      return readTrain(reader)
    case 'tags':
      return { kind, prefix: reader.text('tag_prefix', checkTagPrefix) ?? DEFAULT_TAG_PREFIX }
    default:
      return unreachable(kind)
  }
}

function readVersions(reader: TableReader): PlannedVersion[] {
  const tables = reader.tables('versions')
  if (tables.length === 0 && !reader.has('versions'))
    reader.require('versions', 'Once for each: [[cycle.versions]] with name, opens, closes and released.')
  return tables.map((table, at) => {
    for (const key of ['name', 'opens', 'closes', 'released'])
      table.require(key, `Under [[cycle.versions]]: ${VERSION_EXAMPLE}`)
    const version = {
      name: table.text('name', checkVersionName) ?? '',
      opens: readDay(table, 'opens'),
      closes: readDay(table, 'closes'),
      released: readDay(table, 'released'),
    }
    table.refuseUnknown()
    noteDisorder(table, version, at === 0 ? undefined : tables[at - 1])
    return version
  })
}

const VERSION_EXAMPLE = 'name = "26.04", opens = "2026-01-12", closes = "2026-02-16", released = "2026-04-23"'

/** Days that are faulty by themselves are at the beginning of time here, and told of already. */
function noteDisorder(
  table: TableReader,
  { opens, closes, released }: PlannedVersion,
  before: TableReader | undefined,
): void {
  const days = [opens, closes, released].map(({ epochSeconds }) => epochSeconds)
  if (days.includes(0)) return
  if (closes.epochSeconds < opens.epochSeconds)
    table.fault('closes', { why: 'is before the window opens', hint: 'Write: opens, then closes, then released.' })
  if (released.epochSeconds < closes.epochSeconds)
    table.fault('released', { why: 'is before the window closes', hint: 'Write: opens, then closes, then released.' })
  const earlier = before && startOfDay(before.text('opens') ?? '')
  if (earlier && earlier.epochSeconds >= opens.epochSeconds)
    table.fault('opens', { why: 'is not after the version before it opens', hint: 'Versions stand in their order.' })
}

function readTrain(reader: TableReader): Rhythm {
  for (const key of ['first', 'opens', 'every_days', 'window_days'])
    reader.require(key, 'Under [cycle]: first = "v1.20", opens = "2026-01-12", every_days = 42, window_days = 14')
  const everyDays = reader.wholeNumber('every_days', { from: 1, to: TRAIN_DAYS_MAX }) ?? TRAIN_DAYS_MAX
  return {
    kind: 'train',
    first: reader.text('first', checkTrainName) ?? '',
    opens: readDay(reader, 'opens'),
    everyDays,
    windowDays: reader.wholeNumber('window_days', { from: 0, to: everyDays }) ?? 0,
  }
}

function readDay(reader: TableReader, key: string): Instant {
  return startOfDay(reader.text(key, checkDay) ?? '') ?? { epochSeconds: 0, zoneMinutes: 0 }
}

const checkDay: Check = (text) =>
  startOfDay(text) === undefined
    ? { why: 'is no day', hint: 'Year, month and day, in quotes: "2026-01-12".' }
    : undefined

/** Longest name of a version: it stands in the subjects of mails. */
const NAME_LENGTH_MAX = 40

const checkVersionName: Check = (text) =>
  text.trim() !== '' && text.length <= NAME_LENGTH_MAX && isPlainLine(text)
    ? undefined
    : {
        why: 'cannot be the name of a version',
        hint: `One line of at most ${NAME_LENGTH_MAX} characters, such as "v4.15".`,
      }

const checkTrainName: Check = (text) =>
  /\d{1,9}\D*$/.test(text)
    ? checkVersionName(text)
    : { why: 'has no number that could be counted on', hint: 'Such as "v1.20": the next is v1.21.' }

/** Tags are ref names, so what cannot stand in one can never be found. */
const checkTagPrefix: Check = (text) =>
  /^[A-Za-z0-9._/+-]{0,40}$/.test(text)
    ? undefined
    : { why: 'cannot be the beginning of a tag', hint: 'What stands before the numbers: "v" for v4.15, "" for 4.15.' }
