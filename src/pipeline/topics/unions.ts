/** Sets of numbers that are joined and never parted (union-find); each goes by its lowest member. */

export class Unions {
  readonly #parents: number[]

  constructor(count: number) {
    this.#parents = Array.from({ length: count }, (_, at) => at)
  }

  copy(): Unions {
    const copy = new Unions(0)
    copy.#parents.push(...this.#parents)
    return copy
  }

  rootOf(member: number): number {
    let root = member
    for (let parent = this.#parents[root]; parent !== undefined && parent !== root; parent = this.#parents[root])
      root = parent
    this.#parents[member] = root
    return root
  }

  join(one: number, other: number): void {
    const [low, high] = [this.rootOf(one), this.rootOf(other)].sort((a, b) => a - b)
    if (low !== undefined && high !== undefined) this.#parents[high] = low
  }

  /** All sets, by their lowest members. */
  groups(): number[][] {
    const groups = new Map<number, number[]>()
    for (const member of this.#parents.keys()) {
      const root = this.rootOf(member)
      const group = groups.get(root)
      if (group) group.push(member)
      else groups.set(root, [member])
    }
    return [...groups.values()]
  }
}
