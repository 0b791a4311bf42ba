#!/usr/bin/env node
/** The command line: names every command, and loads the one that was asked for. */
import { bearClosedPipes } from './closed-pipe.ts'
import { makeProgram } from './program.ts'
import { tell } from './failure.ts'

bearClosedPipes([process.stdout, process.stderr])
try {
  await makeProgram().parseAsync(process.argv)
} catch (error) {
  process.exitCode = tell(error)
}
