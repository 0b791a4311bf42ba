#!/usr/bin/env node
/** The command line: names every command, and loads the one that was asked for. */
import { bearClosedPipes } from './closed-pipe.ts'
import { makeProgram } from './program.ts'
import { tell } from './failure.ts'
import { stop, stopOnSignals, tellStopped } from './stop.ts'

bearClosedPipes([process.stdout, process.stderr])
stopOnSignals()
try {
  await makeProgram().parseAsync(process.argv)
} catch (error) {
  if (!stop.aborted) process.exitCode = tell(error)
}
if (stop.aborted) process.exitCode = tellStopped()
