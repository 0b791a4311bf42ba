/** A slot: a work tree of its own in which one gate runs at a time, kept for later pools so that what was built stays built. */
import { chmod, lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ObjectReader } from '../../../base/git/object-reader.ts'
import type { Git } from '../../../base/git/spawn.ts'
import { removeUntracked, switchWorkTree } from '../../../base/git/work-tree.ts'
import type { Listener } from '../../../base/model/event.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import { takeOwnership } from '../../../base/std/ownership.ts'
import { endStrays } from './processes.ts'
import type { GateFolders } from './sandbox.ts'

/** The variable that every process of a gate has: by its value the slot's own are told from all others, also after a crash. */
export const MARK = 'TRIBUTARY_SLOT'

export interface SlotSetting {
  readonly git: Git
  /** The repository whose commits are tried. */
  readonly recordDir: string
  readonly folder: string
  readonly pid: number
  readonly listen: Listener
}

export class Slot implements AsyncDisposable {
  readonly #git: Git
  readonly #reader: ObjectReader
  readonly #listen: Listener
  readonly #folder: string
  readonly folders: GateFolders

  private constructor(git: Git, folder: string, listen: Listener) {
    this.#listen = listen
    this.#git = git.at(join(folder, 'git'))
    this.#reader = new ObjectReader(this.#git)
    this.#folder = folder
    this.folders = { tree: join(folder, 'tree'), temporary: join(folder, 'tmp'), home: join(folder, 'home') }
  }

  /** The first slot that no living process has. What a dead one left running in it is ended. */
  static async open({ git, recordDir, folder, pid, listen }: SlotSetting): Promise<Slot> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (let place = 0; ; place += 1) {
      const slot = new Slot(git, join(folder, String(place)), listen)
      await mkdir(slot.path, { recursive: true, mode: 0o700 })
      if (!(await takeOwnership(join(slot.path, 'owner'), pid))) continue
      endStrays(slot.mark)
      await writeRepository(slot.#git.gitDir as string, recordDir)
      await rm(`${slot.#index}.lock`, { force: true })
      return slot
    }
  }

  get mark(): string {
    return `${MARK}=${this.#folder}`
  }

  get path(): string {
    return this.#folder
  }

  get #index(): string {
    return join(this.#folder, 'index')
  }

  /** Afterwards the tree holds the candidate's files as they are in it, and with `clean` nothing else; the other folders are empty. */
  async fill(candidate: CommitOid | TreeOid, clean: boolean, signal: AbortSignal | undefined): Promise<void> {
    try {
      await this.#fill(candidate, clean, signal)
    } catch (error) {
      if (signal?.aborted || this.#git.setting.stop?.aborted) throw error
      // Something of the gate before stands in git's way: folders without the right to write, or an index that was cut off.
      await this.empty()
      await this.#fill(candidate, clean, signal)
    }
  }

  async #fill(candidate: CommitOid | TreeOid, clean: boolean, signal: AbortSignal | undefined): Promise<void> {
    const { tree } = this.folders
    await this.prepare()
    // No commit has a file of that name, and a build must not find a repository that another one made.
    await this.#remove(join(tree, '.git'))
    const workTree = { folder: tree, index: this.#index }
    await switchWorkTree({ git: this.#git, reader: this.#reader, workTree }, candidate, signal)
    if (clean) await removeUntracked(this.#git, workTree, signal)
  }

  /** The folders are there, all but the tree empty. */
  async prepare(): Promise<void> {
    const { tree, temporary, home } = this.folders
    for (const folder of [temporary, home]) {
      await this.#remove(folder)
      await mkdir(folder, { mode: 0o700 })
    }
    await mkdir(tree, { recursive: true })
  }

  /** Takes away all that is in it: after a gate that left more than the disk should hold, or what nobody can write over. */
  async empty(): Promise<void> {
    endStrays(this.mark)
    await Promise.all([this.folders.tree, this.folders.temporary, this.folders.home].map((path) => this.#remove(path)))
    await rm(this.#index, { force: true })
    await rm(`${this.#index}.lock`, { force: true })
    await rm(join(this.#git.gitDir as string, 'HEAD.lock'), { force: true })
  }

  async #remove(path: string): Promise<void> {
    const aside = await removeAll(path)
    if (aside === undefined) return
    const what = `a gate left files that this user cannot remove, so they were moved to ${aside}; remove them as the user they belong to`
    this.#listen({ kind: 'warning', what })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reader[Symbol.asyncDispose]()
    await Promise.all([this.folders.temporary, this.folders.home].map((path) => this.#remove(path)))
    await rm(join(this.#folder, 'owner'), { force: true })
  }
}

/**
 * A repository that only reads the record's objects: neither the record's configuration nor its attributes have a say in what files look
 * like, so that they are the same wherever the candidate is tried. The files that gitrepository-layout(5) requires.
 */
async function writeRepository(gitDir: string, recordDir: string): Promise<void> {
  // What an earlier owner's git left there, such as a lock, goes.
  await rm(gitDir, { recursive: true, force: true })
  await mkdir(join(gitDir, 'objects', 'info'), { recursive: true })
  await mkdir(join(gitDir, 'refs'), { recursive: true })
  await writeFile(join(gitDir, 'HEAD'), 'ref: refs/heads/none\n')
  await writeFile(join(gitDir, 'config'), '[core]\nrepositoryformatversion = 0\nbare = true\n')
  await writeFile(join(gitDir, 'objects', 'info', 'alternates'), `${join(recordDir, 'objects')}\n`)
}

/**
 * Removes a folder in which a gate may have taken away the right to write; a symlink is removed and not followed. What even that cannot
 * remove, such as another user's files, is moved aside: returns where to.
 */
async function removeAll(path: string): Promise<string | undefined> {
  try {
    await rm(path, { recursive: true, force: true })
    return undefined
  } catch {
    await allowWriting(path)
    return rm(path, { recursive: true, force: true }).then(
      () => undefined,
      () => moveAside(path),
    )
  }
}

async function allowWriting(path: string): Promise<void> {
  const stat = await lstat(path).catch(() => undefined)
  if (!stat?.isDirectory()) return
  await chmod(path, 0o700).catch(() => undefined)
  const names = await readdir(path).catch(() => [])
  for (const name of names) await allowWriting(join(path, name))
}

async function moveAside(path: string): Promise<string> {
  for (let place = 1; ; place += 1) {
    const aside = `${path}.stuck-${place}`
    if ((await lstat(aside).catch(() => undefined)) !== undefined) continue
    await rename(path, aside)
    return aside
  }
}
