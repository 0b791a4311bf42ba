/** `tributary reproduce`. */
import { isGreen } from '../../../base/model/verdict.ts'
import { printable } from '../../../base/text/printable.ts'
import { howToReproduce, reproduce as reproduceIt } from '../../../pipeline/reproduce.ts'
import { EXIT } from '../exit.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { outcomeWord } from '../print/gate-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function reproduce(args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const screen = makeScreen(options)
  const [beginning = ''] = args
  if (options['run'] !== true) {
    const { commands, verdict } = await howToReproduce(workspace, beginning)
    const text = commands ?? [`tributary reproduce ${verdict.key.slice(0, 12)} --run`]
    for (const line of text) screen.line(printable(line))
    return
  }
  const { outcome, log } = await reproduceIt(workspace, machine, beginning)
  screen.line(printable(log.toString('utf8')).trimEnd())
  screen.line(`It ${outcomeWord(outcome.kind)}.`)
  if (isGreen(outcome) !== true) process.exitCode = EXIT.no
}
