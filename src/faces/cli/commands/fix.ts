/** `tributary fix add`, and what `resolve --fix` shares with it. */
import { readFile } from 'node:fs/promises'
import { usageError } from '../../../base/std/operating-error.ts'
import { whyUnreadable } from '../../../base/std/unreadable.ts'
import { count } from '../../../base/text/count.ts'
import { addFix, type FixWish } from '../../../pipeline/fix/add-fix.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { resolutionJson } from '../print/resolution-json.ts'
import { makeScreen, safe } from '../print/screen.ts'
import type { Options } from '../options.ts'
import { tellOutcome } from '../print/outcome-text.ts'

export async function fixAdd([on = '', source = '']: readonly string[], options: Options): Promise<void> {
  const patch = await readIfThere(source)
  const edit = patch === undefined ? ({ kind: 'commit', name: source } as const) : ({ kind: 'patch', patch } as const)
  await add(on, edit, options)
}

/** `resolve <tree> --fix <patch>`: a file only. */
export async function fixOf(tree: string, path: string, options: Options): Promise<void> {
  const patch = await readIfThere(path)
  if (patch === undefined)
    throw usageError(`${safe(path)} cannot be read: there is no such file`, 'Name a file with what git diff prints.')
  await add(tree, { kind: 'patch', patch }, options)
}

async function add(on: string, edit: FixWish['edit'], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const screen = makeScreen(options)
  const others = typeof options['with'] === 'string' ? options['with'].split(',').map((one) => one.trim()) : []
  const { resolution, tree, isTriedAgain, report } = await addFix(workspace, machine, {
    on,
    with: others,
    edit,
    why: reason(options),
  })
  if (options['json'] === true)
    return screen.json({ resolution: resolutionJson(resolution), tree, triedAgain: isTriedAgain })
  screen.line(
    `Recorded as merge fix ${resolution.id}, of ${count(resolution.fixes.length, 'file')}: it goes with the merge of the ${tree} tree.`,
  )
  if (isTriedAgain)
    screen.line(`The ${tree} tree had been given up for a gate; the next run tries it again, with the fix.`)
  tellOutcome(screen, report)
}

function reason({ why }: Options): string {
  if (typeof why === 'string' && why.trim() !== '') return why
  throw usageError('--why is missing', 'A fix is recorded with its reason: --why "net renamed old_name()"')
}

/** Undefined where there is no such file. */
async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path === '-' ? (0 as never) : path)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined
    throw usageError(
      `${safe(path)} cannot be read: ${whyUnreadable(cause)}`,
      'Name a file with what git diff prints, or a commit.',
    )
  }
}
