/** Resolutions looked up in a SQLite file beside the record: made from the chain, brought up to date by what the chain gained, and lost without harm. */
import { rmSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { compareTrees } from '../../base/git/compare-trees.ts'
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import { type BlobOid, type CommitOid, EMPTY_TREE } from '../../base/model/oid.ts'
import type { Resolution, Withdrawal } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { assert } from '../../base/std/assert.ts'
import { rootOf } from '../record/chain.ts'
import { parseJson } from '../record/json.ts'
import { type Database, openDatabase, type Row } from '../record/sqlite.ts'
import { holds, type KeyedMark, marksOf, type Withdrawn } from './in-force.ts'
import type { MatchKey, Shelf, ShelfMark } from './shelf.ts'
import { byAge, parseResolution, readResolution } from './store.ts'

/** Changed whenever the tables do, or what a key is made of. */
const VERSION = 2

const TABLES = `
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (key TEXT NOT NULL, at INTEGER NOT NULL, resolution TEXT NOT NULL, file INTEGER NOT NULL, hunk INTEGER NOT NULL, PRIMARY KEY (key, at, resolution, file, hunk)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (resolution TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS until (key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fixes (resolution TEXT PRIMARY KEY) WITHOUT ROWID;
`

/** The shelf of one head of the chain. Close it when nothing is looked up any more. */
export async function openShelf(
  path: string,
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid,
): Promise<Shelf & Disposable> {
  await mkdir(dirname(path), { recursive: true })
  const database = await openTables(path)
  const chain = { folders, reader, head }
  try {
    await follow(database, chain)
  } catch (error) {
    database.close()
    throw error
  }
  return new IndexShelf(database, chain)
}

interface Chain {
  readonly folders: Folders
  readonly reader: ObjectReader
  readonly head: CommitOid
}

class IndexShelf implements Shelf, Disposable {
  readonly #database: Database
  readonly #chain: Chain
  readonly #read = new Map<ResolutionId, Promise<Resolution>>()

  constructor(database: Database, chain: Chain) {
    this.#database = database
    this.#chain = chain
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  find(keys: readonly MatchKey[]): Promise<ReadonlyMap<MatchKey, readonly ShelfMark[]>> {
    const ask = this.#database.prepare(
      'SELECT at, resolution, file, hunk FROM marks WHERE key = ? AND resolution NOT IN (SELECT resolution FROM gone) ORDER BY at DESC, resolution DESC, file, hunk',
    )
    const limit = this.#database.prepare('SELECT at FROM until WHERE key = ?')
    const found = new Map<MatchKey, readonly ShelfMark[]>()
    for (const key of keys) {
      const until = limit.get(key)
      const gone: Withdrawn = { ids: new Set(), until: new Map(until ? [[key, Number(until['at'])]] : []) }
      const marks = ask
        .all(key)
        .map((row) => markFrom(key, row))
        .filter((mark) => holds(mark, gone))
      if (marks.length > 0) found.set(key, marks)
    }
    return Promise.resolve(found)
  }

  read(id: ResolutionId): Promise<Resolution> {
    const known = this.#read.get(id) ?? this.#load(id)
    this.#read.set(id, known)
    return known
  }

  async #load(id: ResolutionId): Promise<Resolution> {
    const { folders, reader, head } = this.#chain
    const resolution = await readResolution(folders, reader, head, id)
    assert(resolution !== undefined, 'the index is of this head of the chain')
    return resolution
  }

  async mergeFixes(): Promise<readonly Resolution[]> {
    const rows = this.#database
      .prepare('SELECT resolution FROM fixes WHERE resolution NOT IN (SELECT resolution FROM gone)')
      .all()
    const all = await Promise.all(rows.map((row) => this.read(text(row, 'resolution') as ResolutionId)))
    return all.sort(byAge)
  }
}

function markFrom(key: MatchKey, row: Row): KeyedMark {
  const hunk = Number(row['hunk'])
  return {
    key,
    at: Number(row['at']),
    resolution: text(row, 'resolution') as ResolutionId,
    file: Number(row['file']),
    hunk: hunk < 0 ? undefined : hunk,
  }
}

/** Takes in what the chain gained; starts over when the index knows what the chain does not have. */
async function follow(database: Database, { folders, reader, head }: Chain): Promise<void> {
  const known = database.prepare("SELECT value FROM meta WHERE name = 'head'").get()
  const from = known && text(known, 'value')
  if (from === head) return
  const there = from !== undefined && (await reader.size(from as CommitOid)) !== undefined
  const before = there ? await rootOf(reader, from as CommitOid) : EMPTY_TREE
  const { leaves } = await compareTrees(folders, before, await rootOf(reader, head))
  const onlyGrew = there && leaves.every(({ oldMode }) => oldMode === 0)
  const news = onlyGrew ? leaves : (await compareTrees(folders, EMPTY_TREE, await rootOf(reader, head))).leaves
  const read = async (path: string, oid: string): Promise<{ path: string; content: string }> => ({
    path,
    content: (await reader.read(oid as BlobOid, 'blob')).toString('utf8'),
  })
  const wanted = news.filter(({ path }) => path.endsWith('/record.json') || path.includes('/withdrawn/'))
  const files = await Promise.all(wanted.map(({ path, newOid }) => read(path, newOid)))
  database.exec('BEGIN')
  if (!onlyGrew) for (const table of ['marks', 'gone', 'until', 'fixes']) database.exec(`DELETE FROM ${table}`)
  const [withdrawals, records] = [files.filter(isWithdrawal), files.filter((file) => !isWithdrawal(file))]
  for (const { path, content } of records) addResolution(database, parseResolution(content, path))
  for (const { path, content } of withdrawals) {
    const withdrawal = parseJson<Withdrawal>(content, `withdrawal ${path}`)
    await addWithdrawal(database, withdrawal, (id) => readResolution(folders, reader, head, id))
  }
  database.prepare("INSERT OR REPLACE INTO meta VALUES ('head', ?)").run(head)
  database.exec('COMMIT')
}

function isWithdrawal({ path }: { readonly path: string }): boolean {
  return path.includes('/withdrawn/')
}

function addResolution(database: Database, resolution: Resolution): void {
  const mark = database.prepare('INSERT OR IGNORE INTO marks (key, at, resolution, file, hunk) VALUES (?, ?, ?, ?, ?)')
  for (const { key, at, resolution: id, file, hunk } of marksOf(resolution)) mark.run(key, at, id, file, hunk ?? -1)
  const { id, fixes, supersedes } = resolution
  if (fixes.length > 0) database.prepare('INSERT OR IGNORE INTO fixes VALUES (?)').run(id)
  if (supersedes !== undefined) database.prepare('INSERT OR IGNORE INTO gone VALUES (?)').run(supersedes)
}

async function addWithdrawal(
  database: Database,
  { resolution: id, kind, at }: Withdrawal,
  read: (id: ResolutionId) => Promise<Resolution | undefined>,
): Promise<void> {
  database.prepare('INSERT OR IGNORE INTO gone VALUES (?)').run(id)
  const resolution = kind === 'revoked' ? await read(id) : undefined
  if (resolution === undefined) return
  const until = database.prepare(
    'INSERT INTO until (key, at) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET at = max(at, excluded.at)',
  )
  for (const { key } of marksOf(resolution)) until.run(key, at.epochSeconds)
}

/** Opens the file, and makes it anew when it is damaged or of another version. */
async function openTables(path: string): Promise<Database> {
  try {
    return await prepared(path)
  } catch {
    for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
    return prepared(path)
  }
}

async function prepared(path: string): Promise<Database> {
  const database = await openDatabase(path)
  database.exec(TABLES)
  const version = database.prepare("SELECT value FROM meta WHERE name = 'version'").get()
  if (version !== undefined && text(version, 'value') !== String(VERSION)) {
    database.close()
    throw new Error('an index of another version')
  }
  database.prepare("INSERT OR REPLACE INTO meta VALUES ('version', ?)").run(String(VERSION))
  return database
}

function text(row: Row, column: string): string {
  return String(row[column] ?? '')
}
