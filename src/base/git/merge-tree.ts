/** Merges two commits without a work tree, by git's own `ort`, in one long-lived `git merge-tree --stdin`. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { type CommitOid, type TreeOid, treeOid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { type Git, killGroup } from './spawn.ts'
import { gitSays } from './complaint.ts'
import { printable } from '../text/printable.ts'

export interface MergeAnswer {
  readonly clean: boolean
  /** The result; with conflict markers in it when not clean. */
  readonly tree: TreeOid
  readonly stages: readonly StageEntry[]
  readonly messages: readonly MergeMessage[]
}

/** A line of what the index would hold for a conflicted path: 1 is the base, 2 ours, 3 theirs. */
export interface StageEntry {
  readonly mode: number
  readonly oid: string
  readonly stage: 1 | 2 | 3
  /** Raw bytes as latin1. */
  readonly path: string
}

export interface MergeMessage {
  /** Raw bytes as latin1. */
  readonly paths: readonly string[]
  /** A stable name, such as `CONFLICT (contents)` or `Auto-merging` (git-merge-tree(1), "informational messages"). */
  readonly type: string
  /** Prose for people. */
  readonly text: string
}

/** git could not merge: it died twice on the same pair, with these words. */
export interface MergeRefusal {
  readonly refused: string
}

interface Pending {
  readonly ours: CommitOid
  readonly theirs: CommitOid
  readonly resolve: (answer: MergeAnswer | MergeRefusal) => void
  readonly reject: (error: unknown) => void
}

/**
 * git 2.39 to 2.48 buffer the answers of `--stdin` (fixed in 2.49: `flushes`), which `stdbuf -o0` in front cures; where it is absent
 * too (`GitSetting.unbuffered` is empty) every merge gets a process of its own.
 */
export class Merger implements AsyncDisposable {
  readonly #git: Git
  readonly #flushes: boolean
  #child: ChildProcessWithoutNullStreams | undefined
  #pending: Pending[] = []
  #buffer: Buffer = Buffer.alloc(0)
  #words = ''
  /** How often the co-process died. */
  deaths = 0

  constructor(git: Git, flushes: boolean) {
    this.#git = git
    this.#flushes = flushes
  }

  /** Has the process ready for the first merge. */
  begin(): void {
    if (this.#flushes || this.#git.setting.unbuffered.length > 0) this.#process()
  }

  /** Merges `theirs` into `ours`. Never throws for what a commit holds: a pair that kills git twice is a refusal. */
  merge(ours: CommitOid, theirs: CommitOid): Promise<MergeAnswer | MergeRefusal> {
    if (!this.#flushes && this.#git.setting.unbuffered.length === 0) return this.#alone(ours, theirs)
    return new Promise((resolve, reject) => {
      this.#pending.push({ ours, theirs, resolve, reject })
      this.#process().stdin.write(`${ours} ${theirs}\n`)
    })
  }

  /** The process's id while it runs, for measuring its memory. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  [Symbol.asyncDispose](): Promise<void> {
    const child = this.#child
    this.#child = undefined
    if (child === undefined || child.exitCode !== null) return Promise.resolve()
    return new Promise((resolve) => {
      child.once('close', () => resolve())
      killGroup(child)
    })
  }

  #process(): ChildProcessWithoutNullStreams {
    if (this.#child) return this.#child
    const child = this.#git.start({ args: [...ARGS, '--stdin'] }, { unbuffered: !this.#flushes })
    child.stdout.on('data', (chunk: Buffer) => this.#receive(chunk))
    child.stderr.on('data', (chunk: Buffer) => {
      this.#words = `${this.#words}${chunk.toString('utf8')}`.slice(-2000)
    })
    child.once('close', () => this.#died(child))
    child.once('error', () => this.#died(child))
    this.#child = child
    return child
  }

  #receive(chunk: Buffer): void {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk])
    for (;;) {
      const parsed = parseAnswer(this.#buffer)
      if (parsed === undefined) return
      this.#buffer = this.#buffer.subarray(parsed.bytes)
      const pending = this.#pending.shift()
      assert(pending !== undefined, 'git merge-tree answered what was not asked')
      pending.resolve(parsed.answer)
    }
  }

  /** The first unanswered pair is the likely killer: it is tried once more, alone; the others go to a new process. */
  #died(child: ChildProcessWithoutNullStreams): void {
    if (this.#child !== child) return
    this.#child = undefined
    this.#buffer = Buffer.alloc(0)
    this.#words = ''
    const [suspect, ...others] = this.#pending
    this.#pending = []
    if (suspect === undefined) return
    this.deaths += 1
    void this.#alone(suspect.ours, suspect.theirs).then(suspect.resolve, suspect.reject)
    for (const other of others) {
      this.#pending.push(other)
      this.#process().stdin.write(`${other.ours} ${other.theirs}\n`)
    }
  }

  #alone(ours: CommitOid, theirs: CommitOid): Promise<MergeAnswer | MergeRefusal> {
    return mergeAlone(this.#git, ARGS, ours, theirs)
  }
}

/** The same merge with markers for a person: what both sides came from stands between them, and lines that they share do not clash (zdiff3, git 2.35). */
export async function mergeForEditor(
  git: Git,
  ours: CommitOid,
  theirs: CommitOid,
): Promise<MergeAnswer | MergeRefusal> {
  return mergeAlone(git, ['-c', 'merge.conflictStyle=zdiff3', ...ARGS], ours, theirs)
}

async function mergeAlone(
  git: Git,
  args: readonly string[],
  ours: CommitOid,
  theirs: CommitOid,
): Promise<MergeAnswer | MergeRefusal> {
  const result = await git.attempt({ args: [...args, ours, theirs], answers: [0, 1] })
  if (result.exit > 1) return { refused: gitSays(result.stderr || `merge-tree ended with exit code ${result.exit}`) }
  const clean = Buffer.from(result.exit === 0 ? '1\0' : '0\0')
  const parsed = parseAnswer(Buffer.concat([clean, result.stdout, Buffer.from('\0')]))
  return parsed?.answer ?? { refused: 'git merge-tree printed an answer that could not be read' }
}

const ARGS = ['merge-tree', '--write-tree', '-z', '--messages']

/**
 * Reads one answer from the front of `data`; undefined while it is not whole. All fields end in NUL:
 *
 *     <1 clean | 0 not> <tree> { <mode> SP <oid> SP <stage> TAB <path> } <empty> { <n> <path>×n <type> <text> } <empty>
 */
export function parseAnswer(data: Buffer): { readonly answer: MergeAnswer; readonly bytes: number } | undefined {
  let at = 0
  const field = (): string | undefined => {
    const end = data.indexOf(0, at)
    if (end < 0) return undefined
    const text = data.toString('latin1', at, end)
    at = end + 1
    return text
  }
  const clean = field()
  const tree = field()
  if (clean === undefined || tree === undefined) return undefined
  const stages: StageEntry[] = []
  for (let line = field(); line !== ''; line = field()) {
    if (line === undefined) return undefined
    stages.push(parseStage(line))
  }
  const messages: MergeMessage[] = []
  for (let count = field(); count !== ''; count = field()) {
    if (count === undefined) return undefined
    // Of submodules git 2.39 gives advice in prose here, where the answer ends.
    if (!/^\d+$/.test(count)) break
    const paths: string[] = []
    for (let n = Number(count); n > 0; n -= 1) {
      const path = field()
      if (path === undefined) return undefined
      paths.push(path)
    }
    const type = field()
    const text = field()
    if (type === undefined || text === undefined) return undefined
    messages.push({ paths, type, text: printable(Buffer.from(text, 'latin1').toString('utf8')).trim() })
  }
  return { answer: { clean: clean === '1', tree: treeOid(tree), stages, messages }, bytes: at }
}

function parseStage(line: string): StageEntry {
  const tab = line.indexOf('\t')
  const [mode = '', oid = '', stage = ''] = line.slice(0, tab).split(' ')
  assert(tab > 0 && (stage === '1' || stage === '2' || stage === '3'), `git merge-tree printed the stage ${line}`)
  return { mode: Number.parseInt(mode, 8), oid, stage: Number(stage) as 1 | 2 | 3, path: line.slice(tab + 1) }
}
