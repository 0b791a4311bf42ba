/** A shelf that grows by one resolution at a time: most of it is put in order once in a while, the newest every time. */
import type { Resolution } from '../../src/base/model/resolution.ts'
import type { ResolutionId } from '../../src/base/model/settling.ts'
import { shelfOf } from '../../src/memory/resolutions/memory-shelf.ts'
import type { MatchKey, Shelf, ShelfMark } from '../../src/memory/resolutions/shelf.ts'

/** So many resolutions are put in order again and again before they join the others. */
const NEWEST_MAX = 50

interface Batch {
  readonly resolutions: readonly Resolution[]
  readonly shelf: Shelf
}

export class GrowingShelf implements Shelf {
  readonly #old: Batch[] = []
  #newest: Resolution[] = []
  #fresh: Shelf = shelfOf([], [])
  readonly #all = new Map<ResolutionId, Resolution>()

  add(resolution: Resolution): void {
    this.#all.set(resolution.id, resolution)
    if (resolution.supersedes !== undefined) this.#takeAway(resolution.supersedes)
    this.#newest.push(resolution)
    this.#fresh = shelfOf(this.#newest, [])
    if (this.#newest.length < NEWEST_MAX) return
    this.#old.unshift({ resolutions: this.#newest, shelf: this.#fresh })
    this.#newest = []
    this.#fresh = shelfOf([], [])
  }

  /** What another stands in the place of is no answer any more. */
  #takeAway(id: ResolutionId): void {
    this.#newest = this.#newest.filter((one) => one.id !== id)
    const place = this.#old.findIndex(({ resolutions }) => resolutions.some((one) => one.id === id))
    const resolutions = this.#old[place]?.resolutions.filter((one) => one.id !== id)
    if (resolutions) this.#old[place] = { resolutions, shelf: shelfOf(resolutions, []) }
  }

  /** Newest first, as from one shelf. */
  async find(keys: readonly MatchKey[]): Promise<ReadonlyMap<MatchKey, readonly ShelfMark[]>> {
    const found = new Map<MatchKey, readonly ShelfMark[]>()
    for (const shelf of [this.#fresh, ...this.#old.map((batch) => batch.shelf)])
      for (const [key, marks] of await shelf.find(keys)) found.set(key, [...(found.get(key) ?? []), ...marks])
    return found
  }

  async read(id: ResolutionId): Promise<Resolution> {
    const resolution = this.#all.get(id)
    if (resolution === undefined) throw new Error(`there is no resolution ${id}`)
    return resolution
  }

  mergeFixes(): Promise<readonly Resolution[]> {
    return Promise.resolve([...this.#all.values()].filter(({ fixes }) => fixes.length > 0))
  }
}
