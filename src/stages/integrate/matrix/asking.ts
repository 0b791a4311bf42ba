/** Has git judge the pairs whose changes meet: as wholes where it must see whole trees, and content by content elsewhere. */
import type { Entry } from '../../../base/git/folder.ts'
import type { MergeAnswer, Merger } from '../../../base/git/merge-tree.ts'
import { assert } from '../../../base/std/assert.ts'
import { distinct } from '../../../base/std/collections.ts'
import { Lanes } from '../../../base/std/lanes.ts'
import type { Workshop } from '../workshop.ts'
import { findApart, type LineFacts } from './apart.ts'
import { askContents, type Question, questionKey } from './contents.ts'
import type { MatrixFacts } from './facts.ts'
import type { Layer } from './layer.ts'
import type { Stand } from './stands.ts'
import type { Suspect } from './suspects.ts'

/** Merges asked for and not answered, at a time and a process: enough to keep git busy. */
const IN_FLIGHT = 200

export interface Judged {
  /** The paths that conflict, for each pair that does. */
  readonly conflicts: ReadonlyMap<number, readonly string[]>
  readonly counts: { readonly asked: number; readonly contents: number }
  readonly facts: Pick<MatrixFacts, 'lines' | 'contents' | 'pairs'>
}

export class Asking {
  readonly #shop: Workshop
  readonly #mergers: readonly Merger[]
  readonly #known: MatrixFacts
  readonly #plain: boolean

  /** `plain` says that no attributes have a part in merging. */
  constructor(shop: Workshop, mergers: readonly Merger[], known: MatrixFacts, plain: boolean) {
    this.#plain = plain
    this.#shop = shop
    this.#mergers = mergers
    this.#known = known
  }

  async judge(stands: readonly Stand[], suspects: readonly Suspect[]): Promise<Judged> {
    const whole: Suspect[] = []
    const byContents: { readonly suspect: Suspect; readonly questions: readonly Question[] }[] = []
    for (const suspect of suspects) {
      const questions = questionsOf(suspect)
      if (questions === undefined) whole.push(suspect)
      else if (questions.length > 0) byContents.push({ suspect, questions })
    }
    const conflicts = new Map<number, readonly string[]>()
    const [contents, wholes] = await Promise.all([
      this.#askContents(byContents.flatMap(({ questions }) => questions)),
      this.#askWholes(stands, whole),
    ])
    const placeOf = ({ a, b }: Suspect): number => a * stands.length + b
    for (const { suspect, questions } of byContents) {
      const paths = questions.filter((one) => contents.known.get(questionKey(one)) === true).map(({ path }) => path)
      if (paths.length > 0) conflicts.set(placeOf(suspect), paths)
    }
    for (const suspect of whole) {
      const paths = wholes.known.get(pairKey(stands, suspect))
      if (paths) conflicts.set(placeOf(suspect), paths)
    }
    return {
      conflicts,
      counts: { asked: wholes.asked, contents: contents.asked },
      facts: { lines: contents.lines, contents: contents.known, pairs: wholes.known },
    }
  }

  async #askContents(
    questions: readonly Question[],
  ): Promise<{ known: Map<string, boolean>; lines: LineFacts; asked: number }> {
    const all = new Map(questions.map((question) => [questionKey(question), question]))
    const lines: LineFacts = new Map()
    // How lines are merged is what attributes may change.
    const apart = this.#plain
      ? await findApart(this.#shop, all, { known: this.#known.lines, used: lines })
      : new Set<string>()
    const known = new Map<string, boolean>()
    const open = new Map<string, Question>()
    for (const [key, question] of all) {
      if (apart.has(key)) continue
      const answer = this.#known.contents.get(key)
      if (answer === undefined) open.set(key, question)
      else known.set(key, answer)
    }
    await askContents(this.#shop, this.#mergers, open, known)
    return { known, lines, asked: open.size }
  }

  async #askWholes(
    stands: readonly Stand[],
    suspects: readonly Suspect[],
  ): Promise<{ known: Map<string, readonly string[] | null>; asked: number }> {
    const known = new Map<string, readonly string[] | null>()
    const open = suspects.filter((suspect) => {
      const key = pairKey(stands, suspect)
      const answer = this.#known.pairs.get(key)
      if (answer !== undefined) known.set(key, answer)
      return answer === undefined
    })
    const lanes = this.#mergers.map((merger) => ({ merger, lanes: new Lanes(IN_FLIGHT) }))
    await Promise.all(
      open.map(async (suspect, at) => {
        const lane = lanes[at % lanes.length]
        assert(lane !== undefined, 'there is a process to ask')
        const [one, other] = [tipOf(stands, suspect.a), tipOf(stands, suspect.b)]
        const answer = await lane.lanes.run(() => lane.merger.merge(one, other))
        const clean = 'refused' in answer || answer.clean
        known.set(pairKey(stands, suspect), clean ? null : pathsOf(answer))
      }),
    )
    return { known, asked: open.length }
  }
}

/** A folder that was renamed to several places is a conflict without stages; its name stands in git's message then. */
function pathsOf({ stages, messages }: MergeAnswer): readonly string[] {
  if (stages.length > 0) return distinct(stages.map(({ path }) => path))
  return distinct(messages.filter(({ type }) => type.startsWith('CONFLICT')).flatMap(({ paths }) => paths))
}

function tipOf(stands: readonly Stand[], place: number): Stand['tip'] {
  const stand = stands[place]
  assert(stand !== undefined, 'a pair is made of two trees')
  return stand.tip
}

function pairKey(stands: readonly Stand[], { a, b }: Suspect): string {
  return tipOf(stands, a) + tipOf(stands, b)
}

/** The contents that decide over a pair; undefined when it takes more than contents. */
function questionsOf({ whole, paths, sides }: Suspect): Question[] | undefined {
  if (whole || sides === undefined) return undefined
  const questions: Question[] = []
  for (const path of paths) {
    const [one, other] = [sideAt(sides[0], path), sideAt(sides[1], path)]
    const base = one.base ?? other.base
    assert(base !== undefined, 'a path is met where it was changed')
    const [ours, theirs] = [one.now ?? base, other.now ?? base]
    if (![base, ours, theirs].every(({ mode }) => isFile(mode))) return undefined
    if (!same(ours, theirs) && !same(ours, base) && !same(theirs, base)) questions.push({ path, base, ours, theirs })
  }
  return questions
}

/** What a side of layers has at a path, and what the base has, where one of the layers tells. */
function sideAt(layers: readonly Layer[], path: string): { readonly base?: Entry; readonly now?: Entry } {
  const changes = layers.flatMap((layer) => layer.changes.get(path) ?? [])
  const [first, last] = [changes[0], changes.at(-1)]
  if (first === undefined || last === undefined) return {}
  return {
    base: { mode: first.oldMode, oid: first.oldOid },
    now: { mode: last.newMode, oid: last.newOid },
  }
}

function same(one: Entry, other: Entry): boolean {
  return one.oid === other.oid && one.mode === other.mode
}

/** Regular, executable or not. */
function isFile(mode: number): boolean {
  return (mode & 0o170000) === 0o100000
}
