/** `tributary trees …`. */
import { count } from '../../../base/text/count.ts'
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { formatPerson } from '../../../base/model/person.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { oneLine } from '../../../base/text/printable.ts'
import { whyUnreadable } from '../../../base/std/unreadable.ts'
import { addToRoster, importIntoRoster, moveInRoster, readRosterOf, removeFromRoster } from '../../../pipeline/trees.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { NO_TREES } from '../print/no-trees.ts'
import { columns, makeScreen, safe } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function list(_args: readonly string[], options: Options): Promise<void> {
  const { roster, warnings } = await readRosterOf(theWorkspace(makeMachine(), options))
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json({ upstream: roster.upstream, trees: roster.trees, warnings })
  const rows = roster.trees.map((tree) => [
    tree.name,
    tree.kind,
    tree.group ?? '',
    `${safe(tree.url)}#${safe(tree.branch)}`,
    tree.contacts.map((contact) => safe(formatPerson(contact))).join(', '),
  ])
  for (const line of columns(rows)) screen.line(line)
  const fixes = roster.trees.filter((tree) => tree.kind === 'fixes').length
  if (roster.trees.length === 0) return screen.line(NO_TREES)
  screen.line(`${count(roster.trees.length, 'tree')} on ${safe(roster.upstream.name)}, ${fixes} of them for fixes.`)
  for (const warning of warnings) screen.line(`warning: ${warning}`)
}

export async function add(args: readonly string[], options: Options): Promise<void> {
  const [name = '', source = ''] = args
  const kind = text(options['kind'])
  if (kind !== undefined && kind !== 'fixes' && kind !== 'next')
    throw usageError(`${JSON.stringify(kind)} is no kind of tree`, 'Kinds are: fixes, next.')
  const contacts = text(options['contact'])
    ?.split(',')
    .map((contact) => contact.trim())
  const added = await addToRoster(theWorkspace(makeMachine(), options), {
    name,
    source,
    kind,
    contacts,
    group: text(options['group']),
    before: text(options['before']),
    after: text(options['after']),
  })
  makeScreen(options).line(
    `Added ${added.name} at place ${added.place} of ${added.of}, as a ${added.kind} tree${added.guessed ? ' by its name (--kind says otherwise)' : ''}.`,
  )
}

export async function remove(args: readonly string[], options: Options): Promise<void> {
  const [name = ''] = args
  await removeFromRoster(theWorkspace(makeMachine(), options), name)
  makeScreen(options).line(`Removed ${name} from the roster. What was fetched of it stays in the record.`)
}

export async function move(args: readonly string[], options: Options): Promise<void> {
  const [name = ''] = args
  const before = text(options['before'])
  const after = text(options['after'])
  if ((before === undefined) === (after === undefined))
    throw usageError('say where to: either --before or --after', 'Such as: tributary trees move net --after usb')
  await moveInRoster(
    theWorkspace(makeMachine(), options),
    name,
    before === undefined ? { after: after ?? '' } : { before },
  )
  makeScreen(options).line(`Moved ${name}.`)
}

export async function importFile(args: readonly string[], options: Options): Promise<void> {
  const [file = ''] = args
  const imported = await importIntoRoster(theWorkspace(makeMachine(), options), await readText(file))
  const screen = makeScreen(options)
  for (const note of imported.notes) screen.line(`${safe(basename(file))}:${note.line}: ${safe(note.message)}`)
  screen.line(
    imported.added === 0
      ? 'Imported no tree: the file names none that is new, in the format of linux-next’s Next/Trees.'
      : `Imported ${count(imported.added, 'tree')}. Kinds are guessed from names: see the comments in tributary.toml.`,
  )
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw usageError(
      `cannot read ${JSON.stringify(oneLine(file))}: ${whyUnreadable(error)}`,
      'Name a file in the format of linux-next’s Next/Trees.',
    )
  }
}

function text(option: string | boolean | undefined): string | undefined {
  return typeof option === 'string' ? option : undefined
}
