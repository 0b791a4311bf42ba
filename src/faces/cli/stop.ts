/** Ctrl-C, and being told to end: what git does is ended, and everything that was under way clears up behind itself. */
import { setMaxListeners } from 'node:events'
import { constants } from 'node:os'
import { tell } from './failure.ts'

/** Longest that clearing up may take, in milliseconds. The largest throw-away repository, of a first fetch, is removed in two seconds. */
const CLEARING_MS = 15_000

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

type StopSignal = (typeof SIGNALS)[number]

const stopping = new AbortController()
// Every git that runs listens.
setMaxListeners(0, stopping.signal)

/** Aborted once the process is to end; its reason is the signal's name. */
export const stop: AbortSignal = stopping.signal

/** Does a program's work, until it is done, fails or is stopped; the exit code tells which. A second signal ends the process on the spot. */
export async function runUntilStopped(work: () => Promise<unknown>): Promise<void> {
  for (const name of SIGNALS) process.once(name, () => begin(name))
  try {
    await work()
  } catch (error) {
    if (!stop.aborted) process.exitCode = tell(error)
  }
  if (stop.aborted) process.exitCode = tellStopped()
}

function begin(name: StopSignal): void {
  if (stop.aborted) return
  stopping.abort(name)
  // What was asked for and is no longer waited for fails too: that is no news.
  process.on('unhandledRejection', () => undefined)
  setTimeout(() => process.exit(exitCode(name)), CLEARING_MS).unref()
}

/** Says that it was stopped, and returns the exit code by which shells know the signal. */
function tellStopped(): number {
  const name = stop.reason as StopSignal
  process.stderr.write(`tributary: stopped by ${name}; what was published stays, and nothing else is left behind\n`)
  return exitCode(name)
}

function exitCode(name: StopSignal): number {
  return 128 + constants.signals[name]
}
