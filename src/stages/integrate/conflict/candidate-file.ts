/** A conflicted file as one candidate has it: which of a side's lines it brought, and which of the base's it took out. */
import type { Stage } from '../../../base/model/conflict.ts'
import { distinct } from '../../../base/std/collections.ts'
import { diffLines, type Edit, type LineRange } from '../../../base/text/line-diff.ts'
import { editOf, inverse, lineBefore, rangeBefore } from '../../../base/text/line-map.ts'
import type { Candidate } from './candidates.ts'
import { fileHistory } from './candidate-history.ts'
import type { FileHistory } from './file-history.ts'
import type { View } from './view.ts'

export class CandidateFile {
  readonly candidate: Candidate
  readonly #view: View
  readonly #paths: readonly string[]
  /** From the base of the clash to what the candidate stands on, from there to the candidate, from there to the side. */
  readonly #toBefore: readonly Edit[]
  readonly #own: readonly Edit[]
  readonly #toSide: readonly Edit[]
  #history: Promise<FileHistory> | undefined

  private constructor(view: View, candidate: Candidate, paths: readonly string[], steps: readonly (readonly Edit[])[]) {
    this.candidate = candidate
    this.#view = view
    this.#paths = paths
    const [toBefore = [], own = [], toSide = []] = steps
    this.#toBefore = toBefore
    this.#own = own
    this.#toSide = toSide
  }

  /** The candidates' files; those that are no text, or too large, are left out. */
  static async readAll(view: View, candidates: readonly Candidate[], side: SideFile): Promise<CandidateFile[]> {
    const entries = await Promise.all(
      candidates.map(async (candidate) => ({
        candidate,
        before: await firstEntry(view, candidate.bases[0], side.paths),
        after: await firstEntry(view, candidate.version, side.paths),
      })),
    )
    await view.load(entries.flatMap(({ before, after }) => [before, after]))
    return entries.flatMap(({ candidate, before, after }) => {
      const own = view.lines(after)
      const old = before === undefined ? [] : view.lines(before)
      if (own === undefined || old === undefined) return []
      const steps = [diffLines(side.base, old), diffLines(old, own), diffLines(own, side.lines)]
      return [new CandidateFile(view, candidate, side.paths, steps)]
    })
  }

  /** The candidate's line that a line of the side is, when the candidate brought it. */
  brought(line: number): number | undefined {
    const own = lineBefore(this.#toSide, line)
    return own !== undefined && editOf(this.#own, own) ? own : undefined
  }

  /** The line of what the candidate stands on that a line of the base is, when the candidate took it out. */
  tookOut(baseLine: number): number | undefined {
    const before = lineBefore(inverse(this.#toBefore), baseLine)
    if (before === undefined) return undefined
    return lineBefore(inverse(this.#own), before) === undefined ? before : undefined
  }

  /** Lines of what the candidate stands on, as lines of the clash's base. */
  inBase(range: LineRange): LineRange {
    return rangeBefore(this.#toBefore, range)
  }

  history(): Promise<FileHistory> {
    this.#history ??= fileHistory(this.#view, this.candidate, this.#paths)
    return this.#history
  }

  /** The history, when somebody asked for it before. */
  knownHistory(): Promise<FileHistory | undefined> {
    return this.#history ?? Promise.resolve(undefined)
  }
}

/** A side of a conflict, and the base it is compared with. */
export interface SideFile {
  readonly base: readonly string[]
  readonly lines: readonly string[]
  /** Raw names the file has had, the side's own first. */
  readonly paths: readonly string[]
}

export function pathsOf(side: Stage | undefined, base: Stage | undefined, other: string): string[] {
  return distinct([side?.path ?? other, base?.path ?? other, other])
}

async function firstEntry(view: View, commit: Candidate['bases'][0] | undefined, paths: readonly string[]) {
  for (const path of paths) {
    const entry = await view.entry(commit, path)
    if (entry) return entry.oid
  }
  return undefined
}
