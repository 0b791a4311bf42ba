/** Turns what went wrong into words for the terminal and an exit code for scripts. */
import { CommanderError } from 'commander'
import { OurBug } from '../../base/std/assert.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { printable } from '../../base/text/printable.ts'
import { EXIT } from './exit.ts'

/** Says what happened, why, and what to do; returns the exit code. */
export function tell(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage
  if (error instanceof OperatingError) {
    say(`tributary: ${error.message}`)
    if (error.hint !== '')
      say(
        error.hint
          .split('\n')
          .map((line) => `  ${line}`)
          .join('\n'),
      )
    return error.code === 'usage' || error.code === 'config-invalid' ? EXIT.usage : EXIT.worldFailed
  }
  const failure = error instanceof Error ? error : new Error(String(error))
  const code = (failure as NodeJS.ErrnoException).code
  if (!(failure instanceof OurBug) && code !== undefined && /^E[A-Z]+$/.test(code)) {
    say(`tributary: ${failure.message}`)
    say(
      '  The system refused this. Check permissions and free space, and run the command again: what was published stays.',
    )
    return EXIT.worldFailed
  }
  say(`tributary: this is a mistake of ours, not yours: ${failure.message}`)
  say(failure.stack ?? '')
  say('  Please report it with the lines above. The last release is untouched.')
  return EXIT.ourBug
}

function say(text: string): void {
  process.stderr.write(`${printable(text)}\n`)
}
