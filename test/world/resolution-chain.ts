/** A chain of resolutions in a repository of its own. */
import { join } from 'node:path'
import { addPack } from '../../src/base/git/pack.ts'
import type { CommitOid } from '../../src/base/model/oid.ts'
import type { Resolution, Withdrawal } from '../../src/base/model/resolution.ts'
import type { ResolutionId } from '../../src/base/model/settling.ts'
import { extendChain } from '../../src/memory/record/chain.ts'
import type { ReadThen } from '../../src/memory/resolutions/earlier-shelf.ts'
import { type IndexedShelf, openShelf } from '../../src/memory/resolutions/index-shelf.ts'
import {
  extendResolutions,
  hasAllOf,
  readResolution,
  readResolutions,
  readWithdrawals,
  type Recorded,
} from '../../src/memory/resolutions/store.ts'
import { openReading, type Reading } from '../../src/pipeline/workspace.ts'
import { initBare } from './fast-import.ts'
import { type TestFolder, testFolder } from './folder.ts'
import { SOMEBODY } from './resolutions.ts'
import { testGit } from './roster.ts'

const AT = { epochSeconds: 0, zoneMinutes: 0 }

export class ResolutionChain implements AsyncDisposable {
  readonly #folder: TestFolder = testFolder()
  readonly dir = join(this.#folder.path, 'record.git')
  readonly indexPath = join(this.#folder.path, 'cache', 'resolutions.sqlite')
  readonly #reading: Reading & AsyncDisposable
  head: CommitOid | undefined

  private constructor() {
    initBare(this.dir)
    this.#reading = openReading(testGit().at(this.dir))
  }

  static create(): ResolutionChain {
    return new ResolutionChain()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#reading[Symbol.asyncDispose]()
    this.#folder[Symbol.dispose]()
  }

  /** Begins an empty chain. The index is not told. */
  restart(): void {
    this.head = undefined
  }

  async add(resolutions: readonly Resolution[], withdrawals: readonly Withdrawal[]): Promise<CommitOid> {
    const { folders, reader } = this.#reading
    const more = { resolutions, withdrawals, by: SOMEBODY, at: AT, message: 'test\n' }
    return this.#extend(await extendResolutions(folders, reader, { head: this.head, ...more }))
  }

  /** Files of any sort, as somebody's push might bring them. */
  async put(files: Readonly<Record<string, string>>): Promise<CommitOid> {
    const { folders, reader } = this.#reading
    const all = Object.entries(files).map(([path, content]) => ({ path, content }))
    const more = { files: all, keeps: [], by: SOMEBODY, at: AT, message: 'garbage\n' }
    return this.#extend(await extendChain(folders, reader, { head: this.head, ...more }))
  }

  async #extend(next: CommitOid): Promise<CommitOid> {
    const { folders } = this.#reading
    await addPack(testGit().at(this.dir), [...folders.made.values()])
    folders.made.clear()
    this.head = next
    return next
  }

  read(head = this.head): Promise<Recorded> {
    return readResolutions(this.#reading.folders, this.#reading.reader, head)
  }

  /** As `earlierShelf` asks. */
  readAt(head: CommitOid): ReadThen {
    const { folders, reader } = this.#reading
    return async (id) => {
      const resolution = await readResolution(folders, reader, head, id)
      return resolution && { resolution, withdrawals: await readWithdrawals(folders, reader, head, id) }
    }
  }

  hasAllOf(earlier: CommitOid): Promise<boolean> {
    if (this.head === undefined) throw new Error('the chain is empty')
    return hasAllOf(this.#reading.folders, this.#reading.reader, this.head, earlier)
  }

  find(id: ResolutionId): Promise<Resolution | undefined> {
    return readResolution(this.#reading.folders, this.#reading.reader, this.head, id)
  }

  /** The shelf of a head of the chain, its last one unless another is named. */
  openShelf(head = this.head): Promise<IndexedShelf & Disposable> {
    if (head === undefined) throw new Error('the chain is empty')
    return openShelf(this.indexPath, this.#reading.folders, this.#reading.reader, head)
  }
}
