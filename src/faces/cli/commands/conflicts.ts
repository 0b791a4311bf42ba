/** `tributary conflicts`. */
import type { BlamedCommit, Conflict } from '../../../base/model/conflict.ts'
import type { TreeName } from '../../../base/model/names.ts'
import { short } from '../../../base/model/oid.ts'
import type { Release } from '../../../base/model/run.ts'
import { usageError } from '../../../base/std/operating-error.ts'
import { oneLine, printable, rawText } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import { sideName } from '../../../base/text/side-name.ts'
import { openIndex } from '../../../pipeline/ground.ts'
import { findRelease, type Look, look } from '../../../pipeline/look.ts'
import type { Workspace } from '../../../pipeline/workspace.ts'
import type { Proposal } from '../../../memory/resolutions/propose/proposal.ts'
import { proposalsForConflict } from '../../../pipeline/resolve/proposals.ts'
import { makeMachine, theWorkspace } from '../machine.ts'
import { episodeJson } from '../print/episode-json.ts'
import { episodeLines, storyLines } from '../print/episode-text.ts'
import { conflictJson } from '../print/release-json.ts'
import { conflictLines } from '../print/release-text.ts'
import { proposalJson, proposalLines } from '../print/proposals.ts'
import { makeScreen, type Screen } from '../print/screen.ts'
import type { Options } from '../options.ts'

export async function conflicts(args: readonly string[], options: Options): Promise<void> {
  const machine = makeMachine()
  const workspace = theWorkspace(machine, options)
  await using looked = await look(workspace)
  const named = options['release']
  const wanted = typeof named === 'string' ? named : undefined
  const screen = makeScreen(options)
  // An episode is named by its first conflict.
  const name = args[0]?.split('@')[0]
  if (options['all'] === true && options['episodes'] !== true)
    throw usageError('--all is about episodes', 'Every conflict there ever was: tributary conflicts --episodes --all')
  const tree = name === undefined ? undefined : treeNamed(await findRelease(looked.runs, wanted), name)
  const id = tree === undefined ? name : undefined
  if (id === undefined && options['episodes'] === true)
    return await listEpisodes(screen, workspace, looked, tree, options)
  if (id === undefined) return list(screen, await findRelease(looked.runs, wanted), tree, options['json'] === true)
  using index = await openIndex(workspace)
  await index.follow(looked.runs)
  // A mail names a conflict for as long as people read it, also when later releases are rid of it.
  const release = await findRelease(looked.runs, wanted ?? index.lastReleaseWith(id))
  const conflict = oneOf(release, id)
  const span = index.conflictSpan(conflict.id)
  const episode = index.episodeOf(conflict.id)
  // What is settled or over needs none, and a merge fix that no longer applies has none.
  const isMet = span?.last === (await looked.runs.latest())
  const isOpen = isMet && conflict.settled === undefined && conflict.fix === undefined
  const proposals = isOpen ? await proposalsForConflict(workspace, machine, release, conflict) : []
  if (options['json'] === true)
    screen.json({
      ...conflictJson(conflict),
      first: span?.first ?? null,
      last: span?.last ?? null,
      releases: span?.releases ?? 0,
      episode: episode === undefined ? null : episodeJson(episode),
      proposals: proposals.map((proposal) => proposalJson(proposal, undefined)),
    })
  else {
    tell(screen, conflict, release)
    if (span)
      screen.line(
        `\nFirst in ${span.first}, last in ${span.last} (${span.releases} ${span.releases === 1 ? 'release' : 'releases'}).`,
      )
    if (episode) for (const line of ['\nIts story:\n', ...storyLines(episode)]) screen.line(line)
    tellProposals(screen, conflict, proposals)
  }
}

function tellProposals(screen: Screen, { id }: Conflict, proposals: readonly Proposal[]): void {
  if (proposals.length === 0) return
  screen.line('\nProposals:\n')
  for (const line of proposalLines(proposals)) screen.line(line)
  screen.line(`\nTo look at them, or to edit: tributary resolve ${id.slice(0, 12)}`)
  screen.line(`To take the first:          tributary resolve ${id.slice(0, 12)} --take proposal:1 --why "…"`)
}

async function listEpisodes(
  screen: Screen,
  workspace: Workspace,
  { runs }: Look,
  tree: TreeName | undefined,
  options: Options,
): Promise<void> {
  using index = await openIndex(workspace)
  await index.follow(runs)
  const all = index
    .episodes({ ended: options['all'] === true })
    .filter(({ pair, alsoMetBy }) => concerns(tree, [pair.tree, pair.partner, ...alsoMetBy]))
  if (options['json'] === true) return screen.json({ episodes: all.map(episodeJson) })
  if (all.length === 0)
    return screen.line(`No conflict${tree === undefined ? '' : ` of the ${tree} tree`} is being followed.`)
  for (const line of episodeLines(all, screen.colours)) screen.line(line)
  screen.line('\nThe story of one of them: tributary conflicts <id>')
}

/** A tree or a group of the release by its name, unless that is the beginning of a conflict's id. */
function treeNamed({ record }: Release, name: string): TreeName | undefined {
  if (record.conflicts.some(({ id }) => id.startsWith(name))) return undefined
  return [...record.trees, ...record.groups].find((one) => one.name === name)?.name
}

/** Whether the tree is one of these; without one everything is wanted. */
function concerns(tree: TreeName | undefined, trees: readonly (TreeName | undefined)[]): boolean {
  return tree === undefined || trees.includes(tree)
}

function list(screen: Screen, release: Release, tree: TreeName | undefined, json: boolean): void {
  const all = release.record.conflicts.filter((one) =>
    concerns(tree, [one.tree, ...one.pairs.flatMap(({ ours, theirs }) => [...ours, theirs]).map((side) => side.tree)]),
  )
  if (json) return screen.json({ release: release.name, conflicts: all.map(conflictJson) })
  if (all.length === 0)
    return screen.line(`${release.name} has no conflicts${tree === undefined ? '' : ` of the ${tree} tree`}.`)
  for (const line of conflictLines(all, screen.colours).slice(1)) screen.line(line)
  screen.line('\nOne of them whole: tributary conflicts <id>')
}

/** By its id or the beginning of it. */
function oneOf(release: Release, id: string): Conflict {
  const found = release.record.conflicts.filter((conflict) => conflict.id.startsWith(id))
  const [only] = found
  if (only !== undefined && new Set(found.map((conflict) => conflict.id)).size === 1) return only
  throw usageError(
    found.length === 0
      ? `${release.name} has no conflict ${JSON.stringify(id)}`
      : `several conflicts begin with ${JSON.stringify(id)}`,
    `Its conflicts are listed by: tributary conflicts --release ${release.name}`,
  )
}

function tell(screen: Screen, conflict: Conflict, { record }: Release): void {
  const { colours } = screen
  const noun = record.groups.some(({ name }) => name === conflict.tree) ? 'trees, as one' : 'tree'
  screen.line(`${colours.bold(showPath(conflict.path))}: ${conflict.kind}, met by the ${conflict.tree} ${noun}`)
  const sides = [
    ['between', conflict.oursBy],
    ['and', conflict.theirsBy],
  ] as const
  for (const [word, { tree, commits }] of sides) {
    screen.line(`\n${word} ${commits.length === 1 ? 'commit' : 'commits'} from ${sideName(tree)}:\n`)
    for (const commit of commits) screen.line(`  ${commitLine(commit)}`)
    if (commits.length === 0) screen.line('  none could be named')
  }
  for (const [place, hunk] of conflict.hunks.entries()) {
    screen.line(`\n${colours.dim(`hunk ${place + 1} of ${conflict.hunks.length}`)}`)
    for (const line of textLines(hunk.ours)) screen.line(colours.red(`- ${line}`))
    for (const line of textLines(hunk.theirs)) screen.line(colours.green(`+ ${line}`))
  }
}

function commitLine(commit: BlamedCommit): string {
  return `${short(commit.commit)} ("${oneLine(commit.subject)}") by ${oneLine(commit.author.name)}`
}

function textLines(text: string): string[] {
  return printable(rawText(text)).replace(/\n$/, '').split('\n')
}
