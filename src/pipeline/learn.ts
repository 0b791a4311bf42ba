/** Takes resolutions out of merges that people made: what they did where git could not go on, and beside it. */
import { count } from '../base/text/count.ts'
import { type GitObject, parseCommit } from '../base/git/objects.ts'
import { resolveCommit } from '../base/git/rev-parse.ts'
import { REF_RESOLUTIONS } from '../base/model/names.ts'
import type { ConflictId } from '../base/model/conflict.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Resolution } from '../base/model/resolution.ts'
import type { ResolutionId } from '../base/model/settling.ts'
import { unreachable } from '../base/std/assert.ts'
import { showPath } from '../base/text/show-path.ts'
import { withIntegrationLock } from '../memory/record/lock.ts'
import { readResolutions } from '../memory/resolutions/store.ts'
import { readMergeAttributes } from '../stages/integrate/attributes.ts'
import { type Remerged, remergeAll } from '../stages/integrate/remerge.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'
import { holderOf } from './holder.ts'
import { keepResolutions } from './keep-resolutions.ts'
import { inPlaceOf, type LearnedResolution, learnedResolution, neededCommits, sayings } from './learned-resolution.ts'
import { type HistoricMerge, madeMerges } from './made-merges.ts'
import { type Opening, openRepository, openWorkshopOn } from './other-repository.ts'
import { parseRange } from './revision-range.ts'
import { rosterOf } from './roster.ts'
import { type Machine, openReading, type Workspace } from './workspace.ts'

export interface LearnWish {
  /** `<from>..<to>`, or one name for all of its history. */
  readonly range: string
  /** A folder or URL; the record when left out. */
  readonly repo: string | undefined
  readonly dryRun: boolean
}

/** A merge that taught nothing, and why. Printable text. */
export interface SkippedMerge {
  readonly commit: CommitOid
  readonly subject: string
  readonly why: string
}

export interface Lesson {
  /** How many merges were looked at, octopuses included. */
  readonly merges: number
  /** How many of them git does not make as people did. */
  readonly byHand: number
  readonly conflictedFiles: number
  /** Edits of files that merged clean. */
  readonly fixedFiles: number
  /** What is new to the record, oldest first. */
  readonly learned: readonly Resolution[]
  /** Merges whose resolutions are on record already. */
  readonly known: number
  readonly skipped: readonly SkippedMerge[]
}

/** Reads without the lock, for that can take minutes, and writes one commit in the end. */
export async function learn(workspace: Workspace, machine: Machine, wish: LearnWish): Promise<Lesson> {
  const { from, to } = parseRange(wish.range)
  const roster = await rosterOf(workspace)
  const opening: Opening = { workspace, machine, roster }
  await using repository = await openRepository(opening, wish.repo)
  const names = from === undefined ? [to] : [from, to]
  const found = await repository.find(names)
  const end = found.at(-1) as CommitOid
  await using shop = await openWorkshopOn(machine, repository)
  shop.useAttributes(await attributesOf(shop, end))
  const { merges, octopuses } = await madeMerges(shop, from === undefined ? undefined : found[0], end)
  const student = new Student(shop, await onRecord(workspace))
  for await (const { made, remerged } of remergeAll(shop, merges)) await student.hear(made, remerged)
  const { lesson, blobs } = student
  const { learned: resolutions } = lesson
  const message = `learn: ${resolutions.length} from ${count(merges.length, 'merge')}\n`
  const keeping = { from: shop.git, resolutions, blobs, by: roster.project.integrator, at: machine.clock(), message }
  if (!wish.dryRun && resolutions.length > 0)
    await withIntegrationLock(workspace.record, holderOf(machine), machine.listen, (lock) =>
      keepResolutions(workspace, keeping, lock),
    )
  const tooMany = octopuses.map((merge) => ({
    ...merge,
    why: 'it joins more than two, which git does only where nothing conflicts',
  }))
  return { ...lesson, merges: merges.length + octopuses.length, skipped: [...lesson.skipped, ...tooMany] }
}

/** Those at the end of the history: they are what the next merge will meet. */
async function attributesOf(shop: Workshop, end: CommitOid): Promise<readonly string[]> {
  const { tree } = parseCommit(await shop.reader.read(end, 'commit'))
  return readMergeAttributes(shop.git, shop.folders, shop.reader, tree)
}

async function onRecord(workspace: Workspace): Promise<readonly Resolution[]> {
  const { git } = workspace.record
  const head = await resolveCommit(git, REF_RESOLUTIONS)
  await using reading = openReading(git)
  return (await readResolutions(reading.folders, reading.reader, head)).resolutions
}

/** Hears of merges in order and remembers what is new. */
class Student {
  readonly #shop: Workshop
  readonly #merges: Set<CommitOid>
  readonly #sayings: Set<string>
  /** The newest learned answer to each conflict. */
  readonly #answers = new Map<ConflictId, Resolution>()
  readonly #learned: Resolution[] = []
  readonly #skipped: SkippedMerge[] = []
  readonly #counts = { byHand: 0, conflictedFiles: 0, fixedFiles: 0, known: 0 }
  readonly blobs: GitObject[] = []

  constructor(shop: Workshop, known: readonly Resolution[]) {
    this.#shop = shop
    this.#merges = new Set(known.flatMap(({ origin }) => (origin.kind === 'learned' ? [origin.merge] : [])))
    this.#sayings = new Set(known.flatMap(sayings))
    for (const resolution of known) this.#remember(resolution)
  }

  get lesson(): Omit<Lesson, 'merges'> {
    return { ...this.#counts, learned: this.#learned, skipped: this.#skipped }
  }

  async hear(merge: HistoricMerge, remerged: Remerged): Promise<void> {
    switch (remerged.kind) {
      case 'as-git':
        return
      case 'not-redone':
        this.#skip(merge, remerged.why)
        return
      case 'by-hand': {
        const { files, fixes, unfinished } = remerged
        this.#counts.byHand += 1
        this.#counts.conflictedFiles += files.length + unfinished.length
        this.#counts.fixedFiles += fixes.length
        for (const path of unfinished) this.#skip(merge, `${showPath(path)} was committed with conflict markers in it`)
        if (files.length + fixes.length === 0) return
        if (this.#merges.has(merge.commit)) this.#counts.known += 1
        else {
          const needed = await neededCommits(this.#shop, merge, remerged)
          this.#take(await learnedResolution(this.#shop, merge, remerged, { needed }))
        }
        return
      }
      default:
        unreachable(remerged)
    }
  }

  /** The same conflict settled in the same way again teaches nothing. */
  #take({ resolution, blobs }: LearnedResolution): void {
    const fresh = sayings(resolution).filter((saying) => !this.#sayings.has(saying))
    if (fresh.length === 0 && !this.#goesBack(resolution)) {
      this.#counts.known += 1
      return
    }
    for (const saying of fresh) this.#sayings.add(saying)
    for (const learned of inPlaceOf(resolution, this.#olderThan(resolution))) {
      this.#learned.push(learned)
      this.#remember(learned)
    }
    this.blobs.push(...blobs)
  }

  /** Whether it is what was said before something else was: then that holds no more. */
  #goesBack(resolution: Resolution): boolean {
    const earlier = this.#olderThan(resolution)
    return resolution.files.some((file) => {
      const last = this.#answers.get(file.conflict)
      if (last === undefined || !earlier.has(file.conflict)) return false
      return !sayings(last).includes(sayings({ files: [file], fixes: [] })[0] ?? '')
    })
  }

  /** By conflict, what an earlier merge made of it; what a person settled here is never replaced by what is learned. */
  #olderThan({ files, at }: Resolution): ReadonlyMap<ConflictId, ResolutionId> {
    return new Map(
      files.flatMap(({ conflict }) => {
        const earlier = this.#answers.get(conflict)
        return earlier === undefined || earlier.at.epochSeconds > at.epochSeconds ? [] : [[conflict, earlier.id]]
      }),
    )
  }

  #remember(resolution: Resolution): void {
    if (resolution.origin.kind !== 'learned') return
    for (const { conflict } of resolution.files) {
      const known = this.#answers.get(conflict)
      if (known === undefined || known.at.epochSeconds <= resolution.at.epochSeconds)
        this.#answers.set(conflict, resolution)
    }
  }

  #skip({ commit, subject }: HistoricMerge, why: string): void {
    this.#skipped.push({ commit, subject, why })
  }
}
