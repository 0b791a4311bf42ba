/** `tributary cycle`. */
import { arrivalsInWindow } from '../../../pipeline/arrivals-in-window.ts'
import { calendarOf } from '../../../pipeline/cycle.ts'
import { look } from '../../../pipeline/look.ts'
import { rosterOf } from '../../../pipeline/roster.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { endOfDay } from '../end-of-day.ts'
import { cycleJson } from '../print/cycle-json.ts'
import { arrivalLines, cycleText } from '../print/cycle-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function cycle(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const now = endOfDay(options['at']) ?? machine.clock()
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
