/** Refs: read by `for-each-ref`, moved by `update-ref --stdin`, always with the value they had. */
import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import type { RefName } from '../model/names.ts'
import { isOid, NO_OID, type Oid } from '../model/oid.ts'
import { assert } from '../std/assert.ts'
import { OperatingError } from '../std/operating-error.ts'
import { printable } from '../text/printable.ts'
import { gitSays } from './complaint.ts'
import { cannotStart, type Git, stopped } from './spawn.ts'

export interface Ref {
  readonly name: RefName
  readonly oid: Oid
  /** The commit an annotated tag points to; the ref's own object otherwise. */
  readonly peeled: Oid
}

/** All refs below the prefixes, such as `refs/trees/`, sorted by name. */
export async function readRefs(git: Git, prefixes: readonly string[]): Promise<Map<RefName, Ref>> {
  const format = '--format=%(refname) %(objectname) %(*objectname)'
  const answer = await git.attempt({ args: ['for-each-ref', format, '--', ...prefixes] })
  // Of a ref that holds no id git warns and goes on without it: to us that would be a record without releases.
  if (answer.exit !== 0 || answer.stderr !== '') throw brokenRefs(git, answer.stderr)
  const text = answer.stdout.toString('utf8')
  const refs = new Map<RefName, Ref>()
  for (const line of text.split('\n')) {
    if (line === '') continue
    const [name, oid, peeled] = line.split(' ')
    assert(name !== undefined && oid !== undefined && isOid(oid), `for-each-ref printed ${line}`)
    refs.set(name as RefName, { name: name as RefName, oid: oid as Oid, peeled: (peeled || oid) as Oid })
  }
  return refs
}

function brokenRefs(git: Git, words: string): OperatingError {
  return new OperatingError(
    'record-corrupt',
    `the refs of ${git.gitDir ?? 'the repository'} are damaged: ${gitSays(words)}`,
    `Nothing was changed. See what is damaged with: git --git-dir='${git.gitDir ?? '.'}' fsck --full\nA mirror of the record can be taken up in a new folder with: tributary init <folder> --from <mirror>`,
  )
}

/** One ref's move. `from` undefined: it must not exist; `to` undefined: it goes away. */
export interface RefMove {
  readonly ref: RefName
  readonly from: Oid | undefined
  readonly to: Oid | undefined
}

/** Moves refs all together or not at all. Throws when one of them is no longer where `from` says. */
export async function moveRefs(git: Git, moves: readonly RefMove[]): Promise<void> {
  if (moves.length === 0) return
  await using mover = new RefMover(git)
  await mover.move(moves)
}

/** Puts all refs into one file: git opens each loose one by itself, and asks for all of them in every fetch. */
export async function packRefs(git: Git): Promise<void> {
  await git.run({ args: ['pack-refs', '--all'] })
}

const UPDATE_REF = { args: ['update-ref', '--no-deref', '--stdin', '-z'] } as const

/**
 * One `update-ref --stdin -z` for several transactions, each whole by itself. To each git answers `start: ok`, `prepare: ok` and
 * `commit: ok`, a line each (git-update-ref(1)); when it cannot go on it ends with a complaint, and so does this.
 */
export class RefMover implements AsyncDisposable {
  readonly #stop: AbortSignal | undefined
  readonly #child: ChildProcessWithoutNullStreams
  readonly #ended: Promise<void>
  #complaint = ''

  /** The process starts at once, so that it is ready when there is something to move. */
  constructor(git: Git) {
    this.#stop = git.setting.stop
    this.#child = git.start(UPDATE_REF, { endsItself: true })
    this.#child.stderr.setEncoding('utf8').on('data', (words: string) => {
      this.#complaint = `${this.#complaint}${words}`.slice(0, 2000)
    })
    this.#ended = new Promise((resolve, reject) => {
      this.#child.once('error', (error) => reject(cannotStart(error)))
      this.#child.once('close', () => resolve())
    })
    this.#ended.catch(() => undefined)
  }

  async move(moves: readonly RefMove[]): Promise<void> {
    if (moves.length === 0) return
    if (this.#stop?.aborted) throw stopped(UPDATE_REF)
    const committed = new Promise<'committed'>((resolve) => {
      let answers = ''
      this.#child.stdout.on('data', (chunk: Buffer) => {
        answers += chunk.toString('latin1')
        if (answers.includes('commit: ok\n')) resolve('committed')
      })
    })
    const lines = moves.map(({ ref, from, to }) =>
      to === undefined ? `delete ${ref}\0${from ?? NO_OID}\0` : `update ${ref}\0${to}\0${from ?? NO_OID}\0`,
    )
    this.#child.stdin.write(['start\0', ...lines, 'prepare\0', 'commit\0'].join(''))
    const end = await Promise.race([committed, this.#ended])
    this.#child.stdout.removeAllListeners('data')
    if (end !== 'committed') throw notMoved(printable(this.#complaint).trim())
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.stdin.end()
    await this.#ended.catch(() => undefined)
  }
}

function notMoved(complaint: string): OperatingError {
  return new OperatingError(
    'busy',
    `a ref of the record could not be moved: ${gitSays(complaint)}`,
    'Another process moved it meanwhile, or left a lock file behind. Run the command again: it clears the locks of processes that are dead.',
  )
}
