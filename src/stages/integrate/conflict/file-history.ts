/** One file through the commits of one tree: who made a line, who took one out, and where in the base that was. Pure. */
import type { PathChange } from '../../../base/git/patch-reader.ts'
import type { PathCommit } from '../../../base/git/path-history.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import type { Edit, LineRange } from '../../../base/text/line-diff.ts'
import { editOf, lineBefore } from '../../../base/text/line-map.ts'

/** A commit and what it did to lines of the file. */
export interface Making {
  readonly commit: PathCommit
  /** The base's lines that it changed, or the place where it added some; undefined when that cannot be told. */
  readonly at: LineRange | undefined
}

/** Longest chain of commits that replaced each other's lines which is followed down to the base. */
const REPLACED_MAX = 20

export class FileHistory {
  /** Those that changed the file; of merges, those that brought something of their own. */
  readonly commits: readonly PathCommit[]
  readonly #tip: PathCommit | undefined
  readonly #paths: readonly string[]
  readonly #byId: ReadonlyMap<CommitOid, PathCommit>

  /** `commits` as `pathHistory` gives them, or with commits between them that changed nothing; children first. `paths` are the file's raw names, that of the tip first. */
  constructor(commits: readonly PathCommit[], paths: readonly string[]) {
    this.commits = commits.filter(({ changes }) => changes.every((list) => list.length > 0))
    this.#tip = commits[0]
    this.#paths = paths
    this.#byId = new Map(commits.map((commit) => [commit.commit, commit]))
  }

  /** Who made a line of the file as the tip has it; undefined for a line that was there before. */
  makerOf(line: number): Making | undefined {
    const origin = this.#trace(this.#tip?.commit, line)
    if ('base' in origin) return undefined
    return { commit: origin.maker, at: origin.edit && this.#baseRange(origin.maker.parents[0], origin.edit.from, 0) }
  }

  /** Who took out these lines of the base, by line; where several did after each other, the newest. A merge only when no parent had. */
  removersOf(lines: readonly number[]): ReadonlyMap<number, PathCommit> {
    const wanted = new Set(lines)
    const removers = new Map<number, PathCommit>()
    for (const commit of this.commits) {
      const removedFrom = commit.changes.map((_, index) => this.#removedBy(commit, index, wanted))
      const [first, ...others] = removedFrom
      for (const line of first ?? []) {
        if (!removers.has(line) && others.every((removed) => removed.has(line))) removers.set(line, commit)
      }
    }
    return removers
  }

  /** Everything each commit did, with the base's lines it touched. Merges left out: what they did was done before. */
  makings(): Making[] {
    return this.commits
      .filter((commit) => commit.parents.length < 2)
      .flatMap((commit) => {
        const edits = this.#edits(commit, 0)
        if (edits === undefined) return [{ commit, at: undefined }]
        return edits.map(({ from }) => ({ commit, at: this.#baseRange(commit.parents[0], from, 0) }))
      })
  }

  /** Wanted lines of the base that a commit has no more although its parent had them. */
  #removedBy(commit: PathCommit, parentIndex: number, wanted: ReadonlySet<number>): Set<number> {
    const removed = new Set<number>()
    const parent = commit.parents[parentIndex]
    for (const { from } of this.#edits(commit, parentIndex) ?? []) {
      for (let line = from.start; line < from.end; line += 1) {
        const origin = this.#trace(parent, line)
        if ('base' in origin && wanted.has(origin.base)) removed.add(origin.base)
      }
    }
    return removed
  }

  /** Follows a line of the file from a commit towards the base, by any parent that has it. */
  #trace(
    start: CommitOid | undefined,
    startLine: number,
  ): { readonly base: number } | { readonly maker: PathCommit; readonly edit: Edit | undefined } {
    let commit = start && this.#byId.get(start)
    let line = startLine
    while (commit !== undefined) {
      const here: PathCommit = commit
      const older = this.#older(here, line)
      if (older === undefined) return { maker: here, edit: editOf(this.#edits(here, 0) ?? [], line) }
      line = older.line
      commit = older.parent && this.#byId.get(older.parent)
    }
    return { base: line }
  }

  /** The first parent that has the line, and where; undefined when the commit made it. */
  #older(
    commit: PathCommit,
    line: number,
  ): { readonly parent: CommitOid | undefined; readonly line: number } | undefined {
    for (const index of commit.changes.keys()) {
      const edits = this.#edits(commit, index)
      const before = edits && lineBefore(edits, line)
      if (before !== undefined) return { parent: commit.parents[index], line: before }
    }
    return undefined
  }

  /** Where lines of a commit's file come from in the base: for lines made on the way, what they replaced. */
  #baseRange(commit: CommitOid | undefined, range: LineRange, depth: number): LineRange | undefined {
    if (depth > REPLACED_MAX) return undefined
    if (range.start === range.end) {
      if (range.start === 0) return range
      const above = this.#baseOfLine(commit, range.start - 1, depth)
      return above && { start: above.end, end: above.end }
    }
    const first = this.#baseOfLine(commit, range.start, depth)
    const last = this.#baseOfLine(commit, range.end - 1, depth)
    return first && last && { start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) }
  }

  #baseOfLine(commit: CommitOid | undefined, line: number, depth: number): LineRange | undefined {
    const origin = this.#trace(commit, line)
    if ('base' in origin) return { start: origin.base, end: origin.base + 1 }
    return origin.edit && this.#baseRange(origin.maker.parents[0], origin.edit.from, depth + 1)
  }

  /** What a commit changed in the file against one parent; undefined when there are no lines to compare. */
  #edits(commit: PathCommit, parentIndex: number): readonly Edit[] | undefined {
    const changes = commit.changes[parentIndex] ?? []
    const change = this.#ownChange(changes)
    return change === undefined ? [] : change.edits
  }

  #ownChange(changes: readonly PathChange[]): PathChange | undefined {
    for (const path of this.#paths) {
      const change = changes.find(({ newPath }) => newPath === path)
      if (change) return change
    }
    return changes.find(({ oldPath }) => oldPath !== undefined && this.#paths.includes(oldPath))
  }
}
