/** Where trees stand in history: what each has beyond upstream, what it is based on, and which trees share commits. */
import { commitsBeyond, independentOfEach } from '../../../base/git/commit-walk.ts'
import type { Git } from '../../../base/git/spawn.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import { distinct } from '../../../base/std/collections.ts'
import { Window } from './window.ts'

export interface Stand {
  readonly tip: CommitOid
  /** Its commits that upstream lacks. */
  readonly own: ReadonlySet<CommitOid>
  /** The one commit of upstream it is based on; undefined when there are several, or none. */
  readonly base: CommitOid | undefined
  /** Nothing of it is upstream's: git refuses to merge it with trees that share none of its own commits. */
  readonly foreign: boolean
}

/** What the histories of trees say about merging them in pairs. Trees go by their place in the list. */
export interface Histories {
  readonly stands: readonly Stand[]
  /** Places of the trees based on one commit of upstream. */
  readonly byBase: ReadonlyMap<CommitOid, readonly number[]>
  /** Pairs that share commits of their own or have no single base in upstream: with several merge bases, the real history counts. */
  readonly entangled: ReadonlySet<number>
  readonly window: Window
}

export async function readHistories(git: Git, upstream: CommitOid, tips: readonly CommitOid[]): Promise<Histories> {
  const links = await commitsBeyond(git, distinct(tips), [upstream])
  const parents = new Map(links.map(({ commit, parents: its }) => [commit, its]))
  const walks = tips.map((tip) => ({ tip, ...walk(tip, parents) }))
  const bases = await independentOfEach(
    git,
    walks.map(({ edge }) => edge),
  )
  const stands = walks.map(({ tip, own, edge }, at): Stand => {
    const [base, second] = bases[at] ?? []
    return { tip, own, base: second === undefined ? base : undefined, foreign: edge.length === 0 }
  })
  const byBase = new Map<CommitOid, number[]>()
  for (const [place, { base }] of stands.entries()) {
    if (base === undefined) continue
    const others = byBase.get(base)
    if (others) others.push(place)
    else byBase.set(base, [place])
  }
  return { stands, byBase, entangled: entangledPairs(stands), window: await Window.read(git, [...byBase.keys()]) }
}

/** A pair of trees as one number: the one that comes first, times how many there are, plus the other. */
export function pairOf(one: number, other: number, trees: number): number {
  return one < other ? one * trees + other : other * trees + one
}

export function contains(one: Stand, other: Stand): boolean {
  return one.tip === other.tip || one.own.has(other.tip) || other.own.has(one.tip)
}

/** A tip's commits that upstream lacks, and those of upstream that they stand on. */
function walk(
  tip: CommitOid,
  parents: ReadonlyMap<CommitOid, readonly CommitOid[]>,
): { readonly own: ReadonlySet<CommitOid>; readonly edge: readonly CommitOid[] } {
  const own = new Set<CommitOid>()
  const edge = new Set<CommitOid>()
  const open = [tip]
  for (let commit = open.pop(); commit !== undefined; commit = open.pop()) {
    const its = parents.get(commit)
    if (its === undefined) edge.add(commit)
    else if (!own.has(commit)) {
      own.add(commit)
      open.push(...its)
    }
  }
  return { own, edge: [...edge] }
}

function entangledPairs(stands: readonly Stand[]): Set<number> {
  const holders = new Map<CommitOid, number[]>()
  const pairs = new Set<number>()
  for (const [place, stand] of stands.entries()) {
    if (stand.base === undefined && !stand.foreign)
      for (const [other, { foreign }] of stands.entries())
        if (other !== place && !foreign) pairs.add(pairOf(place, other, stands.length))
    for (const commit of stand.own) {
      const others = holders.get(commit) ?? []
      for (const other of others) pairs.add(pairOf(place, other, stands.length))
      holders.set(commit, others)
      others.push(place)
    }
  }
  return pairs
}
