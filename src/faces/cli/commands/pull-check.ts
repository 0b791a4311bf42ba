/** `tributary pull-check`. */
import { existsSync, readFileSync, statSync } from 'node:fs'
import { usageError } from '../../../base/std/operating-error.ts'
import { pullCheck as check } from '../../../pipeline/pull-check/pull-check.ts'
import type { PullQuestion } from '../../../pipeline/pull-check/subject.ts'
import { EXIT } from '../exit.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import type { Options } from '../options.ts'
import { pullCheckJson } from '../print/pull-check-json.ts'
import { pullCheckMarkdown, pullCheckText } from '../print/pull-check-text.ts'
import { makeScreen } from '../print/screen.ts'

export async function pullCheck(args: readonly string[], options: Options): Promise<void> {
  const [text] = args
  if (text === undefined)
    throw usageError('nothing was named', 'Write: tributary pull-check <range, <url>#<branch>, or a mail’s file>')
  const machine = makeMachine()
  const as = options['as'] === undefined ? undefined : String(options['as'])
  const found = await check(theWorkspace(machine, options), machine, questionOf(text), as)
  const screen = makeScreen(options)
  if (options['json'] === true) screen.json(pullCheckJson(found))
  else
    for (const line of options['markdown'] === true ? pullCheckMarkdown(found) : pullCheckText(found)) screen.line(line)
  process.exitCode = found.verdict.pull ? EXIT.done : EXIT.no
}

/** Most of a mail that is read: a request with its diffstat is a few kilobytes. */
const MAIL_MAX_BYTES = 4 * 1024 * 1024

function questionOf(text: string): PullQuestion {
  if (text === '-') return { kind: 'mail', text: mailIn(0) }
  if (text.includes('#')) return { kind: 'branch', text }
  if (existsSync(text) && statSync(text).isFile()) {
    if (statSync(text).size > MAIL_MAX_BYTES)
      throw usageError(`${text} is too large for a mail`, 'Is it the right file?')
    return { kind: 'mail', text: mailIn(text) }
  }
  return { kind: 'range', text }
}

function mailIn(file: string | 0): string {
  return readFileSync(file, 'utf8').slice(0, MAIL_MAX_BYTES)
}
