/** `tributary cycle`. */
import { daysLater, type Instant, startOfDay } from '../../../base/model/instant.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { arrivalsInWindow } from '../../../pipeline/arrivals-in-window.ts'
import { calendarOf } from '../../../pipeline/cycle.ts'
import { look } from '../../../pipeline/look.ts'
import { rosterOf } from '../../../pipeline/roster.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { cycleJson } from '../print/cycle-json.ts'
import { arrivalLines, cycleText } from '../print/cycle-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function cycle(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const now = moment(options['at']) ?? machine.clock()
  const roster = await rosterOf(workspace)
  await using looked = await look(workspace)
  const calendar = await calendarOf(workspace, { roster, upstream: looked.heads.upstream, now })
  // What has come in until today says nothing of another day.
  const arrived =
    options['at'] === undefined ? await arrivalsInWindow(workspace, looked.runs, roster.trees, calendar) : undefined
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json(cycleJson(calendar, arrived, now))
  for (const line of cycleText(calendar, now, screen)) screen.line(line)
  for (const line of arrivalLines(arrived)) screen.line(line)
}

/** The last second of a day: what was tagged on it is there. */
function moment(day: Options[string]): Instant | undefined {
  if (day === undefined) return undefined
  const start = startOfDay(String(day))
  if (start === undefined)
    throw usageError(`${JSON.stringify(day)} is no day`, 'Write year, month and day: --at 2026-01-14')
  const end = daysLater(start, 1)
  return { ...end, epochSeconds: end.epochSeconds - 1 }
}
