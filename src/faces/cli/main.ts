/** The command line: names every command, and loads the one that was asked for. */
import { bearClosedPipes } from './closed-pipe.ts'
import { makeProgram } from './program.ts'
import { runUntilStopped } from './stop.ts'

bearClosedPipes([process.stdout, process.stderr])
void runUntilStopped(() => makeProgram().parseAsync(process.argv))
