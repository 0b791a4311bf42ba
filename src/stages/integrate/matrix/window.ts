/** Merge bases of many pairs of upstream's commits, from one reading of the history between them. */
import { linksBeyond } from '../../../base/git/commit-walk.ts'
import { octopusBase } from '../../../base/git/merge-bases.ts'
import type { Git } from '../../../base/git/spawn.ts'
import type { CommitOid } from '../../../base/model/oid.ts'

/** Some of the given commits: a bit for each, by its place among them. */
type Heads = bigint

/**
 * The commits that not all of the given ones contain. All of these contain the `floor`, so whatever lies outside is an ancestor of it, and
 * a merge base is either a commit inside or the floor itself.
 *
 * Children come before parents, so the walk knows of each commit which heads have it, by way of which child. It is a best common ancestor
 * of just the pairs that none of these ways has both of. What is kept meanwhile is as wide as the history, not as long: one tree
 * that has stood still for ten years puts all that upstream did since between itself and the others.
 */
export class Window {
  readonly #places: ReadonlyMap<CommitOid, number>
  /** By pairs of places; undefined when there is no floor. */
  readonly #bases: ReadonlyMap<number, readonly CommitOid[]> | undefined

  private constructor(
    places: ReadonlyMap<CommitOid, number>,
    bases: ReadonlyMap<number, readonly CommitOid[]> | undefined,
  ) {
    this.#places = places
    this.#bases = bases
  }

  /** The commits are distinct. */
  static async read(git: Git, commits: readonly CommitOid[]): Promise<Window> {
    const places = new Map(commits.map((commit, place) => [commit, place]))
    const floor = commits.length < 2 ? commits[0] : await octopusBase(git, commits)
    if (floor === undefined) return new Window(places, undefined)
    const bases = new Map<number, CommitOid[]>()
    const ways = new Map(commits.map((commit, place): [CommitOid, Heads[]] => [commit, [1n << BigInt(place)]]))
    const visit = (commit: CommitOid): Heads => {
      const its = ways.get(commit) ?? []
      ways.delete(commit)
      for (const [one, other] of newPairs(its)) {
        const pair = one * commits.length + other
        bases.set(pair, [...(bases.get(pair) ?? []), commit])
      }
      return its.reduce((all, way) => all | way, 0n)
    }
    for (const { commit, parents } of await linksBeyond(git, commits, [floor])) {
      const heads = visit(commit)
      for (const parent of parents) {
        const its = ways.get(parent)
        if (its === undefined) ways.set(parent, [heads])
        else if (!its.includes(heads)) its.push(heads)
      }
    }
    visit(floor)
    return new Window(places, bases)
  }

  /** All best common ancestors of two of the given commits; undefined when only git can tell. */
  bases(one: CommitOid, other: CommitOid): readonly CommitOid[] | undefined {
    if (one === other) return [one]
    const [a = 0, b = 0] = [this.#places.get(one), this.#places.get(other)]
    return this.#bases?.get(Math.min(a, b) * this.#places.size + Math.max(a, b))
  }
}

/** Pairs of heads, the lower place first, that come together only here. The ways differ from one another. */
function newPairs(ways: readonly Heads[]): (readonly [number, number])[] {
  if (ways.length < 2) return []
  const [widest = 0n, ...others] = ways
    .filter((way) => !ways.some((other) => other !== way && (way | other) === other))
    .sort((one, other) => placesIn(other).length - placesIn(one).length)
  const all = placesIn(ways.reduce((sum, way) => sum | way))
  return all
    .filter((place) => !has(widest, place))
    .flatMap((place) =>
      all
        .filter((other) => has(widest, other) || other < place)
        .filter((other) => !others.some((way) => has(way, place) && has(way, other)))
        .map((other) => (other < place ? ([other, place] as const) : ([place, other] as const))),
    )
}

function has(heads: Heads, place: number): boolean {
  return ((heads >> BigInt(place)) & 1n) === 1n
}

function placesIn(heads: Heads): number[] {
  return heads
    .toString(2)
    .split('')
    .reverse()
    .flatMap((bit, place) => (bit === '1' ? [place] : []))
}
