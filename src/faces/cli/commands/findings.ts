/** `tributary findings`. */
import { findingsNow } from '../../../pipeline/findings.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { findingsJson } from '../print/finding-json.ts'
import { findingLines } from '../print/finding-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function findings(args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const now = await findingsNow(theWorkspace(machine, options), machine, args[0])
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json(findingsJson(now))
  for (const line of findingLines(now, screen.colours)) screen.line(line)
}
