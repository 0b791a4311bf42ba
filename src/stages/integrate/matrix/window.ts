/** Merge bases of many pairs of upstream's commits, from one reading of the history between them. */
import { commitsBeyond } from '../../../base/git/commit-walk.ts'
import { octopusBase } from '../../../base/git/merge-bases.ts'
import type { Git } from '../../../base/git/spawn.ts'
import type { CommitOid } from '../../../base/model/oid.ts'

/**
 * The commits that not all of the given ones contain. All of these contain `floor`, so whatever lies outside is an ancestor of it, and
 * a merge base is either a commit inside or the floor itself.
 */
export class Window {
  /** Undefined when they have nothing in common. */
  readonly #floor: CommitOid | undefined
  readonly #parents: ReadonlyMap<CommitOid, readonly CommitOid[]>
  readonly #closures = new Map<CommitOid, ReadonlySet<CommitOid>>()

  private constructor(floor: CommitOid | undefined, parents: ReadonlyMap<CommitOid, readonly CommitOid[]>) {
    this.#floor = floor
    this.#parents = parents
  }

  static async read(git: Git, commits: readonly CommitOid[]): Promise<Window> {
    const floor = commits.length < 2 ? commits[0] : await octopusBase(git, commits)
    const links = floor === undefined ? [] : await commitsBeyond(git, commits, [floor])
    return new Window(floor, new Map(links.map(({ commit, parents }) => [commit, parents])))
  }

  /** All best common ancestors of two of the given commits; undefined when only git can tell. */
  bases(one: CommitOid, other: CommitOid): readonly CommitOid[] | undefined {
    if (one === other) return [one]
    const floor = this.#floor
    if (floor === undefined) return undefined
    const [mine, its] = [this.#closure(one), this.#closure(other)]
    const common = [...mine].filter((commit) => its.has(commit))
    const inner = new Set(common.flatMap((commit) => this.#parents.get(commit) ?? []))
    const best = common.filter((commit) => !inner.has(commit))
    // Whatever leads from inside down to the floor has, as its last commit inside, a child of it.
    return inner.has(floor) ? best : [...best, floor]
  }

  /** The commit and its ancestors inside the window; none for a commit that all contain. */
  #closure(from: CommitOid): ReadonlySet<CommitOid> {
    const known = this.#closures.get(from)
    if (known) return known
    const closure = new Set<CommitOid>()
    const open = [from]
    for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
      const parents = this.#parents.get(commit)
      if (parents === undefined || closure.has(commit)) continue
      closure.add(commit)
      open.push(...parents)
    }
    this.#closures.set(from, closure)
    return closure
  }
}
