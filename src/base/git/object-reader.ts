/** Reads objects through one long-lived `git cat-file --batch-command`, many questions in flight. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { Oid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { OperatingError } from '../std/operating-error.ts'
import type { ObjectType } from './objects.ts'
import { type Git, killGroup } from './spawn.ts'

export interface ReadObject {
  readonly oid: Oid
  readonly type: ObjectType
  readonly content: Buffer
}

/** An answer; `content` is empty when only its size was asked for. */
interface Found {
  readonly type: ObjectType
  readonly size: number
  readonly content: Buffer
}

const NOTHING = Buffer.alloc(0)

interface Question {
  readonly wants: 'contents' | 'info'
  readonly oid: Oid
  readonly answer: (found: Found | undefined) => void
  readonly fail: (error: Error) => void
}

/**
 * Answers come in the order of the questions: `<oid> <type> <size>\n`, then `<content>\n` when that was asked for; or
 * `<oid> missing\n` (git-cat-file(1)).
 * The process starts with the first question.
 */
export class ObjectReader implements AsyncDisposable {
  readonly #git: Git
  #child: ChildProcessWithoutNullStreams | undefined
  #questions: Question[] = []
  #asked = 0
  readonly #unasked: string[] = []
  #isDisposed = false
  #chunks: Buffer[] = []
  #bytes = 0
  /** Bytes that must be there before it is worth looking again. */
  #wanted = 1

  constructor(git: Git) {
    this.#git = git
  }

  /** The object, or undefined when the repository lacks it. */
  async find(oid: Oid): Promise<ReadObject | undefined> {
    const found = await this.#ask('contents', oid)
    return found && { oid, type: found.type, content: found.content }
  }

  /** Bytes of its content, which is not read; undefined when the repository lacks it. */
  async size(oid: Oid): Promise<number | undefined> {
    return (await this.#ask('info', oid))?.size
  }

  /** The object's content. Throws when it is missing or of another type. */
  async read(oid: Oid, type: ObjectType): Promise<Buffer> {
    const found = await this.find(oid)
    if (found?.type === type) return found.content
    const what = found === undefined ? 'is missing' : `is a ${found.type}`
    throw new OperatingError(
      'record-corrupt',
      `${type} ${oid} ${what} in the record`,
      'Check the record with: git fsck --full. A mirror of it can be taken up with: tributary init --from',
    )
  }

  /** Questions that are open, and those that come later, fail. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true
    const child = this.#child
    this.#child = undefined
    this.#failOpen()
    if (child === undefined || child.exitCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      child.once('close', () => resolve())
      child.stdin.end()
      killGroup(child)
    })
  }

  #ask(wants: Question['wants'], oid: Oid): Promise<Found | undefined> {
    if (this.#isDisposed) return Promise.reject(unanswered())
    return new Promise((answer, fail) => {
      this.#questions.push({ wants, oid, answer, fail })
      this.#send(`${wants} ${oid}\n`)
    })
  }

  /** Questions of one turn of the event loop go to git in one write: a system call each would cost more than the answers. */
  #send(line: string): void {
    if (this.#unasked.length === 0) queueMicrotask(() => this.#flush())
    this.#unasked.push(line)
  }

  #flush(): void {
    if (this.#unasked.length > 0) this.#process().stdin.write(`${this.#unasked.splice(0).join('')}flush\n`)
  }

  #process(): ChildProcessWithoutNullStreams {
    if (this.#child) return this.#child
    const child = this.#git.start({ args: ['cat-file', '--batch-command', '--buffer'] })
    child.stdout.on('data', (chunk: Buffer) => {
      if (this.#child === child) this.#receive(chunk)
    })
    child.stderr.resume()
    child.once('close', () => this.#ended(child))
    child.once('error', () => this.#ended(child))
    this.#child = child
    return child
  }

  #ended(child: ChildProcessWithoutNullStreams): void {
    if (this.#child !== child) return
    this.#child = undefined
    this.#failOpen()
  }

  #failOpen(): void {
    const open = this.#questions.slice(this.#asked)
    this.#questions = []
    this.#asked = 0
    this.#unasked.length = 0
    this.#chunks = []
    this.#bytes = 0
    this.#wanted = 1
    for (const question of open) question.fail(unanswered())
  }

  #receive(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    if (this.#bytes < this.#wanted) return
    const data = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks)
    const used = this.#answerFrom(data)
    const rest = data.subarray(used)
    this.#chunks = rest.length === 0 ? [] : [rest]
    this.#bytes = rest.length
  }

  /** Answers what is whole in `data`; returns how many bytes were used. */
  #answerFrom(data: Buffer): number {
    let at = 0
    for (;;) {
      const end = data.indexOf(0x0a, at)
      if (end < 0) return this.#waitFor(data.length - at + 1, at)
      const [, type, size] = data.toString('latin1', at, end).split(' ')
      const question = this.#questions[this.#asked]
      assert(question !== undefined && type !== undefined, 'git cat-file answered what was not asked')
      if (size === undefined) {
        at = end + 1
        this.#next().answer(undefined)
        continue
      }
      const head = { type: type as ObjectType, size: Number(size) }
      if (question.wants === 'info') {
        at = end + 1
        this.#next().answer({ ...head, content: NOTHING })
        continue
      }
      const stop = end + 1 + head.size
      if (data.length <= stop) return this.#waitFor(stop + 1 - at, at)
      // A copy of its own, so that a small object does not keep a large chunk alive.
      const content = Buffer.from(data.subarray(end + 1, stop))
      at = stop + 1
      this.#next().answer({ ...head, content })
    }
  }

  #waitFor(bytes: number, at: number): number {
    this.#wanted = bytes
    return at
  }

  #next(): Question {
    const question = this.#questions[this.#asked]
    assert(question !== undefined, 'an answer without a question')
    this.#asked += 1
    if (this.#asked > 1000) {
      this.#questions.splice(0, this.#asked)
      this.#asked = 0
    }
    return question
  }
}

function unanswered(): OperatingError {
  return new OperatingError(
    'git-failed',
    'git cat-file ended before it had answered',
    'Check the record with: git fsck --full',
  )
}
