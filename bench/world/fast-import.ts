/** Commits by the thousand into one pack: the stream that `git fast-import` reads (git-fast-import(1)). */
import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import { gitEnvironment } from '../git.ts'
import type { BaseFiles } from './base-files.ts'
import type { FileChange } from './patchwork.ts'

/** Names a commit of this stream. */
export type Mark = number

/** Bytes gathered before they are handed on. */
const BATCH_BYTES = 1024 * 1024

export interface NewCommit {
  readonly ref: string
  /** Its tree is the first parent's with the changes made. */
  readonly parents: readonly Mark[]
  /** A name; the address follows from it. */
  readonly author: string
  readonly epochSeconds: number
  readonly message: string
  readonly changes: readonly FileChange[]
}

export class FastImport {
  readonly #child: ChildProcessByStdio<Writable, null, null>
  #batch: Buffer[] = []
  #batchBytes = 0
  #lastMark = 0

  constructor(repository: string) {
    this.#child = spawn('git', [`--git-dir=${repository}`, 'fast-import', '--quiet'], {
      env: gitEnvironment(),
      stdio: ['pipe', 'ignore', 'inherit'],
    })
  }

  /** The commit without parents that holds every base file. */
  async root(commit: Omit<NewCommit, 'parents' | 'changes'>, base: BaseFiles): Promise<Mark> {
    const mark = await this.commit({ ...commit, parents: [], changes: [] })
    for (const file of base.files) await this.#file(file.mode, file.path, base.read(file.path))
    return mark
  }

  async commit(commit: NewCommit): Promise<Mark> {
    const mark = ++this.#lastMark
    const message = Buffer.from(commit.message)
    const person = `${commit.author} <${addressOf(commit.author)}> ${commit.epochSeconds} +0000`
    const parents = commit.parents.map((parent, index) => `${index === 0 ? 'from' : 'merge'} :${parent}\n`)
    const head = `commit ${commit.ref}\nmark :${mark}\nauthor ${person}\ncommitter ${person}\ndata ${message.length}\n`
    await this.#write(head, message, `\n${parents.join('')}`)
    for (const change of commit.changes) {
      if (change.kind === 'remove') await this.#write(`D ${change.path}\n`)
      else await this.#file('100644', change.path, Buffer.from(change.text, 'latin1'))
    }
    return mark
  }

  async tag(name: string, commit: Mark, epochSeconds: number): Promise<void> {
    const tagger = `tagger Upstream <upstream@example.org> ${epochSeconds} +0000`
    await this.#write(`tag ${name}\nfrom :${commit}\n${tagger}\ndata ${name.length}\n${name}\n`)
  }

  async finish(): Promise<void> {
    await this.#flush()
    this.#child.stdin.end('done\n')
    const [exit] = (await once(this.#child, 'close')) as [number | null]
    if (exit !== 0) throw new Error(`git fast-import ended with ${exit}`)
  }

  #file(mode: string, path: string, content: Buffer): Promise<void> {
    return this.#write(`M ${mode} inline ${path}\ndata ${content.length}\n`, content, '\n')
  }

  async #write(...parts: readonly (string | Buffer)[]): Promise<void> {
    for (const part of parts) {
      const bytes = typeof part === 'string' ? Buffer.from(part) : part
      this.#batch.push(bytes)
      this.#batchBytes += bytes.length
    }
    if (this.#batchBytes > BATCH_BYTES) await this.#flush()
  }

  async #flush(): Promise<void> {
    const bytes = Buffer.concat(this.#batch)
    this.#batch = []
    this.#batchBytes = 0
    if (!this.#child.stdin.write(bytes)) await once(this.#child.stdin, 'drain')
  }
}

/** `net maintainer` → `net.maintainer@example.org`. */
export function addressOf(author: string): string {
  return `${author.toLowerCase().replaceAll(/[^a-z0-9-]+/g, '.')}@example.org`
}
