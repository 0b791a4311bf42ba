/** `tributary resolutions list | show | edit | revoke | why`. */
import { isoDay } from '../../../base/model/instant.ts'
import { short } from '../../../base/model/oid.ts'
import type { SettledSide } from '../../../base/model/resolution.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { oneLine, printable, rawText } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { count } from '../../../base/text/count.ts'
import { sideName } from '../../../base/text/side-name.ts'
import { allOnRecord, findResolution, type OnRecord, revoke as revokeIt, whyIs } from '../../../pipeline/resolutions.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { settledJson } from '../print/release-json.ts'
import { amenderText } from '../print/release-text.ts'
import { onRecordJson, resolutionJson } from '../print/resolution-json.ts'
import { type Colours, columns, makeScreen, safe, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'
import { resolve } from './resolve.ts'

export async function list(_args: readonly string[], options: Options): Promise<void> {
  const { resolutions: all, strange } = await allOnRecord(theWorkspace(makeMachine(), options))
  const shown = options['all'] === true ? all : all.filter((one) => standing(one) === 'in force')
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json({ resolutions: shown.map(onRecordJson), strange })
  if (strange.length > 0) {
    const [first = ''] = strange
    screen.line(
      screen.colours.yellow(
        `Left aside, for they are no resolutions: ${count(strange.length, 'file')} of the record, such as ${first}`,
      ),
    )
  }
  if (shown.length === 0)
    return screen.line(
      all.length === 0
        ? 'No resolution is on record. A conflict is settled with: tributary resolve <conflict>'
        : 'No resolution is in force. Those that were: tributary resolutions list --all',
    )
  for (const line of columns(shown.map((one) => row(one, screen.colours)))) screen.line(line)
}

function row(one: OnRecord, colours: Colours): string[] {
  const { id, files, fixes, by, at, why } = one.resolution
  const paths = [...files, ...fixes].map(({ path }) => fileName(path))
  const [first = ''] = paths
  return [
    colours.bold(id.slice(0, 12)),
    isoDay(at),
    paths.length > 1 ? `${first} and ${paths.length - 1} more` : first,
    files[0]?.kind ?? 'merge fix',
    one.uses.length === 0 ? 'not used yet' : `used in ${count(distinctReleases(one).length, 'release')}`,
    ...(standing(one) === 'in force' ? [] : [colours.yellow(standing(one))]),
    `${oneLine(by.name, 30)}: ${oneLine(why, 60)}`,
  ]
}

export async function show(args: readonly string[], options: Options): Promise<void> {
  const one = await findResolution(theWorkspace(makeMachine(), options), args[0] ?? '')
  const screen = makeScreen(options)
  if (options['json'] === true) return screen.json(onRecordJson(one))
  const { id, files, fixes, sides, origin, by, at, why, supersedes } = one.resolution
  screen.line(`${screen.colours.bold(`resolution ${id}`)}  ${standing(one)}`)
  screen.line(`by ${oneLine(by.name)} <${oneLine(by.email)}> on ${isoDay(at)}: ${oneLine(why, 500)}`)
  if (supersedes !== undefined) screen.line(`in place of ${supersedes}`)
  if (origin.kind === 'imported') screen.line(`rerere's id is ${safe(origin.rerere)}`)
  else screen.line(`between ${sideText(sides.ours)}\nand     ${sideText(sides.theirs)}`)
  for (const file of files) tellFile(screen, file)
  for (const { path } of fixes) screen.line(`\n${safe(showPath(path))}: merge fix`)
  const releases = distinctReleases(one)
  screen.line(releases.length === 0 ? '\nNot used yet.' : `\nUsed in ${usedIn(releases)}.`)
  screen.line(
    `\nIts files stand in the record: git -C record.git ls-tree -r refs/tributary/resolutions ${id.slice(0, 2)}/${id}/`,
  )
}

function tellFile(screen: Screen, file: OnRecord['resolution']['files'][number]): void {
  const { colours } = screen
  screen.line(`\n${fileName(file.path)}: ${file.kind}${file.result.length === 0 ? ', deleted' : ''}`)
  for (const [place, { ours, theirs, result }] of file.hunks.entries()) {
    screen.line(colours.dim(`hunk ${place + 1} of ${file.hunks.length}`))
    for (const line of textLines(ours)) screen.line(colours.red(`- ${line}`))
    for (const line of textLines(theirs)) screen.line(colours.green(`+ ${line}`))
    for (const line of textLines(result)) screen.line(`= ${line}`)
  }
}

/** Lays the conflict out again, with what was made of it; `--done` and the others record what is in its place. */
export async function edit(args: readonly string[], options: Options): Promise<void> {
  const { resolution } = await findResolution(theWorkspace(makeMachine(), options), args[0] ?? '')
  await resolve([resolution.id], options)
}

export async function revoke(args: readonly string[], options: Options): Promise<void> {
  const { why } = options
  if (typeof why !== 'string' || why.trim() === '')
    throw usageError('--why is missing', 'It is revoked with a reason: --why "it loses the lock"')
  const machine = makeMachine()
  const { resolution, uses, report } = await revokeIt(theWorkspace(machine, options), machine, args[0] ?? '', why)
  const screen = makeScreen(options)
  const open = (report?.outcome.release.record.conflicts ?? []).filter(({ settled }) => settled === undefined)
  if (options['json'] === true) {
    return screen.json({
      revoked: resolutionJson(resolution),
      uses: uses.map(({ release, tree, path }) => ({ release, tree, path: showPath(path) })),
      open: report === undefined ? null : open.map(({ id }) => id),
    })
  }
  screen.line(`Revoked ${resolution.id}. From the next run on nothing is settled by it.`)
  if (uses.length === 0) screen.line('No release was made with it.')
  else screen.line(`Releases made with it: ${usedIn([...new Set(uses.map(({ release }) => release))])}.`)
  for (const { id, path, tree } of open)
    screen.line(`  ${id.slice(0, 12)}  ${safe(showPath(path))} of the ${tree} tree is open`)
  screen.line('A release without it is made by: tributary run --offline')
}

export async function why(args: readonly string[], options: Options): Promise<void> {
  const [releaseName = '', path = ''] = args
  const { release, settled } = await whyIs(theWorkspace(makeMachine(), options), releaseName, path)
  const screen = makeScreen(options)
  if (options['json'] === true)
    return screen.json({
      release: release.name,
      path,
      settled: settled.map(({ tree, settled: one }) => ({ tree, ...settledJson(one) })),
    })
  if (settled.length === 0)
    return screen.line(`In ${release.name} ${safe(path)} is as git merged it: nothing on record had to settle it.`)
  for (const { tree, settled: one } of settled)
    screen.line(`merging the ${tree} tree: ${one.by.map(amenderText).join(', ')}`)
  screen.line('\nOne of them whole: tributary resolutions show <id>')
}

function standing({ withdrawal, retired, supersededBy }: OnRecord): string {
  if (withdrawal !== undefined) return withdrawal.kind
  if (retired) return 'retired'
  return supersededBy === undefined ? 'in force' : `superseded by ${supersededBy.slice(0, 12)}`
}

/** rerere does not keep the name of a file. */
function fileName(path: string): string {
  return path === '' ? 'any file' : safe(showPath(path))
}

function distinctReleases({ uses }: OnRecord): string[] {
  return [...new Set(uses.map(({ release }) => release))]
}

/** Most releases named in one line. */
const RELEASES_SHOWN = 10

function usedIn(releases: readonly string[]): string {
  const more = releases.length - RELEASES_SHOWN
  return `${releases.slice(-RELEASES_SHOWN).join(', ')}${more > 0 ? ` and ${count(more, 'earlier one')}` : ''}`
}

function sideText({ tree, commits }: SettledSide): string {
  const from = sideName(tree)
  const named = commits.map(({ commit, subject }) => `${short(commit)} ("${oneLine(subject)}")`)
  return named.length === 0 ? from : `${named.join(', ')} from ${from}`
}

function textLines(text: string): string[] {
  return text === '' ? [] : printable(rawText(text)).replace(/\n$/, '').split('\n')
}
