/** Builds what a tree would be with some of its commits only. Every beginning is built once. */
import type { TreeOid } from '../../../base/model/oid.ts'
import type { Workshop } from '../workshop.ts'
import { follow, type LinedUp } from './line-up.ts'
import { pick } from './pick.ts'

export class Builder {
  readonly #shop: Workshop
  readonly #line: LinedUp
  readonly #built = new Map<string, Promise<TreeOid | undefined>>()

  constructor(shop: Workshop, line: LinedUp) {
    this.#shop = shop
    this.#line = line
  }

  /** `chosen`: places in the line, in ascending order. Undefined when one of them does not go onto those before it. */
  async build(chosen: readonly number[]): Promise<TreeOid | undefined> {
    const last = chosen.at(-1)
    if (last === undefined) return this.#line.base
    // All from the beginning, and nothing left out: there it stands already.
    if (last === chosen.length - 1) return this.#line.steps[last]?.after
    const key = chosen.join(' ')
    const built = this.#built.get(key) ?? this.#add(chosen.slice(0, -1), last)
    this.#built.set(key, built)
    return built
  }

  async #add(before: readonly number[], place: number): Promise<TreeOid | undefined> {
    const onto = await this.build(before)
    const step = this.#line.steps[place]
    if (onto === undefined || step === undefined) return undefined
    if (step.isForced) return (await follow(this.#shop, onto, step.change)).tree
    const picked = await pick(this.#shop, onto, step.change)
    return picked.kind === 'clean' ? picked.tree : undefined
  }
}
