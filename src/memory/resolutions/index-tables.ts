/** The tables of the index of resolutions, and the file they are in. */
import { rmSync } from 'node:fs'
import type { CommitOid } from '../../base/model/oid.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { type Database, openDatabase, type Row } from '../record/sqlite.ts'
import type { KeyedMark } from './in-force.ts'

/** Changed whenever the tables do, or what a key is made of. */
const VERSION = 4

/** Longest another process may be writing: making the index of 50,000 resolutions anew takes six seconds, on a busy machine thirty. */
const BUSY_MS = 60_000

/** Pages kept in memory, as far as they were needed: keys are hashes, so each goes to another page, and those of 50,000 resolutions have 30 MB. */
const CACHE_KB = 65_536

const TABLES = `
PRAGMA busy_timeout = ${BUSY_MS};
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -${CACHE_KB};
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS records (resolution TEXT PRIMARY KEY, blob TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS marks (key TEXT NOT NULL, at INTEGER NOT NULL, resolution TEXT NOT NULL, file INTEGER NOT NULL, hunk INTEGER NOT NULL, conflict TEXT NOT NULL, PRIMARY KEY (key, at, resolution, file, hunk)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS gone (resolution TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS revoked (resolution TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS until (key TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS replaced (resolution TEXT NOT NULL, key TEXT NOT NULL, PRIMARY KEY (resolution, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fixed (resolution TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS fixes (resolution TEXT PRIMARY KEY) WITHOUT ROWID;
`

/** Opens the file, and makes it anew when it is damaged or of another version. */
export async function openTables(path: string): Promise<Database> {
  try {
    return await prepared(path)
  } catch (error) {
    if (isBusy(error)) throw error
    removeIndex(path)
    return prepared(path)
  }
}

export function removeIndex(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true, recursive: true })
}

/** Whether it is another process that is in the way; anything else is the file's own trouble. */
export function isBusy(error: unknown): boolean {
  return error instanceof Error && /\b(locked|busy)\b/i.test(error.message)
}

async function prepared(path: string): Promise<Database> {
  const database = await openDatabase(path)
  try {
    database.exec(TABLES)
    const version = database.prepare("SELECT value FROM meta WHERE name = 'version'").get()
    if (version === undefined)
      database.prepare("INSERT OR REPLACE INTO meta VALUES ('version', ?)").run(String(VERSION))
    else if (text(version, 'value') !== String(VERSION)) throw new Error('an index of another version')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** The head of the chain that the index is of. */
export function headOf(database: Database): CommitOid | undefined {
  const row = database.prepare("SELECT value FROM meta WHERE name = 'head'").get()
  return row && (text(row, 'value') as CommitOid)
}

export function setHead(database: Database, head: CommitOid): void {
  database.prepare("INSERT OR REPLACE INTO meta VALUES ('head', ?)").run(head)
}

export function clearTables(database: Database): void {
  for (const table of ['records', 'marks', 'gone', 'revoked', 'until', 'replaced', 'fixed', 'fixes'])
    database.exec(`DELETE FROM ${table}`)
}

export function markFrom(row: Row): KeyedMark {
  const hunk = Number(row['hunk'])
  return {
    key: text(row, 'key'),
    at: Number(row['at']),
    resolution: text(row, 'resolution') as ResolutionId,
    file: Number(row['file']),
    hunk: hunk < 0 ? undefined : hunk,
    conflict: text(row, 'conflict'),
  }
}

export function text(row: Row, column: string): string {
  return String(row[column] ?? '')
}
