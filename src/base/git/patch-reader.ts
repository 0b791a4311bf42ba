/** Changes of files, line by line, as git's diff machinery prints them for programs. */
import { assert } from '../std/assert.ts'
import type { Edit, LineRange } from '../text/line-diff.ts'
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

/** How a command that shows diffs is asked for what `PatchReader` reads. */
export const RAW_FORMAT = [
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

/** Longest and largest an answer may get. A walk over 10,000 commits takes a second; changes beyond 16 MB have no lines worth naming. */
const LIMITS = { timeoutMs: 15_000, outputMaxBytes: 16 * 1024 * 1024 }

/** Runs such a command with its lines, else without them; undefined when that breaks the limits as well. */
export async function askForPatch(git: Git, args: readonly string[], input = ''): Promise<Buffer | undefined> {
  const [verb = '', ...rest] = args
  const whole = await withinLimits(git, { args: [verb, '--patch', '--unified=0', ...rest], input, ...LIMITS })
  return whole ?? withinLimits(git, { args, input, ...LIMITS })
}

/**
 * Reads what `-z --raw --patch --unified=0` print of one commit, and the fields around it:
 *
 *     { :<mode> SP <mode> SP <oid> SP <oid> SP <letter> NUL <path> NUL [<new path> NUL] }
 *     [ NUL { diff --git … } ]
 *
 * The patch takes the files in the order of the raw lines, so its own quoted names need not be read; its lines are taken by the counts
 * in their headers, so that no line of a file passes for a header.
 */
export class PatchReader {
  readonly #text: string
  #at = 0

  constructor(answer: Buffer) {
    this.#text = answer.toString('latin1')
  }

  get isDone(): boolean {
    return this.#at >= this.#text.length
  }

  /** The next field closed by NUL. */
  field(): string {
    return this.#until('\0')
  }

  /** Passes over a line end, where there is one. */
  skipNewline(): void {
    if (this.#text[this.#at] === '\n') this.#at += 1
  }

  changes(): PathChange[] {
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

  /** Reads from `diff --git` to the next one, or to what follows the patch. Undefined for a binary file. */
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
    assert(fromLine !== undefined && toLine !== undefined, `git printed the hunk ${line}`)
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
