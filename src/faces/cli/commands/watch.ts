/** `tributary watch`. */
import { setTimeout as sleep } from 'node:timers/promises'
import { OperatingError, usageError } from '../../../base/std/operating-error.ts'
import { gatedRun } from '../../../pipeline/gated-run.ts'
import { tell } from '../failure.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { releaseText } from '../print/release-text.ts'
import { makeScreen } from '../print/screen.ts'
import type { Options } from '../options.ts'
import { stop } from '../stop.ts'

/** How often the trees are looked at unless said otherwise. */
const EVERY_DEFAULT = '5m'

/** Runs until it is stopped. What fails once is said and tried again: a full disk or a busy record is not the end of a watch. */
export async function watch(_args: readonly string[], options: Options): Promise<void> {
  const every = milliseconds(String(options['every'] ?? EVERY_DEFAULT))
  const screen = makeScreen(options)
  for (;;) {
    const machine = makeMachine()
    try {
      const workspace = theWorkspace(machine, options)
      await gatedRun(workspace, machine, {
        offline: false,
        dryRun: false,
        at: undefined,
        asksGates: true,
        released: ({ outcome }) => {
          if (outcome.kind === 'released')
            for (const line of releaseText(outcome.release, screen.colours)) screen.line(line)
        },
      })
    } catch (error) {
      if (stop.aborted) throw error
      if (options['once'] === true || !(error instanceof OperatingError) || error.code === 'config-invalid') throw error
      tell(error)
    }
    if (options['once'] === true) return
    await sleep(every, undefined, { signal: stop })
  }
}

function milliseconds(text: string): number {
  const match = /^(\d+)(s|m|h)$/.exec(text)
  const factor = { s: 1000, m: 60_000, h: 3_600_000 }[match?.[2] ?? '']
  const count = Number(match?.[1])
  if (factor === undefined || count === 0)
    throw usageError(`${JSON.stringify(text)} is no duration`, 'Write it as 30s, 5m or 1h.')
  return count * factor
}
