/** A branch being written: commits in a row, each with what the branch holds after it. */
import type { BaseText } from './base-text.ts'
import type { FastImport, Mark } from './fast-import.ts'
import type { Change, Patchwork } from './patchwork.ts'
import type { Random } from './random.ts'
import { nameOf } from './work.ts'

/** A commit, by what matters to those who build on it. */
export interface Point {
  readonly mark: Mark
  readonly state: Patchwork
  readonly epochSeconds: number
}

/** Seconds between a commit and the next. */
const PACE_SECONDS = { least: 300, most: 7_200 }

export class Branch {
  readonly #import: FastImport
  readonly #base: BaseText
  readonly #random: Random
  readonly #ref: string
  readonly #name: string
  #tip: Point

  constructor(
    to: { readonly import: FastImport; readonly base: BaseText },
    named: { ref: string; name: string },
    from: Point,
    random: Random,
  ) {
    this.#import = to.import
    this.#base = to.base
    this.#random = random
    this.#ref = named.ref
    this.#name = named.name
    this.#tip = from
  }

  get tip(): Point {
    return this.#tip
  }

  async commit(changes: readonly Change[]): Promise<Point> {
    const [first] = changes
    if (!first) throw new Error('a commit without changes')
    const author = `Developer ${this.#random.between(1, 2_000)}`
    const subject = `${this.#name}: ${VERBS[first.kind]} ${nameOf(first).slice(nameOf(first).lastIndexOf('/') + 1)}`
    const body = `This is needed by ${this.#name}, see case ${this.#random.below(100_000)}.`
    const message = `${subject}\n\n${body}\n\nSigned-off-by: ${author} <${author.toLowerCase().replace(' ', '.')}@example.org>\n`
    return this.#write({ parents: [this.#tip], state: this.#tip.state.with(changes), author, message })
  }

  /** Merges another branch's commit, whose edits lie apart from this one's. */
  async merge(other: Point, what: string): Promise<Point> {
    const message = `Merge ${what} into ${this.#name}\n`
    return this.#write({
      parents: [this.#tip, other],
      state: this.#tip.state.union(other.state),
      author: `${this.#name} maintainer`,
      message,
    })
  }

  async #write(commit: {
    parents: readonly Point[]
    state: Patchwork
    author: string
    message: string
  }): Promise<Point> {
    const newest = Math.max(...commit.parents.map((parent) => parent.epochSeconds))
    const epochSeconds = newest + this.#random.between(PACE_SECONDS.least, PACE_SECONDS.most)
    const mark = await this.#import.commit({
      ref: this.#ref,
      parents: commit.parents.map((parent) => parent.mark),
      author: commit.author,
      epochSeconds,
      message: commit.message,
      changes: this.#tip.state.changesTo(commit.state, this.#base),
    })
    this.#tip = { mark, state: commit.state, epochSeconds }
    return this.#tip
  }
}

const VERBS = { edit: 'correct', add: 'add', delete: 'remove', move: 'rename' } as const satisfies Record<
  Change['kind'],
  string
>
