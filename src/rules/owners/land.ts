/** Whose a path is: by what the roster says that trees own, then by what the project itself says. */
import type { TreeName } from '../../base/model/names.ts'
import type { Claim, ClaimSource, Owners } from '../../base/model/owners.ts'
import type { Person } from '../../base/model/person.ts'
import type { Tree } from '../../base/model/roster.ts'
import { groupBy } from '../../base/std/collections.ts'
import { globFits } from '../../base/text/glob.ts'
import { PathIndex } from '../../base/text/owners/path-index.ts'
import { repositoryKey } from '../../base/text/same-repository.ts'
import { isOneOf } from '../same-person.ts'

/** A part of the code, as far as some path lies in it. */
export interface Holding {
  readonly title: string
  /** The trees that its changes go through; none where nobody says. */
  readonly trees: readonly TreeName[]
  /** Whose word counts. */
  readonly people: readonly Person[]
}

export class Land {
  readonly #owners: Owners
  readonly #owned = new PathIndex<{ readonly tree: Tree; readonly glob: string }>()
  readonly #trees: readonly Tree[]
  readonly #byRepository: ReadonlyMap<string, readonly Tree[]>
  readonly #holdings = new Map<string, readonly Holding[]>()
  readonly #treesOf = new Map<Claim, readonly Tree[]>()

  constructor(trees: readonly Tree[], owners: Owners) {
    this.#owners = owners
    this.#trees = trees
    this.#byRepository = groupBy(trees, ({ url }) => repositoryKey(url))
    for (const tree of trees) {
      for (const glob of tree.owns) this.#owned.add({ kind: 'beginning', text: beginningOf(glob) }, { tree, glob })
    }
  }

  /** On a raw path, the most precise first. What is everybody's is nobody's. */
  holdingsOf(path: string): readonly Holding[] {
    const known = this.#holdings.get(path)
    if (known !== undefined) return known
    const owning = this.#owned.candidates(path).filter(({ glob }) => globFits(glob, path))
    const byRoster = [...new Set(owning.map(({ tree }) => tree))].map(
      ({ name, contacts }): Holding => ({ title: `the ${name} tree`, trees: [name], people: contacts }),
    )
    const byProject = this.#owners.claimsOn(path).filter(({ isRest }) => !isRest)
    const holdings = [...byRoster, ...byProject.map((claim) => this.#holding(claim))]
    this.#holdings.set(path, holdings)
    return holdings
  }

  #holding(claim: Claim): Holding {
    const trees = this.#treesOf.get(claim) ?? this.#claimants(claim)
    this.#treesOf.set(claim, trees)
    return {
      title: claim.title,
      trees: trees.map(({ name }) => name),
      people: eachOnce([
        ...claim.owners.map((person) => this.#owners.canonical(person)),
        ...trees.flatMap(({ contacts }) => contacts),
      ]),
    }
  }

  /** By where its changes are gathered; a file that never says so leaves it to the people. */
  #claimants({ sources, owners }: Claim): readonly Tree[] {
    if (this.#owners.namesTrees) return [...new Set(sources.flatMap((source) => this.#gathering(source)))]
    return this.#trees.filter(({ contacts }) => contacts.some((contact) => isOneOf(contact, owners)))
  }

  /** A branch that none of the trees is made of says no more than its repository. */
  #gathering({ url, branch }: ClaimSource): readonly Tree[] {
    const trees = this.#byRepository.get(repositoryKey(url)) ?? []
    const exact = trees.filter((tree) => tree.branch === branch)
    return exact.length > 0 ? exact : trees
  }
}

/** By address: the trees' contacts are the owners, as a rule. */
function eachOnce(people: readonly Person[]): Person[] {
  return [...new Map(people.toReversed().map((person) => [person.email.toLowerCase(), person])).values()].toReversed()
}

/** What every path that a glob fits begins with. */
function beginningOf(glob: string): string {
  const raw = Buffer.from(glob, 'utf8').toString('latin1')
  const special = raw.search(/[*?[]/)
  return special < 0 ? raw : raw.slice(0, special)
}
