/** `tributary init`. */
import { parseContact } from '../../../base/text/contact.ts'
import type { Person } from '../../../base/model/person.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { initFrom } from '../../../pipeline/init-from.ts'
import { initWorkspace } from '../../../pipeline/init.ts'
import { makeMachine } from '../machine.ts'
import { count } from '../../../base/text/count.ts'
import { sshFilesOf } from '../ssh-files.ts'
import { makeScreen } from '../print/screen.ts'
import { whoeverYouAre } from '../you.ts'
import type { Options } from '../options.ts'

export async function init(args: readonly string[], options: Options): Promise<void> {
  const [dir = '.'] = args
  const machine = makeMachine()
  const screen = makeScreen(options)
  const { upstream, from } = options
  if (typeof from === 'string') {
    refuseBesideFrom(options)
    const made = await initFrom(machine, dir, from, { ssh: sshFilesOf(options) })
    screen.line(`Took up the record of ${from} in ${made.dir}.`)
    if (made.left > 0) screen.line(`Left there: ${count(made.left, 'ref')} of other names than a record has.`)
    screen.line(
      'Its last roster came along: read tributary.toml before the first run, it says where to fetch and push.',
    )
    screen.line('Next, in that folder: tributary status')
    return
  }
  if (typeof upstream !== 'string')
    throw usageError(
      '--upstream is missing',
      'Say where upstream is: --upstream https://example.org/project.git#main. A mirror of another record is taken up with --from.',
    )
  const integrator = options['integrator']
  const made = await initWorkspace(machine, dir, {
    upstream,
    name: text(options['name']),
    upstreamName: text(options['upstreamName']),
    integrator: typeof integrator === 'string' ? readPerson(integrator) : whoeverYouAre(),
  })
  screen.line(`Made a workspace in ${made.dir}: tributary.toml is the roster, record.git the record.`)
  if (made.allowedFile)
    screen.line(
      'Upstream is a local repository, so "file" was added to [fetch] schemes: local paths may be fetched from.',
    )
  if (integrator === undefined) screen.line('Set the integrator in tributary.toml: merges and mails bear that name.')
  screen.line('Next, in that folder: tributary trees add <name> <url>#<branch>, then: tributary run')
}

/** A record comes with its roster, which says all this already. */
function refuseBesideFrom(options: Options): void {
  const beside = ['upstream', 'name', 'upstreamName', 'integrator'].find((name) => options[name] !== undefined)
  if (beside === undefined) return
  throw usageError(
    `--${beside === 'upstreamName' ? 'upstream-name' : beside} cannot be given with --from`,
    'The record brings its last roster along. Leave it out, and edit tributary.toml afterwards.',
  )
}

function readPerson(contact: string): Person {
  const read = parseContact(contact)
  if (read.kind === 'refused')
    throw usageError(`${JSON.stringify(contact)} ${read.why}`, 'Write it as "Name <address@example.org>".')
  return read.person
}

function text(option: string | boolean | undefined): string | undefined {
  return typeof option === 'string' ? option : undefined
}
