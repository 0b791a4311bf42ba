/**
 * `git merge-tree --write-tree --stdin` as a co-process. It reads lines of two commits and answers each with fields that
 * end in NUL: `1`, the tree, an empty one; or `0`, the tree, the conflicted files, an empty one, the messages (a count,
 * so many paths, a type, the text), an empty one.
 */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import type { Readable, Writable } from 'node:stream'
import { git, gitEnvironment } from '../git.ts'

export interface Merged {
  readonly clean: boolean
  readonly tree: string
  /** Paths in conflict, each once. */
  readonly paths: readonly string[]
}

interface Waiting {
  readonly resolve: (merged: Merged) => void
  readonly reject: (error: Error) => void
}

/** Whether each answer is wanted before the next question is asked. */
export type Pace = 'one-by-one' | 'all-at-once'

/** From this version on git hands over each answer of the co-process when it has it. */
const FLUSHING_GIT = [2, 49] as const

export class MergeTree {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>
  readonly #waiting: Waiting[] = []
  #unread = ''
  #fields: string[] = []

  constructor(repository: string, pace: Pace) {
    const wrapper = pace === 'one-by-one' && !flushes(repository) ? ['stdbuf', '-o0'] : []
    const command = [...wrapper, 'git', 'merge-tree', '--write-tree', '--stdin']
    this.#child = spawn(command[0] ?? '', command.slice(1), {
      cwd: repository,
      env: gitEnvironment(),
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdout.setEncoding('latin1').on('data', (text: string) => this.#read(text))
    this.#child.on('close', (exit) => {
      for (const { reject } of this.#waiting)
        reject(new Error(`git merge-tree ended with ${exit} before it had answered`))
    })
  }

  merge(ours: string, theirs: string): Promise<Merged> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#child.stdin.write(`${ours} ${theirs}\n`)
    })
  }

  /** No more questions: a git that buffers answers hands over the last of them now. */
  end(): void {
    this.#child.stdin.end()
  }

  #read(text: string): void {
    const fields = (this.#unread + text).split('\0')
    this.#unread = fields.pop() ?? ''
    for (const field of fields) {
      this.#fields.push(field)
      if (field !== '') continue
      const merged = answer(this.#fields)
      if (!merged) continue
      this.#fields = []
      this.#waiting.shift()?.resolve(merged)
    }
  }
}

/** The answer whose fields these are; undefined while its messages are still to come. */
function answer(fields: readonly string[]): Merged | undefined {
  const [status, tree = '', ...rest] = fields
  if (status === '1') return { clean: true, tree, paths: [] }
  const ends = rest.flatMap((field, index) => (field === '' ? [index] : []))
  if (ends.length < 2) return undefined
  return { clean: false, tree, paths: conflictedPaths(rest.slice(0, ends[0])) }
}

/** From fields like `100644 <oid> 2<TAB>path`. */
export function conflictedPaths(fields: readonly string[]): string[] {
  return [...new Set(fields.map((field) => field.slice(field.indexOf('\t') + 1)))]
}

function flushes(repository: string): boolean {
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(git(repository, ['version'])) ?? []).map(Number)
  return major > FLUSHING_GIT[0] || (major === FLUSHING_GIT[0] && minor >= FLUSHING_GIT[1])
}
