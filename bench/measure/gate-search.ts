/** How many builds it takes to name who broke one: the search beside building after every merge, and beside plain bisection. */
import { type Candidate, candidateName } from '../../src/stages/gate/search/candidate.ts'
import type { Answer } from '../../src/stages/gate/search/first-red.ts'
import { knownIn, lackedBy, nextProbes } from '../../src/stages/gate/search/next-probes.ts'
import { search, type SearchQuestion } from '../../src/stages/gate/search/search.ts'
import { Random } from '../world/random.ts'

export const TREES = 400

/** Invented releases for each line of the table. */
export const WORLDS = 200

/** By how many trees each fault takes. */
const FAULTS: readonly (readonly [name: string, sizes: readonly number[]])[] = [
  ['1 tree', [1]],
  ['2 trees', [1, 1]],
  ['5 trees', [1, 1, 1, 1, 1]],
  ['a pair', [2]],
  ['a pair and 2 trees', [2, 1, 1]],
]

const WORKERS = [1, 4, 16] as const

/** A way to look for culprits: what it built, and in how many rounds of one build's time. */
interface Effort {
  readonly builds: number
  readonly rounds: number
}

type IsRed = (candidate: Candidate) => boolean

export interface Line {
  readonly faults: string
  readonly workers: number
  /** Probes that one worker may need, a pair counting as two. */
  readonly budget: number
  readonly search: readonly Effort[]
  readonly everyMerge: readonly Effort[]
  readonly bisection: readonly Effort[]
}

/** Throws when the search names anybody else than those who are to blame. */
export function searchLines(say: (line: string) => void): Line[] {
  return FAULTS.flatMap(([faults, sizes]) =>
    WORKERS.map((workers) => {
      say(`${faults}, ${workers} at a time`)
      const worlds = Array.from({ length: WORLDS }, (_, number) => culprits(sizes, number))
      const culpritTrees = sizes.reduce((sum, size) => sum + size, 0)
      return {
        faults,
        workers,
        budget: culpritTrees * (Math.ceil(Math.log2(TREES + 1)) + 2),
        search: worlds.map((sets) => bySearch(sets, workers)),
        everyMerge: worlds.map((sets) => byEveryMerge(redWith(sets), workers)),
        bisection: worlds.map((sets) => byBisection(redWith(sets), workers)),
      }
    }),
  )
}

/** Places of the trees that are to blame, the same for every number of workers. */
function culprits(sizes: readonly number[], world: number): Candidate[] {
  const places = new Random('gates', ...sizes, world).shuffled(Array.from({ length: TREES }, (_, place) => place))
  return sizes.map((size) => places.splice(0, size).sort((one, other) => one - other))
}

function redWith(sets: readonly Candidate[]): IsRed {
  return (candidate) => {
    const held = new Set(candidate)
    return sets.some((set) => set.every((place) => held.has(place)))
  }
}

function bySearch(sets: readonly Candidate[], workers: number): Effort {
  const question: SearchQuestion = { trees: TREES, holders: (place) => [place] }
  const isRed = redWith(sets)
  const known = new Map<string, Answer>()
  for (let rounds = 0; ; rounds += 1) {
    const step = search(question, knownIn(known))
    if (step.kind === 'asks') {
      for (const probe of nextProbes(lackedBy(question), known, new Set(), workers))
        known.set(candidateName(probe), isRed(probe) ? 'red' : 'green')
      continue
    }
    const named = step.kind === 'found' ? step.culprits.map(({ set }) => candidateName(set)).sort() : []
    if (named.join() !== sets.map(candidateName).sort().join()) throw new Error(`the search named ${named.join()}`)
    return { builds: known.size, rounds }
  }
}

/** A red merge is taken back, and the next made without it. Of merges that are built at once, those after a red one are built again. */
function byEveryMerge(isRed: IsRed, workers: number): Effort {
  let kept: Candidate = []
  let builds = 0
  let rounds = 0
  for (let next = 0; next < TREES; rounds += 1) {
    const ahead = Array.from({ length: Math.min(workers, TREES - next) }, (_, place) => next + place)
    builds += ahead.length
    const red = ahead.findIndex((_, place) => isRed([...kept, ...ahead.slice(0, place + 1)]))
    const green = red < 0 ? ahead : ahead.slice(0, red)
    kept = [...kept, ...green]
    next += green.length + (red < 0 ? 0 : 1)
  }
  return { builds, rounds }
}

/** The tree at which it turns red is taken out and the rest built, until it is green. Upstream is taken to be green. */
function byBisection(isRed: IsRed, workers: number): Effort {
  let rest: Candidate = Array.from({ length: TREES }, (_, place) => place)
  let builds = 0
  let rounds = 0
  do {
    let low = 0
    let high = rest.length
    while (high - low > 1) {
      const lengths = cuts(low, high, workers)
      builds += lengths.length
      rounds += 1
      const red = lengths.findIndex((length) => isRed(rest.slice(0, length)))
      low = (red < 0 ? lengths.at(-1) : lengths[red - 1]) ?? low
      high = lengths[red] ?? high
    }
    rest = rest.filter((_, place) => place !== high - 1)
    builds += 1
    rounds += 1
  } while (isRed(rest))
  return { builds, rounds }
}

/** Lengths between two, so far apart that as many builds at once leave equal parts. */
function cuts(low: number, high: number, workers: number): number[] {
  const parts = Math.min(workers + 1, high - low)
  return Array.from({ length: parts - 1 }, (_, part) => low + Math.floor(((high - low) * (part + 1)) / parts))
}
