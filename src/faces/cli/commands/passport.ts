/** `tributary passport | statistics`. */
import { statisticsLines } from '../../../base/text/statistics-lines.ts'
import { passportOf } from '../../../pipeline/passports/passport.ts'
import { windowStatistics } from '../../../pipeline/passports/window-statistics.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { passportJson, statisticsJson } from '../print/passport-json.ts'
import { passportText } from '../print/passport-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function passport(args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const answer = await passportOf(theWorkspace(machine, options), machine, args[0] ?? '')
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json(passportJson(answer))
  for (const line of passportText(answer, screen.colours)) screen.line(line)
}

export async function statistics(args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const counted = await windowStatistics(theWorkspace(machine, options), machine, args[0])
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json(statisticsJson(counted))
  for (const line of statisticsLines(counted)) screen.line(line)
}
