/** Resolutions looked up in a SQLite file beside the record: made from the chain, brought up to date by what the chain gained, and lost without harm. */
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { BlobOid, CommitOid } from '../../base/model/oid.ts'
import type { Resolution } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { assert } from '../../base/std/assert.ts'
import { distinct } from '../../base/std/collections.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import type { Database, Row } from '../record/sqlite.ts'
import { follow } from './index-follow.ts'
import { headOf, isBusy, markFrom, openTables, removeIndex, text } from './index-tables.ts'
import { holds, replacedKey } from './in-force.ts'
import { parseResolution } from './parse.ts'
import type { MatchKey, Shelf, ShelfMark } from './shelf.ts'
import { byAge } from './store.ts'

/** What the index is of. */
export interface IndexedChain {
  readonly path: string
  readonly folders: Folders
  readonly reader: ObjectReader
  readonly head: CommitOid
}

/** A shelf that also tells what has ever been on record, in force or not. */
export interface IndexedShelf extends Shelf {
  /** Everything that goes by one of the keys, or by the conflict of what does. */
  concerning(keys: readonly MatchKey[]): Promise<readonly ResolutionId[]>
  /** Everything that has a merge fix. */
  everyFix(): Promise<readonly ResolutionId[]>
}

/** The shelf of one head of the chain. Close it when nothing is looked up any more. */
export async function openShelf(
  path: string,
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid,
): Promise<IndexedShelf & Disposable> {
  const chain = { path, folders, reader, head }
  await mkdir(dirname(path), { recursive: true })
  return new IndexShelf(chain, await openAt(chain))
}

/** So often others may bring the index to another head of the chain meanwhile, or it may be made anew. */
const ATTEMPTS = 5

/** The index as it is at the head, and stays for this reader: what others write from now on it does not see. */
async function openAt(chain: IndexedChain): Promise<Database> {
  let trouble: unknown
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    let database: Database | undefined
    try {
      database = await openTables(chain.path)
      await follow(database, chain)
      database.exec('BEGIN')
      if (headOf(database) === chain.head) return database
      database.close()
    } catch (error) {
      database?.close()
      if (error instanceof OperatingError) throw error
      trouble = error
      // A damaged page shows when it is read.
      if (!isBusy(error)) removeIndex(chain.path)
    }
  }
  throw new OperatingError(
    'disk',
    `the index of resolutions, ${chain.path}, cannot be made: ${trouble instanceof Error ? trouble.message : 'others keep changing it'}`,
    'Check that its folder is writable and the disk is not full, then run the command again.',
    trouble,
  )
}

class IndexShelf implements IndexedShelf, Disposable {
  readonly #chain: IndexedChain
  #database: Database
  readonly #read = new Map<ResolutionId, Promise<Resolution>>()

  constructor(chain: IndexedChain, database: Database) {
    this.#chain = chain
    this.#database = database
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  find(keys: readonly MatchKey[]): Promise<ReadonlyMap<MatchKey, readonly ShelfMark[]>> {
    return this.#asking(() => findIn(this.#database, keys))
  }

  read(id: ResolutionId): Promise<Resolution> {
    const known = this.#read.get(id) ?? this.#load(id)
    this.#read.set(id, known)
    return known
  }

  async #load(id: ResolutionId): Promise<Resolution> {
    const row = await this.#asking(() =>
      this.#database.prepare('SELECT blob FROM records WHERE resolution = ?').get(id),
    )
    assert(row !== undefined, 'what is found has a record')
    const content = await this.#chain.reader.read(text(row, 'blob') as BlobOid, 'blob')
    const resolution = parseResolution(content.toString('utf8'), id)
    assert(resolution !== undefined, 'the index is of this head of the chain')
    return resolution
  }

  async mergeFixes(): Promise<readonly Resolution[]> {
    const ids = await this.#asking(() =>
      this.#database
        .prepare(
          'SELECT resolution FROM fixes WHERE resolution NOT IN (SELECT resolution FROM gone UNION SELECT resolution FROM fixed)',
        )
        .all()
        .map(resolutionOf),
    )
    const all = await Promise.all(ids.map((id) => this.read(id)))
    return all.sort(byAge)
  }

  concerning(keys: readonly MatchKey[]): Promise<readonly ResolutionId[]> {
    return this.#asking(() => concerningIn(this.#database, keys))
  }

  everyFix(): Promise<readonly ResolutionId[]> {
    return this.#asking(() => this.#database.prepare('SELECT resolution FROM fixes').all().map(resolutionOf))
  }

  /** Asks again of an index made anew when this one turns out to be damaged. */
  async #asking<Answer>(ask: () => Answer): Promise<Answer> {
    try {
      return ask()
    } catch {
      this.#database.close()
      removeIndex(this.#chain.path)
      this.#database = await openAt(this.#chain)
      return ask()
    }
  }
}

function findIn(database: Database, keys: readonly MatchKey[]): Map<MatchKey, readonly ShelfMark[]> {
  const ask = database.prepare(
    'SELECT key, at, resolution, file, hunk, conflict FROM marks WHERE key = ? AND resolution NOT IN (SELECT resolution FROM gone) ORDER BY at DESC, resolution DESC, file, hunk',
  )
  const limit = database.prepare('SELECT at FROM until WHERE key = ?')
  const other = database.prepare('SELECT 1 FROM replaced WHERE resolution = ? AND key = ?')
  const until = new Map<MatchKey, number>()
  const replaced = new Set<string>()
  const learn = (resolution: ResolutionId, key: MatchKey): void => {
    const row = until.has(key) ? undefined : limit.get(key)
    if (row) until.set(key, Number(row['at']))
    if (other.get(resolution, key)) replaced.add(replacedKey(resolution, key))
  }
  const found = new Map<MatchKey, readonly ShelfMark[]>()
  for (const key of keys) {
    const all = ask.all(key).map(markFrom)
    for (const { resolution, conflict } of all) for (const name of distinct([key, conflict])) learn(resolution, name)
    // Those that are gone are not even found.
    const marks = all.filter((mark) => holds(mark, { ids: NONE, fixes: NONE, replaced, until }))
    if (marks.length > 0) found.set(key, marks)
  }
  return found
}

function concerningIn(database: Database, keys: readonly MatchKey[]): ResolutionId[] {
  const ask = database.prepare('SELECT resolution, conflict FROM marks WHERE key = ?')
  const rows = keys.flatMap((key) => ask.all(key))
  const conflicts = distinct(rows.map((row) => text(row, 'conflict'))).filter((key) => !keys.includes(key))
  return distinct([...rows, ...conflicts.flatMap((key) => ask.all(key))].map(resolutionOf))
}

function resolutionOf(row: Row): ResolutionId {
  return text(row, 'resolution') as ResolutionId
}

const NONE: ReadonlySet<ResolutionId> = new Set()
