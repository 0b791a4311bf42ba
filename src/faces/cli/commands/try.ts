/** `tributary try`. */
import { splitSource } from '../../../pipeline/source.ts'
import { tryBranch } from '../../../pipeline/try.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { EXIT } from '../exit.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { makeScreen } from '../print/screen.ts'
import { trialJson } from '../print/trial-json.ts'
import { trialText } from '../print/trial-text.ts'
import type { Options } from '../options.ts'

export async function tryIt(args: readonly string[], options: Options): Promise<void> {
  const [text] = args
  if (text === undefined) throw usageError('no branch was named', 'Write: tributary try <url or path>#<branch>')
  const machine = makeMachine()
  const as = options['as'] === undefined ? undefined : String(options['as'])
  const source = splitSource(text)
  const trial = await tryBranch(theWorkspace(machine, options), machine, { source, as })
  const screen = makeScreen(options)
  if (options['json'] === true) screen.json(trialJson(trial))
  else for (const line of trialText(trial, { source, as }, screen.colours)) screen.line(line)
  process.exitCode = exitCode(trial.outcome.kind)
}

/** A branch with nothing new in it merges; one that cannot be had is the world's doing. */
function exitCode(kind: Awaited<ReturnType<typeof tryBranch>>['outcome']['kind']): number {
  if (kind === 'merged' || kind === 'already-in' || kind === 'empty') return EXIT.done
  return kind === 'unreachable' || kind === 'gone' ? EXIT.worldFailed : EXIT.no
}
