/** Writes a world's commits: upstream with its releases, then every tree, those first that others contain. */
import type { BaseText } from './base-text.ts'
import { Branch, type Point } from './branch.ts'
import type { FastImport } from './fast-import.ts'
import { type Change, Patchwork } from './patchwork.ts'
import type { Topic } from './cast.ts'
import type { Plan, TreePlan } from './plan.ts'
import { Random } from './random.ts'
import type { Shape } from './shape.ts'
import { type Place, Work, type WorkTools } from './work.ts'

/** 2022-12-11, when upstream's first release was made. */
const FIRST_RELEASE_SECONDS = 1_670_716_800

/** Files of other trees that chance may touch. */
const FOREIGN_FILES = 40

/** A topic's commits, whether one tree's or two trees'. */
const TOPIC_COMMITS = 4

export interface World {
  readonly shape: Shape
  readonly plan: Plan
  readonly base: BaseText
  readonly import: FastImport
}

export async function writeHistory(world: World): Promise<void> {
  const tools: WorkTools = { base: world.base, claims: world.plan.claims, foreign: foreignFiles(world) }
  const releases = await writeUpstream(world, tools)
  const written = new Map<string, Point>()
  const writer = new TreeWriter(world, tools, releases, written)
  for (const tree of containedFirst(world.plan.trees)) {
    written.set(tree.name, await writer.write(tree))
  }
}

function foreignFiles(world: World): string[] {
  const random = new Random(world.shape.name, 'foreign')
  const others = random.shuffled(world.plan.trees.flatMap((tree) => tree.territory.files.slice(0, 3)))
  return ['MAINTAINERS', 'MAINTAINERS', ...others.slice(0, FOREIGN_FILES)]
}

/** Writes `master` and the tags. Returns the releases. */
async function writeUpstream(world: World, tools: WorkTools): Promise<Point[]> {
  const { shape, plan } = world
  const random = new Random(shape.name, 'upstream')
  const named = { ref: 'refs/heads/master', name: 'upstream' }
  const root = {
    ref: named.ref,
    author: 'Upstream',
    epochSeconds: FIRST_RELEASE_SECONDS,
    message: `Release ${shape.releases[0]}\n`,
  }
  const first: Point = {
    mark: await world.import.root(root, world.base.files),
    state: Patchwork.untouched,
    epochSeconds: FIRST_RELEASE_SECONDS,
  }
  const branch = new Branch(world, named, first, random)
  const everywhere = plan.trees.map((tree) => new Work(tree.territory, tools, random))
  const advance = async (commits: number, plants: readonly Change[]): Promise<Point> => {
    for (const plant of plants) await branch.commit([plant])
    for (let n = plants.length; n < commits; n++) await branch.commit(random.pick(everywhere).next(branch.tip.state))
    return branch.tip
  }
  const releases = [first]
  for (let n = 1; n < shape.releases.length; n++) releases.push(await advance(shape.commitsPerRelease, []))
  await advance(shape.upstreamAhead, plan.upstreamPlants)
  for (const [n, release] of releases.entries()) {
    await world.import.tag(shape.releases[n] ?? '', release.mark, release.epochSeconds)
  }
  return releases
}

class TreeWriter {
  readonly #world: World
  readonly #tools: WorkTools
  readonly #releases: readonly Point[]
  readonly #written: ReadonlyMap<string, Point>
  readonly #topics = new Map<string, Point>()

  constructor(world: World, tools: WorkTools, releases: readonly Point[], written: ReadonlyMap<string, Point>) {
    this.#world = world
    this.#tools = tools
    this.#releases = releases
    this.#written = written
  }

  /** Writes one tree's branch, and one commit more that it can be moved by. Returns its tip. */
  async write(tree: TreePlan): Promise<Point> {
    const random = new Random(this.#world.shape.name, 'tree', tree.name)
    const ref = `refs/heads/trees/${tree.name}`
    const { course } = tree
    const start = course.kind === 'based-on' ? this.#tree(course.tree) : this.#release(tree.base)
    const branch = new Branch(this.#world, { ref, name: tree.name }, start, random)
    const work = new Work(tree.territory, this.#tools, random)
    const plants = batches(tree.plants)
    const half = Math.floor(this.#world.shape.commitsPerTree / 2)
    let commits = 0
    const day = async (until: number): Promise<void> => {
      for (; commits < until; commits++) await branch.commit(plants.shift() ?? work.next(branch.tip.state))
    }

    await day(half)
    if (course.kind === 'topic') {
      const topic = new Branch(this.#world, { ref, name: tree.name }, start, random)
      for (let n = 0; n < TOPIC_COMMITS; n++) await topic.commit(work.next(topic.tip.state))
      await branch.merge(topic.tip, `branch 'topic'`)
      commits += TOPIC_COMMITS + 1
    } else if (course.kind === 'back-merge') {
      await branch.merge(this.#release(course.release), `tag '${this.#world.shape.releases[course.release]}'`)
      commits += 1
    } else if (course.kind === 'merges') {
      await branch.merge(this.#tree(course.tree), `branch 'trees/${course.tree}'`)
      commits += 1
    } else if (course.kind === 'shared-topic') {
      await branch.merge(await this.#topic(course.topic, ref), `branch '${course.topic.name}'`)
      commits += 1
    }
    await day(this.#world.shape.commitsPerTree)
    await this.#writeAdvance(tree, branch.tip, work, random)
    return branch.tip
  }

  /** The commit by which the tree can be moved later, on a ref that fetches do not see. */
  async #writeAdvance(tree: TreePlan, tip: Point, work: Work, random: Random): Promise<void> {
    const named = { ref: `refs/advanced/${tree.name}`, name: tree.name }
    await new Branch(this.#world, named, tip, random).commit(work.next(tip.state))
  }

  async #topic(topic: Topic, ref: string): Promise<Point> {
    const written = this.#topics.get(topic.name)
    if (written) return written
    const random = new Random(this.#world.shape.name, 'topic', topic.name)
    const branch = new Branch(this.#world, { ref, name: topic.name }, this.#release(topic.base), random)
    const work = new Work(topic.territory satisfies Place, this.#tools, random)
    for (let n = 0; n < TOPIC_COMMITS; n++) await branch.commit(work.next(branch.tip.state))
    this.#topics.set(topic.name, branch.tip)
    return branch.tip
  }

  #release(index: number): Point {
    const release = this.#releases[index]
    if (!release) throw new Error(`there is no release ${index}`)
    return release
  }

  #tree(name: string): Point {
    const point = this.#written.get(name)
    if (!point) throw new Error(`${name} is contained in a tree but not written yet`)
    return point
  }
}

function containedFirst(trees: readonly TreePlan[]): TreePlan[] {
  const contained = new Set(trees.flatMap(({ course }) => ('tree' in course ? [course.tree] : [])))
  return [...trees.filter((tree) => contained.has(tree.name)), ...trees.filter((tree) => !contained.has(tree.name))]
}

/** Plants as commits: a folder's files move in one, anything else is a commit of its own. */
function batches(plants: readonly Change[]): Change[][] {
  const moves = plants.filter((plant) => plant.kind === 'move')
  const others = plants.filter((plant) => plant.kind !== 'move').map((plant) => [plant])
  return moves.length === 0 ? others : [moves, ...others]
}
