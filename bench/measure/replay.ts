/** Replays the merges of a repository in order of date, learning as it goes: how many conflicts would have been settled, and how many of those wrong. */
import { parseCommit } from '../../src/base/git/objects.ts'
import { findRepository } from '../../src/base/git/find-repository.ts'
import { resolveCommit } from '../../src/base/git/rev-parse.ts'
import { Git } from '../../src/base/git/spawn.ts'
import type { ConflictId } from '../../src/base/model/conflict.ts'
import type { BlobOid } from '../../src/base/model/oid.ts'
import type { Resolution } from '../../src/base/model/resolution.ts'
import type { ResolutionId, SettlingRule, Tier } from '../../src/base/model/settling.ts'
import { match } from '../../src/memory/resolutions/match.ts'
import { rulesInHistory, type Use } from '../../src/memory/resolutions/rules-in-history.ts'
import { inPlaceOf, learnedResolution } from '../../src/pipeline/learned-resolution.ts'
import { type HistoricMerge, madeMerges } from '../../src/pipeline/made-merges.ts'
import { rightTakes } from '../../src/pipeline/resolution-uses.ts'
import { readMergeAttributes } from '../../src/stages/integrate/attributes.ts'
import { type HandMerged, type Remerged, remergeAll } from '../../src/stages/integrate/remerge.ts'
import { byRule, type Outcome } from '../../src/stages/integrate/settle/take-side.ts'
import { openWorkshop, type Workshop } from '../../src/stages/integrate/workshop.ts'
import { GrowingShelf } from './growing-shelf.ts'

export interface ReplayOptions {
  readonly repository: string
  /** A branch, or any other name of a commit. */
  readonly tip: string
  /** Merges before this moment are learned from and not counted. Seconds since 1970. */
  readonly countFrom: number
  readonly scratchFolder: string
  /** Whether the rules that history suggests are taken as soon as they are. */
  readonly acceptRules: boolean
  /** Whether what was made later of the very same conflict takes the place of what was made of it earlier, as `learn` has it. */
  readonly laterHolds?: boolean
  /** Hears of every conflicted file. `shown` is the text with what is known filled in. */
  readonly heard?: (heard: Heard) => void
}

export interface Heard {
  /** Of the merge. */
  readonly subject: string
  readonly verdict: Verdict
  readonly shown: string | undefined
}

export interface Tally {
  right: number
  wrong: number
  open: number
}

export type Verdict = keyof Tally

export interface Replayed {
  readonly files: Tally
  /** Right when the whole tree is as the person committed it, wrong when nothing is open and it differs. */
  readonly merges: Tally
  /** Merges with conflicts that were learned from and not counted. */
  readonly before: number
  /** Files that were settled wrong: merge, path, by what. */
  readonly mistakes: readonly string[]
  readonly rules: readonly SettlingRule[]
  readonly mergesASecond: number
}

const TIERS: readonly Tier[] = ['same-versions', 'same-conflict', 'same-hunks']

/** Rules are looked for anew after so many conflicted merges; operators do it less often. */
const RULES_EVERY = 10

export async function replay(options: ReplayOptions): Promise<Replayed> {
  const plain = new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: ['stdbuf', '-o0'] })
  const recordDir = await findRepository(plain, options.repository)
  const tip = recordDir === undefined ? undefined : await resolveCommit(plain.at(recordDir), options.tip)
  if (recordDir === undefined || tip === undefined)
    throw new Error(`there is no ${options.tip} in ${options.repository}`)
  const start = performance.now()
  await using shop = await openWorkshop(plain, { recordDir, scratchFolder: options.scratchFolder, pid: process.pid })
  const { tree } = parseCommit(await shop.reader.read(tip, 'commit'))
  shop.useAttributes(await readMergeAttributes(shop.git, shop.folders, shop.reader, tree))
  const { merges } = await madeMerges(shop, undefined, tip)
  const pupil = new Pupil(shop, options)
  const byDate = merges.toSorted((a, b) => a.at.epochSeconds - b.at.epochSeconds)
  for await (const { made, remerged } of remergeAll(shop, byDate)) await pupil.meet(made, remerged)
  return { ...pupil.result(), mergesASecond: (merges.length / (performance.now() - start)) * 1000 }
}

/** Answers first, and learns what was right afterwards. */
class Pupil {
  readonly #shop: Workshop
  readonly #options: ReplayOptions
  readonly #shelf = new GrowingShelf()
  readonly #texts = new Map<BlobOid, string>()
  readonly #uses: Use[] = []
  /** Who answered a conflict last. */
  readonly #answers = new Map<ConflictId, ResolutionId>()
  #rules: readonly SettlingRule[] = []
  #met = 0
  #before = 0
  readonly #files: Tally = { right: 0, wrong: 0, open: 0 }
  readonly #merges: Tally = { right: 0, wrong: 0, open: 0 }
  readonly #mistakes: string[] = []

  constructor(shop: Workshop, options: ReplayOptions) {
    this.#shop = shop
    this.#options = options
  }

  result(): Omit<Replayed, 'mergesASecond'> {
    return {
      files: this.#files,
      merges: this.#merges,
      before: this.#before,
      mistakes: this.#mistakes,
      rules: this.#rules,
    }
  }

  async meet(merge: HistoricMerge, remerged: Remerged): Promise<void> {
    if (remerged.kind !== 'by-hand' || remerged.files.length + remerged.unfinished.length === 0) return
    const { files, fixes, unfinished } = remerged
    if (merge.at.epochSeconds < this.#options.countFrom) this.#before += 1
    else {
      const verdicts: Verdict[] = unfinished.map(() => 'open')
      for (const file of files) verdicts.push(await this.#answer(merge, file))
      for (const verdict of verdicts) this.#files[verdict] += 1
      const isRight = fixes.length === 0 && verdicts.every((verdict) => verdict === 'right')
      this.#merges[verdicts.includes('open') ? 'open' : isRight ? 'right' : 'wrong'] += 1
    }
    const needed = { trees: [], commits: [merge.theirs] }
    const { resolution, blobs } = await learnedResolution(this.#shop, merge, { files, fixes }, { needed })
    for (const { oid, content } of blobs) this.#texts.set(oid as BlobOid, content.toString('latin1'))
    for (const one of this.#options.laterHolds === true ? inPlaceOf(resolution, this.#answers) : [resolution])
      await this.#learn(one)
  }

  async #answer(merge: HistoricMerge, { clashed, outcome }: HandMerged): Promise<Verdict> {
    const matched = await match(clashed, this.#shelf, {
      tiers: TIERS,
      read: (oid) => this.#read(oid),
      isHere: () => Promise.resolve(true),
      stands: (path) => this.#stands(merge, path),
    })
    const ruled = byRule(this.#rules, clashed)
    const settled = matched.kind === 'settled' ? matched.outcome : ruled?.outcome
    const verdict = settled === undefined ? 'open' : isSame(settled, outcome) ? 'right' : 'wrong'
    const filled = settled ?? matched
    const shown = 'text' in filled ? filled.text : undefined
    this.#options.heard?.({ subject: merge.subject, verdict, shown })
    if (verdict !== 'wrong') return verdict
    const by =
      matched.kind === 'settled'
        ? matched.by.map((one) => (one.kind === 'rule' ? one.take : one.tier)).join(', ')
        : `take ${ruled?.take}`
    this.#mistakes.push(`${merge.commit} ${clashed.path}: ${by}`)
    return 'wrong'
  }

  async #learn(resolution: Resolution): Promise<void> {
    this.#shelf.add(resolution)
    for (const { conflict } of resolution.files) this.#answers.set(conflict, resolution.id)
    for (const file of resolution.files)
      this.#uses.push({ path: file.path, kind: file.kind, right: await rightTakes(file, (oid) => this.#read(oid)) })
    this.#met += 1
    if (this.#options.acceptRules && this.#met % RULES_EVERY === 0) this.#rules = rulesInHistory(this.#uses, [])
  }

  async #stands(merge: HistoricMerge, path: string): Promise<boolean> {
    const { reader, folders } = this.#shop
    for (const side of [merge.ours, merge.theirs])
      if (await folders.at(parseCommit(await reader.read(side, 'commit')).tree, path)) return true
    return false
  }

  async #read(oid: BlobOid): Promise<string | undefined> {
    return this.#texts.get(oid) ?? (await this.#shop.reader.find(oid))?.content.toString('latin1')
  }
}

function isSame(settled: Outcome, person: HandMerged['outcome']): boolean {
  if ('text' in settled) return person.placed.length === 1 && person.text === settled.text
  const entries = ({ placed }: Pick<HandMerged['outcome'], 'placed'>): string =>
    placed
      .map(({ path, mode, oid }) => `${path} ${mode} ${oid}`)
      .toSorted()
      .join('\n')
  return entries(settled) === entries(person)
}
