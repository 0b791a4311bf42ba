/** `tributary resolve`. */
import type { Take } from '../../../base/model/settling.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { count } from '../../../base/text/count.ts'
import { type Begun, beginResolve, finishResolve, type Resolved } from '../../../pipeline/resolve.ts'
import { proposalFile } from '../../../pipeline/resolve/lay-out.ts'
import type { Taking } from '../../../pipeline/resolve/taking.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { proposalJson, proposalLines } from '../print/proposals.ts'
import { resolutionJson } from '../print/resolution-json.ts'
import { tellOutcome } from '../print/outcome-text.ts'
import { makeScreen, safe, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'
import { fixOf } from './fix.ts'

export async function resolve(args: readonly string[], options: Options): Promise<void> {
  const [name = ''] = args
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  const screen = makeScreen(options)
  if (typeof options['fix'] === 'string') return fixOf(name, options['fix'], options)
  const taking = wanted(options)
  if (taking === undefined) {
    const begun = await beginResolve(workspace, machine, name)
    return options['json'] === true ? screen.json(begunJson(begun)) : tellBegun(screen, begun)
  }
  const resolved = await finishResolve(workspace, machine, name, taking, reason(options))
  if (options['json'] === true)
    return screen.json({ resolution: resolutionJson(resolved.resolution), foreign: resolved.foreign })
  tellResolved(screen, resolved)
}

/** What is taken; undefined when the conflict is only to be laid out. */
function wanted(options: Options): Taking | undefined {
  const { take, from } = options
  const asked = [
    ...(options['done'] === true ? [{ kind: 'edited' } as const] : []),
    ...(options['delete'] === true ? [{ kind: 'deleted' } as const] : []),
    ...(typeof take === 'string' ? [taken(take)] : []),
    ...(typeof from === 'string' ? [{ kind: 'commit', name: from } as const] : []),
  ]
  const [only, another] = asked
  if (another !== undefined)
    throw usageError('several answers at once', 'Give one of --done, --take, --from and --delete.')
  return only
}

function taken(text: string): Taking {
  const [, place] = /^proposal:(\d{1,3})$/.exec(text) ?? []
  if (place !== undefined) return { kind: 'proposal', place: Number(place) }
  if (text === 'ours' || text === 'theirs' || text === 'union') return { kind: 'side', take: text satisfies Take }
  throw usageError(`nothing is called ${JSON.stringify(text)}`, 'Write: --take ours, theirs, union or proposal:1')
}

function reason({ why }: Options): string {
  if (typeof why === 'string' && why.trim() !== '') return why
  throw usageError('--why is missing', 'A resolution is recorded with its reason: --why "both are wanted"')
}

const LAID_OUT = {
  fresh: 'It is laid out in',
  'edited-before': 'What you edited stays as it is; to begin anew, remove',
  nothing: 'No lines clash. Its versions are laid out in',
} as const

function tellBegun(screen: Screen, { subject, folder, file, state, proposals }: Begun): void {
  const id = subject.conflict.slice(0, 12)
  screen.line(`${screen.colours.bold(safe(showPath(subject.path)))}: ${subject.kind}`)
  screen.line(`\n${LAID_OUT[state]} ${folder}`)
  screen.line(`  the file to edit:    ${file}${state === 'nothing' ? ', once you have put it there' : ''}`)
  screen.line('  beside it:           its versions, .base, .ours and .theirs, and CONFLICT, with what the commits say')
  if (proposals.length > 0) {
    screen.line('  what is proposed:    .proposal-1 and so on, each the whole file')
    screen.line('\nProposals:\n')
    for (const line of proposalLines(proposals)) screen.line(line)
  }
  screen.line('\nWhen it is as it should be:')
  screen.line(`  tributary resolve ${id} --done --why "…"`)
  screen.line('or, without editing:')
  const first = proposals.length > 0 ? 'proposal:1' : 'theirs'
  screen.line(`  tributary resolve ${id} --take ${first} --why "…"`)
}

function tellResolved(screen: Screen, { resolution, foreign, report }: Resolved): void {
  screen.line(`Recorded as resolution ${resolution.id}.`)
  if (foreign.length > 0) {
    screen.line(`\n${count(foreign.length, 'line')} that no version has:`)
    for (const line of foreign) screen.line(`  ${safe(line)}`)
  }
  tellOutcome(
    screen,
    report,
    resolution.files.map(({ conflict }) => conflict),
  )
}

function begunJson({ subject, folder, file, state, proposals }: Begun) {
  return {
    conflict: subject.conflict,
    path: showPath(subject.path),
    kind: subject.kind,
    folder,
    file,
    state,
    proposals: proposals.map((proposal, place) => proposalJson(proposal, proposalFile({ folder, file }, place))),
  }
}
