/** The tables of the index, and how a release is written into them. Everything here can be made again from the chain of runs. */
import type { Release, TreeRecord } from '../../base/model/run.ts'
import { addToEpisodes, EPISODE_TABLES } from './episodes/tables.ts'
import type { Database } from './sqlite.ts'

/** Changed whenever the tables do: an index of another version is made anew. */
export const INDEX_VERSION = 3

export const TABLES = `
PRAGMA synchronous = OFF;
PRAGMA journal_mode = WAL;
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS releases (seq INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL, zone INTEGER NOT NULL, "commit" TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS spans (tree TEXT NOT NULL, version TEXT NOT NULL, outcome TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS spans_by_tree ON spans (tree, last);
CREATE INDEX IF NOT EXISTS spans_by_end ON spans (last);
CREATE TABLE IF NOT EXISTS uses (resolution TEXT NOT NULL, seq INTEGER NOT NULL, tree TEXT NOT NULL, path TEXT NOT NULL, PRIMARY KEY (resolution, seq, tree, path)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS conflicts (id TEXT NOT NULL, seq INTEGER NOT NULL, tree TEXT NOT NULL, PRIMARY KEY (id, seq)) WITHOUT ROWID;
${EPISODE_TABLES}`

/** Adds a release behind all others. A tree that stands as in the release before lengthens its span, so that a quiet day adds no row. */
export function addRelease(database: Database, release: Release): void {
  const { plan, trees, groups, conflicts } = release.record
  const previous = Number(database.prepare('SELECT max(seq) AS seq FROM releases').get()?.['seq'] ?? 0)
  const seq = previous + 1
  database
    .prepare('INSERT INTO releases (seq, name, epoch, zone, "commit") VALUES (?, ?, ?, ?, ?)')
    .run(seq, release.name, plan.instant.epochSeconds, plan.instant.zoneMinutes, release.commit)
  const lengthen = database.prepare('UPDATE spans SET last = ? WHERE rowid = ?')
  const begin = database.prepare('INSERT INTO spans (tree, version, outcome, first, last) VALUES (?, ?, ?, ?, ?)')
  const open = new Map(
    database
      .prepare('SELECT rowid AS id, tree, version, outcome FROM spans WHERE last = ?')
      .all(previous)
      .map((row) => [`${row['tree']} ${row['version']} ${row['outcome']}`, Number(row['id'])]),
  )
  for (const tree of trees) {
    const version = tree.version ?? ''
    const span = open.get(`${tree.name} ${version} ${tree.outcome}`)
    if (span === undefined) begin.run(tree.name, version, tree.outcome, seq, seq)
    else lengthen.run(seq, span)
  }
  const note = database.prepare('INSERT OR IGNORE INTO conflicts (id, seq, tree) VALUES (?, ?, ?)')
  for (const conflict of conflicts) note.run(conflict.id, seq, conflict.tree)
  addUses(database, seq, [...trees, ...groups])
  addToEpisodes(database, release.record)
}

/** Which resolutions a release was made with. Paths are raw. */
function addUses(database: Database, seq: number, merges: readonly Pick<TreeRecord, 'name' | 'settled'>[]): void {
  const note = database.prepare('INSERT OR IGNORE INTO uses (resolution, seq, tree, path) VALUES (?, ?, ?, ?)')
  for (const { name, settled = [] } of merges) {
    for (const { path, by } of settled) {
      for (const settler of by) if (settler.kind === 'resolution') note.run(settler.id, seq, name, path)
    }
  }
}
