/** Prints diffs for people, through one long-lived `git diff-tree --stdin`: starting a process for each would cost more than the diffs. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { CommitOid, TreeOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { type Git, killGroup } from './spawn.ts'

/** Longest and largest a diff may get before it is given up. Nobody reads the fifth megabyte. */
const TIMEOUT_MS = 10_000
const DIFF_MAX_BYTES = 8 * 1024 * 1024

/** Files larger than this are compared as a whole (core.bigFileThreshold). */
const COMPARED_MAX = '4m'

interface Question {
  readonly answer: (diff: Buffer | undefined) => void
  readonly fail: (error: unknown) => void
}

/**
 * What git reads and is no object id it repeats, and only then it sends what it has: so a line of ours behind each question closes the
 * answer (builtin/diff-tree.c). No line of a diff begins like it.
 */
const END = '.end\n'

export class DiffPrinter implements AsyncDisposable {
  readonly #git: Git
  #child: ChildProcessWithoutNullStreams | undefined
  readonly #questions: Question[] = []
  #chunks: Buffer[] = []
  #bytes = 0
  #timer: NodeJS.Timeout | undefined

  constructor(git: Git) {
    this.#git = git
  }

  /** The combined diff of a merge commit; empty where the result is one side's own. Undefined beyond the limits. */
  combined(merge: CommitOid): Promise<Buffer | undefined> {
    return this.#ask(`${merge}\n`)
  }

  /** How one tree differs from another. */
  plain(from: TreeOid, to: TreeOid): Promise<Buffer | undefined> {
    return this.#ask(`${from} ${to}\n`)
  }

  [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child
    if (child === undefined) return Promise.resolve()
    return new Promise((resolve) => {
      child.once('close', () => resolve())
      this.#giveUp()
    })
  }

  #ask(line: string): Promise<Buffer | undefined> {
    return new Promise((answer, fail) => {
      this.#questions.push({ answer, fail })
      this.#process().stdin.write(`${line}${END}`)
      this.#timer ??= setTimeout(() => this.#giveUp(), TIMEOUT_MS)
    })
  }

  #process(): ChildProcessWithoutNullStreams {
    if (this.#child) return this.#child
    const child = this.#git.start({ args: ARGS })
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#child === child) this.#receive(chunk)
    })
    child.stderr.resume()
    child.once('error', (error) => {
      for (const question of this.#questions.splice(0)) question.fail(error)
    })
    child.once('close', () => {
      if (this.#child === child) this.#giveUp()
    })
    this.#child = child
    return child
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes > DIFF_MAX_BYTES) return this.#giveUp()
    // The end of an answer may be in two chunks.
    const tail = Buffer.concat(this.#chunks.slice(-2))
    if (!tail.includes(END)) return
    let data = Buffer.concat(this.#chunks)
    for (let end = endOf(data); end >= 0; end = endOf(data)) {
      this.#next().answer(withoutHead(data.subarray(0, end)))
      data = data.subarray(end + END.length)
    }
    this.#chunks = data.length === 0 ? [] : [data]
    this.#bytes = data.length
  }

  #next(): Question {
    const question = this.#questions.shift()
    assert(question !== undefined, 'git diff-tree answered what was not asked')
    clearTimeout(this.#timer)
    this.#timer = this.#questions.length === 0 ? undefined : setTimeout(() => this.#giveUp(), TIMEOUT_MS)
    return question
  }

  /** Ends the process; what it has not answered has no answer, and the next question starts another. */
  #giveUp(): void {
    const child = this.#child
    this.#child = undefined
    this.#chunks = []
    this.#bytes = 0
    clearTimeout(this.#timer)
    this.#timer = undefined
    if (child && child.exitCode === null) killGroup(child)
    for (const question of this.#questions.splice(0)) question.answer(undefined)
  }
}

/** Where the line stands that closes an answer; -1 while it has not come. */
function endOf(data: Buffer): number {
  for (let at = data.indexOf(END); at >= 0; at = data.indexOf(END, at + 1)) {
    if (at === 0 || data[at - 1] === 0x0a) return at
  }
  return -1
}

/** Above a diff stands the line that asked for it. */
function withoutHead(answer: Buffer): Buffer {
  return answer.subarray(answer.indexOf('\n') + 1)
}

/** Twelve digits of an id, as the kernel's mails have: combined diffs know only the setting for it. */
const SETTINGS = ['core.quotePath=false', 'core.abbrev=12', `core.bigFileThreshold=${COMPARED_MAX}`]

const ARGS = [
  ...SETTINGS.flatMap((setting) => ['-c', setting]),
  'diff-tree',
  '--stdin',
  '-r',
  '--cc',
  '--patch',
  '--always',
  '--find-renames',
  '--diff-algorithm=histogram',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
]
