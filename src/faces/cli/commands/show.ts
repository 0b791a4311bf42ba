/** `tributary show`. */
import { findRelease, look } from '../../../pipeline/look.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { releaseJson } from '../print/release-json.ts'
import { releaseText } from '../print/release-text.ts'
import { makeScreen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function show(args: readonly string[], options: Options): Promise<void> {
  await using looked = await look(theWorkspace(makeMachine(), options))
  const release = await findRelease(looked.runs, args[0])
  const screen = makeScreen(options)
  if (options['json'] === true) screen.json(releaseJson(release, undefined))
  else for (const line of releaseText(release, screen.colours)) screen.line(line)
}
