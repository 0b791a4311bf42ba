/** What people do on an ordinary day: a commit's one to three changes, in their own part of the tree as a rule. */
import type { BaseText } from './base-text.ts'
import type { Claims } from './claims.ts'
import { proposeEdit, reworded, word } from './edits.ts'
import type { Change, Edit, Patchwork } from './patchwork.ts'
import { addedText, renamed } from './plants.ts'
import type { Random } from './random.ts'

/** How often a change is of a kind; the rest are edits of own files. */
const SHARE = { add: 0.006, remove: 0.002, rename: 0.003, revise: 0.4, foreign: 0.004 }

/** Files a tree works on besides those it adds: in 19 commits a maintainer comes back to the same few. */
const POOL_FILES = 3

/** Places tried before a new file is added instead. */
const TRIES = 30

export interface Place {
  readonly folder: string
  readonly files: readonly string[]
}

export interface WorkTools {
  readonly base: BaseText
  readonly claims: Claims
  /** Files that everybody touches: the list of maintainers, and other trees' files. */
  readonly foreign: readonly string[]
}

/** One group of people at one place. */
export class Work {
  readonly #pool: readonly string[]
  readonly #folder: string
  readonly #tools: WorkTools
  readonly #random: Random
  /** Own edits, which may be reworded later. */
  readonly #own: { readonly file: string; readonly edit: Edit }[] = []

  constructor(place: Place, tools: WorkTools, random: Random) {
    this.#pool = random.shuffled(place.files).slice(0, POOL_FILES)
    this.#folder = place.folder
    this.#tools = tools
    this.#random = random
  }

  /** The changes of the next commit, on top of a state that holds all earlier ones. */
  next(state: Patchwork): Change[] {
    const wanted = this.#random.pick([1, 1, 1, 1, 2, 2, 3])
    const changes: Change[] = []
    while (changes.length < wanted) {
      const change = this.#change(state)
      const name = nameOf(change)
      if (!changes.some((earlier) => nameOf(earlier) === name)) changes.push(change)
    }
    return changes
  }

  #change(state: Patchwork): Change {
    const random = this.#random
    const { add, remove, rename, revise, foreign } = SHARE
    if (random.chance(add)) return this.#addition()
    if (random.chance(remove)) return this.#whole((file) => ({ kind: 'delete', file }))
    if (random.chance(rename)) return this.#whole((file) => ({ kind: 'move', file, to: renamed(file, random) }))
    if (random.chance(revise)) return this.#revision(state)
    return this.#edit(random.chance(foreign) ? this.#tools.foreign : this.#pool)
  }

  #edit(files: readonly string[]): Change {
    for (let tries = 0; tries < TRIES; tries++) {
      const file = this.#random.pick(files)
      const edit = proposeEdit(file, this.#tools.base.lines(file), this.#random)
      if (!edit || !this.#tools.claims.takeLines(file, edit.start, edit.end)) continue
      this.#own.push({ file, edit })
      return { kind: 'edit', file, edit }
    }
    return this.#addition()
  }

  /** Rewords an own earlier edit, as it stands in this state. */
  #revision(state: Patchwork): Change {
    const reachable = this.#own.filter(({ file, edit }) => state.edits.get(file)?.has(edit.start))
    if (reachable.length === 0) return this.#edit(this.#pool)
    const { file, edit } = this.#random.pick(reachable)
    return { kind: 'edit', file, edit: reworded(state.edits.get(file)?.get(edit.start) ?? edit, this.#random) }
  }

  #whole(change: (file: string) => Change): Change {
    for (let tries = 0; tries < TRIES; tries++) {
      const file = this.#random.pick(this.#pool)
      if (/\.[chS]$/.test(file) && this.#tools.claims.takeWhole(file)) return change(file)
    }
    return this.#addition()
  }

  #addition(): Change {
    const path = `${this.#folder}/${word(this.#random)}_${word(this.#random)}_${this.#random.below(1_000_000)}.c`
    return { kind: 'add', path, text: addedText(path, this.#random) }
  }
}

/** What a change is about: its file by the name it is known by. */
export function nameOf(change: Change): string {
  return change.kind === 'add' ? change.path : change.file
}
