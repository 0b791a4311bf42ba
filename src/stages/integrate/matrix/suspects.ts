/** Finds the pairs of trees that may conflict: those whose changes meet somewhere, and those whose history only git can judge. */
import type { CommitOid } from '../../../base/model/oid.ts'
import { type Layer, meet, type Meeting } from './layer.ts'
import type { Layers, Span } from './layers.ts'
import { contains, type Histories, pairOf } from './stands.ts'

/** A pair whose changes meet. */
export interface Suspect {
  /** Places of the two trees, the first in the roster first. */
  readonly a: number
  readonly b: number
  /** Only git can tell, from the whole trees. */
  whole: boolean
  /** Paths that both sides changed, when it is not. */
  readonly paths: Set<string>
  /** What each side changed since the merge base, upstream's part first. Empty for pairs that are for git anyway. */
  readonly sides: readonly [readonly Layer[], readonly Layer[]] | undefined
}

/** Two commits of upstream that trees are based on, with the merge base of all pairs of their trees. */
interface Ground {
  readonly one: CommitOid
  readonly other: CommitOid
  readonly base: CommitOid
}

/** Changes of upstream that are read at most: 100 MB of them. Trees on hundreds of states of a large project have far more between them. */
const CHANGES_MAX = 500_000

/** Grounds that are read at a time. */
const LOT = 16

export async function findSuspects(
  histories: Histories,
  layers: Layers,
  changesMax: number = CHANGES_MAX,
): Promise<readonly Suspect[]> {
  const { stands, byBase, entangled } = histories
  const { grounds: all, forGit } = groundsOf(histories)
  const own: Span[] = stands.flatMap(({ base, tip }) => (base === undefined ? [] : [{ from: base, to: tip }]))
  await layers.learn(own)
  const grounds = await learnGrounds(all, { histories, layers, changesMax: layers.size + changesMax })
  const found = new Found(histories, layers)
  const unread = all.filter((ground) => !grounds.has(ground)).flatMap((ground) => pairsOn(ground, histories))
  for (const pair of [...entangled, ...forGit, ...unread]) found.forGit(pair)
  for (const ground of grounds) {
    if (ground.one === ground.other) continue
    const [mine, its] = [byBase.get(ground.one) ?? [], byBase.get(ground.other) ?? []]
    const [under, underIts] = [layers.between(ground.base, ground.one), layers.between(ground.base, ground.other)]
    const all = meet(under, underIts)
    for (const a of mine) {
      const meeting = join(all, meet(found.ownOf(a), underIts))
      if (meeting) for (const b of its) found.add(a, b, ground, meeting)
    }
    for (const b of its) {
      const meeting = meet(under, found.ownOf(b))
      if (meeting) for (const a of mine) found.add(a, b, ground, meeting)
    }
  }
  const byBases = new Map([...grounds].map((ground) => [ground.one + ground.other, ground]))
  for (const [a, b] of touchingPairs(stands.map((_, place) => found.ownOf(place)))) {
    const [one, other] = [stands[a]?.base, stands[b]?.base]
    if (one === undefined || other === undefined) continue
    const ground = byBases.get(one + other) ?? byBases.get(other + one)
    const meeting = ground && meet(found.ownOf(a), found.ownOf(b))
    if (meeting) found.add(a, b, ground, meeting)
  }
  return found.suspects()
}

/** What upstream changed, for those that most pairs stand on first, and for as many as there is room for. */
async function learnGrounds(
  grounds: readonly Ground[],
  { histories, layers, changesMax }: { histories: Histories; layers: Layers; changesMax: number },
): Promise<ReadonlySet<Ground>> {
  const isSame = ({ one, other }: Ground): boolean => one === other
  const learned = new Set(grounds.filter(isSame))
  const open = grounds
    .filter((ground) => !isSame(ground))
    .map((ground) => ({ ground, pairs: pairsOn(ground, histories).length }))
    .sort((one, other) => other.pairs - one.pairs)
  for (let from = 0; from < open.length && layers.size < changesMax; from += LOT) {
    const lot = open.slice(from, from + LOT).map(({ ground }) => ground)
    await layers.learn(
      lot.flatMap(({ one, other, base }) => [
        { from: base, to: one },
        { from: base, to: other },
      ]),
    )
    for (const ground of lot) learned.add(ground)
  }
  return learned
}

function pairsOn({ one, other }: Pick<Ground, 'one' | 'other'>, { byBase, stands }: Histories): number[] {
  return (byBase.get(one) ?? []).flatMap((a) => (byBase.get(other) ?? []).map((b) => pairOf(a, b, stands.length)))
}

function join(one: Meeting | undefined, other: Meeting | undefined): Meeting | undefined {
  if (one === undefined || other === undefined) return one ?? other
  return { folders: one.folders || other.folders, paths: [...one.paths, ...other.paths] }
}

/** Pairs of trees with several merge bases in upstream are for git; those with none it refuses to merge. */
function groundsOf(histories: Histories): { readonly grounds: Ground[]; readonly forGit: number[] } {
  const { byBase, window } = histories
  const grounds: Ground[] = []
  const forGit: number[] = []
  const all = [...byBase.keys()]
  for (const [at, one] of all.entries()) {
    for (const other of all.slice(at)) {
      const bases = window.bases(one, other)
      const [base] = bases ?? []
      if (base !== undefined && bases?.length === 1) grounds.push({ one, other, base })
      else forGit.push(...pairsOn({ one, other }, histories))
    }
  }
  return { grounds, forGit }
}

class Found {
  readonly #histories: Histories
  readonly #layers: Layers
  readonly #suspects = new Map<number, Suspect>()
  readonly #own: readonly Layer[]

  constructor(histories: Histories, layers: Layers) {
    this.#histories = histories
    this.#layers = layers
    this.#own = histories.stands.map(({ base, tip }) => layers.between(base ?? tip, tip))
  }

  /** What a tree changed since its base. */
  ownOf(place: number): Layer {
    const layer = this.#own[place]
    if (layer === undefined) throw new RangeError(`there is no tree ${place}`)
    return layer
  }

  forGit(pair: number): void {
    const { length } = this.#histories.stands
    const [a, b] = [Math.floor(pair / length), pair % length]
    this.#suspects.set(pair, { a, b, whole: true, paths: new Set(), sides: undefined })
  }

  /** `one` is based on `ground.one`, `two` on `ground.other`, or the reverse. */
  add(one: number, two: number, ground: Ground, meeting: Meeting): void {
    const { stands } = this.#histories
    const pair = pairOf(one, two, stands.length)
    const suspect = this.#suspects.get(pair) ?? this.#suspect(Math.min(one, two), Math.max(one, two), ground)
    this.#suspects.set(pair, suspect)
    if (meeting.folders) suspect.whole = true
    for (const path of meeting.paths) suspect.paths.add(path)
  }

  #suspect(a: number, b: number, { base }: Ground): Suspect {
    const side = (place: number): readonly Layer[] => {
      const from = this.#histories.stands[place]?.base ?? base
      return [this.#layers.between(base, from), this.ownOf(place)]
    }
    return { a, b, whole: false, paths: new Set(), sides: [side(a), side(b)] }
  }

  /** Without pairs of which one has all of the other: those merge by taking the larger. */
  suspects(): Suspect[] {
    const { stands } = this.#histories
    return [...this.#suspects.values()].filter(({ a, b }) => {
      const [one, other] = [stands[a], stands[b]]
      return one !== undefined && other !== undefined && !contains(one, other)
    })
  }
}

/** Pairs of layers that have a path or a folder in common in one of the ways that `meet` looks at. */
function touchingPairs(layers: readonly Layer[]): Set<readonly [number, number]> {
  const pairs = new Map<number, readonly [number, number]>()
  const add = (a: number, b: number): void => {
    if (a !== b) pairs.set(pairOf(a, b, layers.length), a < b ? [a, b] : [b, a])
  }
  const index = (pick: (layer: Layer) => Iterable<string>): Map<string, number[]> => {
    const places = new Map<string, number[]>()
    for (const [place, layer] of layers.entries())
      for (const item of pick(layer)) {
        const there = places.get(item)
        if (there) there.push(place)
        else places.set(item, [place])
      }
    return places
  }
  const cross = (one: Map<string, number[]>, other: Map<string, number[]>): void => {
    for (const [item, places] of one) for (const b of other.get(item) ?? []) for (const a of places) add(a, b)
  }
  const paths = index((layer) => layer.changes.keys())
  const addedIn = index((layer) => layer.addedIn)
  cross(paths, paths)
  cross(
    index((layer) => layer.gone),
    addedIn,
  )
  cross(
    index((layer) => layer.added),
    addedIn,
  )
  const swaps = index((layer) => layer.swaps)
  if (swaps.size > 0)
    cross(
      swaps,
      index((layer) => layer.folders),
    )
  return new Set(pairs.values())
}
