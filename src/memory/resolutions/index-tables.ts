/** The tables of the index of resolutions, and what is put into them. */
import { rmSync } from 'node:fs'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Resolution } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { type Database, openDatabase, type Row } from '../record/sqlite.ts'
import { type KeyedMark, marksOf } from './in-force.ts'

/** Changed whenever the tables do, or what a key is made of. */
const VERSION = 3

/** Longest another process may be writing: making the index of 50,000 resolutions anew takes half a minute. */
const BUSY_MS = 60_000

const TABLES = `
PRAGMA busy_timeout = ${BUSY_MS};
PRAGMA journal_mode = WAL;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
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
  for (const table of ['marks', 'gone', 'revoked', 'until', 'replaced', 'fixed', 'fixes'])
    database.exec(`DELETE FROM ${table}`)
}

export function addResolution(database: Database, resolution: Resolution): void {
  const marks = marksOf(resolution)
  const add = database.prepare(
    'INSERT OR IGNORE INTO marks (key, at, resolution, file, hunk, conflict) VALUES (?, ?, ?, ?, ?, ?)',
  )
  for (const { key, at, resolution: id, file, hunk, conflict } of marks)
    add.run(key, at, id, file, hunk ?? -1, conflict)
  const { id, fixes, supersedes } = resolution
  if (fixes.length > 0) database.prepare('INSERT OR IGNORE INTO fixes VALUES (?)').run(id)
  if (supersedes !== undefined) {
    const replace = database.prepare('INSERT OR IGNORE INTO replaced VALUES (?, ?)')
    for (const { key } of marks) replace.run(supersedes, key)
    if (fixes.length > 0) database.prepare('INSERT OR IGNORE INTO fixed VALUES (?)').run(supersedes)
  }
  const revoked = database.prepare('SELECT at FROM revoked WHERE resolution = ?').get(id)
  if (revoked) limit(database, marks, Number(revoked['at']))
}

/** Withdrawn. */
export function addGone(database: Database, id: ResolutionId): void {
  database.prepare('INSERT OR IGNORE INTO gone VALUES (?)').run(id)
}

/** The resolution may come to be known only afterwards: two people's chains come together in any order. */
export function addRevoked(
  database: Database,
  id: ResolutionId,
  resolution: Resolution | undefined,
  seconds: number,
): void {
  database
    .prepare('INSERT INTO revoked VALUES (?, ?) ON CONFLICT (resolution) DO UPDATE SET at = max(at, excluded.at)')
    .run(id, seconds)
  if (resolution) limit(database, marksOf(resolution), seconds)
}

function limit(database: Database, marks: readonly KeyedMark[], seconds: number): void {
  const until = database.prepare(
    'INSERT INTO until (key, at) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET at = max(at, excluded.at)',
  )
  for (const { key } of marks) until.run(key, seconds)
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
