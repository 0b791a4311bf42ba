/** `tributary owners`. */
import { ownersOf } from '../../../pipeline/owners.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { ownersJson } from '../print/owners-json.ts'
import { ownersLines } from '../print/owners-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function owners(args: readonly string[], options: Options): Promise<void> {
  const found = await ownersOf(theWorkspace(makeMachine(), options), args[0] ?? '')
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json(ownersJson(found))
  for (const line of ownersLines(found, screen.colours)) screen.line(line)
}
