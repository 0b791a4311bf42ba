/** `tributary hand-over` and `tributary hand-overs`. */
import { usageError } from '../../../base/std/operating-error.ts'
import { decide } from '../../../pipeline/decide.ts'
import { followHandOvers, handOversNow } from '../../../pipeline/hand-over/follow.ts'
import { rosterOf } from '../../../pipeline/roster.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { handOverJson, handOverLines } from '../print/hand-over-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function handOver(args: readonly string[], options: Options): Promise<void> {
  const { to, why } = options
  const topics = typeof options['topics'] === 'string' ? options['topics'].split(',').map((name) => name.trim()) : []
  if (topics.length === 0 || typeof to !== 'string')
    throw usageError(
      'it takes --topics and --to',
      'Name what is to go where: tributary hand-over rseq --topics membarrier-x86 --to x86 --why "…"',
    )
  if (typeof why !== 'string' || why.trim() === '')
    throw usageError('--why is missing', 'The reason stands in the mail to the owners: --why "it is their code"')
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const decision = await decide(workspace, machine, { verb: 'hand-over', tree: args[0] ?? '', topics, to }, why)
  const found = await followHandOvers(workspace, machine)
  const { push: pushes } = (await rosterOf(workspace)).publish
  const screen = makeScreen(options)
  screen.line(`Recorded as decision ${decision.id}; every run looks how far it is.`)
  for (const one of found.filter((other) => other.decision.id === decision.id))
    for (const line of handOverLines(one, screen.colours, pushes)) screen.line(line)
}

export async function handOvers(_args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const found = await handOversNow(workspace, machine)
  const { push: pushes } = (await rosterOf(workspace)).publish
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json({ handOvers: found.map(handOverJson) })
  if (found.length === 0) screen.line('Nothing is being handed over.')
  for (const one of found) for (const line of handOverLines(one, screen.colours, pushes)) screen.line(line)
}
