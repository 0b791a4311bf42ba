/** A tree changes what another tree owns, and nobody there has put a name to it. */
import type { CommitFacts, PathChange } from '../base/model/commit-facts.ts'
import type { Facts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import type { TreeName } from '../base/model/names.ts'
import { formatPerson, type Person } from '../base/model/person.ts'
import type { Tree } from '../base/model/roster.ts'
import { distinct } from '../base/std/collections.ts'
import { count } from '../base/text/count.ts'
import { showPath } from '../base/text/show-path.ts'
import { enumerate } from '../base/text/wrap.ts'
import { consentTo } from './consent.ts'
import { commitFinding } from './make-finding.ts'
import { howInvasive, invasivenessWords } from './owners/invasiveness.ts'
import { type Holding, Land } from './owners/land.ts'

export function ownership(facts: Facts): readonly Finding[] {
  const trees = facts.trees.map(({ tree }) => tree)
  const ground: Ground = {
    land: new Land(trees, facts.owners),
    canonical: facts.owners.canonical,
    patchesOf: new Map(facts.trees.map(({ tree, commits }) => [tree.name, new Set(commits.map(patchOf))])),
    changing: treesChanging(facts),
  }
  return facts.trees.flatMap(({ tree, brings }) => brings.flatMap((commit) => trespass(tree, commit, ground)))
}

interface Ground {
  readonly land: Land
  readonly canonical: (person: Person) => Person
  /** What each tree has, under whatever ids: what an owner has taken over is agreed to. */
  readonly patchesOf: ReadonlyMap<TreeName, ReadonlySet<string>>
  /** Which trees change a path. */
  readonly changing: ReadonlyMap<string, ReadonlySet<TreeName>>
}

/** A file of somebody else's that a commit changes. */
interface Foreign {
  readonly change: PathChange
  /** The most precise part that the file is in and that some tree gathers. */
  readonly holding: Holding
}

function trespass(tree: Tree, commit: CommitFacts, ground: Ground): Finding[] {
  const foreign = commit.changes.flatMap((change) => foreignPart(tree, commit, change, ground))
  if (foreign.length === 0) return []
  const changes = foreign.map(({ change }) => change)
  const involved = new Set([tree.name, ...foreign.flatMap(({ holding }) => holding.trees)])
  const isShared = (path: string): boolean => [...(ground.changing.get(path) ?? [])].some((name) => !involved.has(name))
  const text = {
    rule: 'ownership',
    what: whatIsFound(foreign),
    evidence: [...evidenceOf(foreign), `how invasive: ${invasivenessWords(howInvasive(changes, isShared))}`],
    remedy: remedyFor(foreign),
    concerns: distinct(foreign.flatMap(({ holding }) => holding.people)),
  } as const
  return [commitFinding(tree.name, commit, text)]
}

/** Nothing where the tree is at home, where nobody is, and where an owner agreed or has the commit as well. */
function foreignPart(tree: Tree, commit: CommitFacts, change: PathChange, ground: Ground): Foreign[] {
  const holdings = ground.land.holdingsOf(change.path)
  if (holdings.some(({ trees }) => trees.includes(tree.name))) return []
  const holding = holdings.find(({ trees }) => trees.length > 0)
  if (holding === undefined) return []
  if (holding.trees.some((name) => ground.patchesOf.get(name)?.has(patchOf(commit)))) return []
  // Whoever looks after a part looks after the parts of that, too.
  const people = holdings.flatMap((one) => one.people)
  return consentTo(commit, people, ground.canonical) === undefined ? [{ change, holding }] : []
}

function patchOf({ patchId, oid }: CommitFacts): string {
  return patchId ?? oid
}

function treesChanging({ trees }: Facts): Map<string, Set<TreeName>> {
  const changing = new Map<string, Set<TreeName>>()
  for (const { tree, brings } of trees) {
    for (const { path } of brings.flatMap(({ changes }) => changes)) {
      const names = changing.get(path)
      if (names) names.add(tree.name)
      else changing.set(path, new Set([tree.name]))
    }
  }
  return changing
}

/** Parts and people that a sentence names; the evidence has every part. */
const NAMED_MAX = 3

function whatIsFound(foreign: readonly Foreign[]): string {
  const titles = distinct(foreign.map(({ holding }) => holding.title))
  const files = count(foreign.length, 'file')
  const [only] = titles
  const whose = titles.length === 1 ? `that ${only} owns` : `of ${someOf(titles)}`
  return `It changes ${files} ${whose}, and no owner has acked it.`
}

/** A line for each file: whose it is, when that is not the tree by its name. */
function evidenceOf(foreign: readonly Foreign[]): string[] {
  return foreign.map(({ change, holding }) => {
    const through = enumerate(holding.trees.map((name) => `the ${name} tree`))
    const whose = holding.title === through ? through : `${holding.title}, through ${through}`
    return `${showPath(change.path)} +${change.insertions} -${change.deletions} (${whose})`
  })
}

function remedyFor(foreign: readonly Foreign[]): string {
  const people = distinct(foreign.flatMap(({ holding }) => holding.people.map(formatPerson)))
  const trees = distinct(foreign.flatMap(({ holding }) => holding.trees)).map((name) => `the ${name} tree`)
  const whom = people.length === 0 ? `the owners of ${someOf(trees)}` : someOf(people)
  return `Ask ${whom} for an Acked-by, or for taking it through ${someOf(trees, 'or')}.`
}

function someOf(items: readonly string[], word: 'and' | 'or' = 'and'): string {
  const shown = items.slice(0, NAMED_MAX)
  const more = items.length - shown.length
  const parts = more > 0 ? [...shown, `${more} more`] : shown
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} ${word} ${parts.at(-1)}`
}
