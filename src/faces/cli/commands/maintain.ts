/** `tributary maintain | reindex`. */
import { maintain as maintainIt, reindex as reindexIt } from '../../../pipeline/maintain.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { makeScreen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function maintain(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  await maintainIt(theWorkspace(machine, options), machine)
  makeScreen(options).line('The record is repacked, and its commit-graph is fresh.')
}

export async function reindex(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const releases = await reindexIt(theWorkspace(machine, options), machine)
  makeScreen(options).line(`The index was made anew from ${releases} ${releases === 1 ? 'release' : 'releases'}.`)
}
