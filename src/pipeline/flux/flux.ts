/** How much trees were rewritten, release by release: all of them, or one with its topics. */
import { parseCommit } from '../../base/git/objects.ts'
import type { Flux } from '../../base/model/flux.ts'
import { daysLater } from '../../base/model/instant.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Seen } from '../../base/model/passport.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { readDecisions } from '../../memory/record/decisions.ts'
import type { PassportBook } from '../../memory/record/passports/passport-book.ts'
import { originalOf } from '../../stages/integrate/needs/part-of.ts'
import { type Look, look } from '../look.ts'
import { followPassports } from '../passports/follow-passports.ts'
import { rosterOf } from '../roster.ts'
import type { Workspace } from '../workspace.ts'
import { fluxOf } from './compare-contents.ts'
import { contentsOfTrees, narrowed, renamed } from './contents.ts'
import { detailOf } from './detail.ts'
import { seriesTopics } from './series-topics.ts'

export interface TreeFlux {
  readonly tree: TreeName
  readonly flux: Flux
  /** By the words before the colon of their subjects, and by posting; empty where all trees are told of. */
  readonly topics: readonly TopicFlux[]
}

export interface TopicFlux {
  /** Undefined for changes whose subjects name none. */
  readonly topic: string | undefined
  readonly flux: Flux
}

export interface FluxAnswer {
  /** That were looked at, oldest first. */
  readonly releases: readonly Seen[]
  readonly trees: readonly TreeFlux[]
}

/** Releases of the last days, and the one before them to compare the first with. */
export async function fluxOfTrees(
  workspace: Workspace,
  { days, tree }: { readonly days: number; readonly tree: string | undefined },
): Promise<FluxAnswer> {
  await using looked = await look(workspace)
  using book = await followPassports(workspace, looked.runs)
  const { trees } = await rosterOf(workspace)
  const named = trees.filter(({ name }) => tree === undefined || name === tree).map(({ name }) => name)
  if (named.length === 0 && tree !== undefined)
    throw usageError(
      `there is no tree ${JSON.stringify(tree)} in the roster`,
      'The trees are listed by: tributary trees list',
    )
  const releases = lastDays(book.releases(), days)
  const stays = book.shapeStays(releases[0]?.place ?? 0, tree === undefined ? undefined : named[0])
  const contents = await asTreesHaveThem(looked, contentsOfTrees(stays, releases))
  if (tree === undefined) {
    const all = named.map((name) => ({ tree: name, flux: fluxOf(contents.get(name) ?? []), topics: [] }))
    return { releases, trees: all }
  }
  const [name] = named
  if (name === undefined) return { releases, trees: [] }
  return {
    releases,
    trees: [await treeFlux({ workspace, looked, book, releases }, name, contents.get(name) ?? [])],
  }
}

/** Counted back from the last release, so that a record of long ago can be looked at as well. */
function lastDays(releases: readonly Seen[], days: number): readonly Seen[] {
  const last = releases.at(-1)
  if (last === undefined) return []
  const from = daysLater(last.at, -days).epochSeconds
  const first = releases.findIndex(({ at }) => at.epochSeconds >= from)
  return releases.slice(Math.max(0, first - 1))
}

/** A tree that is split goes in rebuilt, and in other releases as it is: what is the same commit there is not rebased by that. */
async function asTreesHaveThem(
  { folders, reader, heads }: Look,
  contents: ReadonlyMap<TreeName, Contents>,
): Promise<ReadonlyMap<TreeName, Contents>> {
  const decisions = await readDecisions(folders, reader, heads.decisions)
  const own = new Map(contents)
  for (const tree of new Set(decisions.flatMap((one) => (one.verb === 'split' ? [one.tree] : []))))
    own.set(tree, await renamed(contents.get(tree) ?? [], (commit) => originalOf({ reader }, commit)))
  return own
}

type Contents = Parameters<typeof fluxOf>[0]

interface FluxDesk {
  readonly workspace: Workspace
  readonly looked: Look
  readonly book: PassportBook
  readonly releases: readonly Seen[]
}

async function treeFlux(
  { workspace: { record }, looked, book, releases }: FluxDesk,
  tree: TreeName,
  contents: Contents,
): Promise<TreeFlux> {
  const upstream = book.upstreamOf(releases[0]?.place ?? 0)
  const detail = upstream && (await detailOf(record.git, contents, upstream))
  const flux = fluxOf(contents, detail && { more: detail })
  const newest = new Map(contents.flatMap(({ shapes }) => [...shapes]))
  const read = [...newest].map(
    async ([change, { commit }]) => [change, parseCommit(await looked.reader.read(commit, 'commit')).message] as const,
  )
  return { tree, flux, topics: topicFluxes(contents, flux, seriesTopics(new Map(await Promise.all(read)))) }
}

/** A change keeps its topic while it is the same change, whatever becomes of it. */
function topicFluxes(
  contents: Contents,
  { days }: Flux,
  topicOf: ReadonlyMap<number, string | undefined>,
): TopicFlux[] {
  const out = new Set(days.flatMap(({ seen, state }) => (state === 'out' ? [seen.place] : [])))
  const topics = new Set(topicOf.values())
  if (topics.size < 2) return []
  return [...topics].map((topic) => ({
    topic,
    flux: fluxOf(
      narrowed(contents, ({ change }) => topicOf.get(change) === topic),
      { out },
    ),
  }))
}
