/** What commits changed in some files, line by line: one `git diff-tree --stdin` for any number of commits. */
import type { CommitOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import type { Edit, LineRange } from '../text/line-diff.ts'
import { pathspec } from './pathspec.ts'
import type { Git } from './spawn.ts'
import { withinLimits } from './within-limits.ts'

/** One file's change in one commit. A renamed file is one change when both its names are among the paths. */
export interface PathChange {
  /** Raw path before and after; undefined where it was not, or is no more. */
  readonly oldPath: string | undefined
  readonly newPath: string | undefined
  /** Octal numbers; 0 for what is not there. */
  readonly oldMode: number
  readonly newMode: number
  readonly oldOid: string
  readonly newOid: string
  /** Undefined when there are no lines to compare, or too many. */
  readonly edits: readonly Edit[] | undefined
}

/** A commit, and the one it is compared with: undefined is the empty tree, for a commit without parents. */
export interface CommitEdge {
  readonly commit: CommitOid
  readonly parent: CommitOid | undefined
}

/** Longest and largest an answer may get: changes beyond that have no lines worth naming. */
const LIMITS = { timeoutMs: 15_000, outputMaxBytes: 16 * 1024 * 1024 }

/** The changes of each edge at the paths, in the order of the edges. Lists are empty when git cannot tell within the limits. */
export async function lineChanges(
  git: Git,
  edges: readonly CommitEdge[],
  paths: readonly string[],
): Promise<PathChange[][]> {
  if (edges.length === 0) return []
  const input = edges.map(({ commit, parent }) => `${commit}${parent === undefined ? '' : ` ${parent}`}\n`).join('')
  const ask = (patch: readonly string[]) =>
    withinLimits(git, { args: ['diff-tree', ...ARGS, ...patch, '--', ...paths.map(pathspec)], input, ...LIMITS })
  const answer = (await ask(['--patch', '--unified=0'])) ?? (await ask([]))
  return answer === undefined ? edges.map(() => []) : new Reader(answer.toString('latin1')).records(edges.length)
}

/** `--always` answers for every edge, also one without changes; `--root` compares a commit without parents with nothing. */
const ARGS = [
  '--stdin',
  '--always',
  '--root',
  '-r',
  '-z',
  '--raw',
  '--no-abbrev',
  '--full-index',
  '--find-renames',
  '--diff-algorithm=histogram',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
] as const

/**
 * Reads a record for each edge:
 *
 *     <commit> NUL
 *     { :<mode> SP <mode> SP <oid> SP <oid> SP <letter> NUL <path> NUL [<new path> NUL] }
 *     [ NUL { diff --git … } ]
 *
 * The patch takes the files in the order of the raw lines, so its own quoted names need not be read.
 */
class Reader {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  records(count: number): PathChange[][] {
    const records: PathChange[][] = []
    while (this.#at < this.#text.length) records.push(this.#record())
    assert(records.length === count, `git diff-tree answered ${records.length} of ${count} commits`)
    return records
  }

  #record(): PathChange[] {
    this.#until('\0')
    const raw: PathChange[] = []
    while (this.#text[this.#at] === ':') raw.push(this.#rawChange())
    if (!this.#text.startsWith('\0diff --git ', this.#at)) return raw
    this.#at += 1
    return raw.map((change) => ({ ...change, edits: this.#edits(change) }))
  }

  #until(end: '\0' | '\n'): string {
    const stop = this.#text.indexOf(end, this.#at)
    const field = this.#text.slice(this.#at, stop < 0 ? undefined : stop)
    this.#at = stop < 0 ? this.#text.length : stop + 1
    return field
  }

  #rawChange(): PathChange {
    const head = this.#until('\0').slice(1).split(' ')
    const [oldMode = '', newMode = '', oldOid = '', newOid = '', letter = ''] = head
    const path = this.#until('\0')
    const newPath = letter.startsWith('R') ? this.#until('\0') : path
    return {
      oldPath: letter === 'A' ? undefined : path,
      newPath: letter === 'D' ? undefined : newPath,
      oldMode: Number.parseInt(oldMode, 8),
      newMode: Number.parseInt(newMode, 8),
      oldOid,
      newOid,
      edits: undefined,
    }
  }

  /** The patch's part about one raw line; a change of type is shown as two, and has no lines in common. */
  #edits({ oldMode, newMode }: PathChange): Edit[] | undefined {
    const edits = this.#fileEdits()
    if (oldMode === 0 || newMode === 0 || typeOf(oldMode) === typeOf(newMode)) return edits
    this.#fileEdits()
    return undefined
  }

  /** Reads from `diff --git` to the next one, or to the next record's 40 digits. Undefined for a binary file. */
  #fileEdits(): Edit[] | undefined {
    const edits: Edit[] = []
    let isBinary = false
    this.#until('\n')
    while (PATCH_LINE.test(this.#text.slice(this.#at, this.#at + 24))) {
      const line = this.#until('\n')
      if (line.startsWith('Binary files ')) isBinary = true
      else if (line.startsWith('@@ ')) edits.push(this.#hunk(line))
    }
    return isBinary ? undefined : edits
  }

  /** `@@ -<line>[,<count>] +<line>[,<count>] @@ …`, then the lines that went and those that came. */
  #hunk(line: string): Edit {
    const [, fromLine, fromCount, toLine, toCount] = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(line) ?? []
    assert(fromLine !== undefined && toLine !== undefined, `git diff-tree printed the hunk ${line}`)
    const from = lineRange(fromLine, fromCount)
    const to = lineRange(toLine, toCount)
    for (let left = from.end - from.start + to.end - to.start; left > 0; left -= 1) {
      this.#until('\n')
      // "\ No newline at end of file" belongs to the line above it.
      if (this.#text[this.#at] === '\\') this.#until('\n')
    }
    return { from, to }
  }
}

/** Lines of a file's part of a patch between its `diff --git` and its end (git-diff(1), "generating patch text"). */
const PATCH_LINE =
  /^(old mode |new mode |deleted file |new file |(dis)?similarity index |rename |copy |index |--- |\+\+\+ |@@ |Binary files )/

/** git counts lines from 1, and names the line before a run without lines. */
function lineRange(line: string, count = '1'): LineRange {
  const start = count === '0' ? Number(line) : Number(line) - 1
  return { start, end: start + Number(count) }
}

function typeOf(mode: number): number {
  return mode & 0o170000
}
