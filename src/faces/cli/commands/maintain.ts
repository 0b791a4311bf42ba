/** `tributary maintain | reindex`. */
import { count } from '../../../base/text/count.ts'
import { maintain as maintainIt, reindex as reindexIt } from '../../../pipeline/maintain.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { makeScreen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function maintain(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const untagged = await maintainIt(theWorkspace(machine, options), machine)
  const screen = makeScreen(options)
  screen.line('The record is repacked, and its commit-graph is fresh.')
  if (untagged.length > 0)
    screen.line(
      `${count(untagged.length, 'tag')} of replaced releases ${untagged.length === 1 ? 'is' : 'are'} past keeping and gone; the releases are still on record.`,
    )
}

export async function reindex(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const releases = await reindexIt(theWorkspace(machine, options), machine)
  makeScreen(options).line(`The index was made anew from ${releases} ${releases === 1 ? 'release' : 'releases'}.`)
}
