/** How much trees were rewritten, release by release: all of them, or one with its topics. */
import type { Flux } from '../../base/model/flux.ts'
import { daysLater } from '../../base/model/instant.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Seen } from '../../base/model/passport.ts'
import { groupBy } from '../../base/std/collections.ts'
import { usageError } from '../../base/std/operating-error.ts'
import { subjectArea } from '../../base/text/subject-area.ts'
import type { PassportBook } from '../../memory/record/passports/passport-book.ts'
import { look } from '../look.ts'
import { followPassports } from '../passports/follow-passports.ts'
import { rosterOf } from '../roster.ts'
import type { Workspace } from '../workspace.ts'
import { fluxOf, type Shape } from './compare-contents.ts'
import { contentsOfTrees, narrowed } from './contents.ts'
import { detailOf } from './detail.ts'

export interface TreeFlux {
  readonly tree: TreeName
  readonly flux: Flux
  /** By the words before the colon of their subjects; empty where all trees are told of. */
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
  const contents = contentsOfTrees(stays, releases)
  if (tree === undefined) {
    const all = named.map((name) => ({ tree: name, flux: fluxOf(contents.get(name) ?? []), topics: [] }))
    return { releases, trees: all }
  }
  const [name] = named
  if (name === undefined) return { releases, trees: [] }
  return { releases, trees: [await treeFlux(workspace, book, name, contents.get(name) ?? [], releases)] }
}

/** Counted back from the last release, so that a record of long ago can be looked at as well. */
function lastDays(releases: readonly Seen[], days: number): readonly Seen[] {
  const last = releases.at(-1)
  if (last === undefined) return []
  const from = daysLater(last.at, -days).epochSeconds
  const first = releases.findIndex(({ at }) => at.epochSeconds >= from)
  return releases.slice(Math.max(0, first - 1))
}

type Contents = Parameters<typeof fluxOf>[0]

async function treeFlux(
  { record }: Workspace,
  book: PassportBook,
  tree: TreeName,
  contents: Contents,
  releases: readonly Seen[],
): Promise<TreeFlux> {
  const upstream = book.upstreamOf(releases[0]?.place ?? 0)
  const detail = upstream && (await detailOf(record.git, contents, upstream))
  const flux = fluxOf(contents, detail && { more: detail })
  return { tree, flux, topics: topicFluxes(contents, flux) }
}

/** A change keeps its topic while its subject does. */
function topicFluxes(contents: Contents, { days }: Flux): TopicFlux[] {
  const out = new Set(days.flatMap(({ seen, state }) => (state === 'out' ? [seen.place] : [])))
  const shapes = new Set(contents.flatMap((content) => [...content.shapes.values()]))
  const topics = groupBy(shapes, topicOf)
  if (topics.size < 2) return []
  return [...topics.keys()].map((topic) => ({
    topic,
    flux: fluxOf(
      narrowed(contents, (shape) => topicOf(shape) === topic),
      { out },
    ),
  }))
}

function topicOf({ subject }: Shape): string | undefined {
  return subjectArea(subject)
}
