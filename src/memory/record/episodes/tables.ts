/** Episodes in the index: each a row that a release brings up to date, and its conflicts' ids to find it by. */
import type { ConflictId } from '../../../base/model/conflict.ts'
import type { Episode } from '../../../base/model/episode.ts'
import type { RunRecord } from '../../../base/model/run.ts'
import { distinct } from '../../../base/std/collections.ts'
import type { Database, Row } from '../sqlite.ts'
import { followEpisodes } from './follow.ts'

export const EPISODE_TABLES = `
CREATE TABLE IF NOT EXISTS episodes (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, lasts INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS episodes_that_last ON episodes (lasts) WHERE lasts = 1;
CREATE TABLE IF NOT EXISTS episode_conflicts (conflict TEXT NOT NULL, episode INTEGER NOT NULL, PRIMARY KEY (conflict, episode)) WITHOUT ROWID;
`

/** Brings the episodes up to a release; called once for each, in order. */
export function addToEpisodes(database: Database, record: RunRecord): void {
  const known = rowsBefore(database, record)
  const { episodes } = followEpisodes(known.map(episodeIn), record)
  const update = database.prepare('UPDATE episodes SET lasts = ?, body = ? WHERE seq = ?')
  const insert = database.prepare('INSERT INTO episodes (seq, id, lasts, body) VALUES (?, ?, ?, ?)')
  const note = database.prepare('INSERT OR IGNORE INTO episode_conflicts (conflict, episode) VALUES (?, ?)')
  let last = Number(database.prepare('SELECT max(seq) AS seq FROM episodes').get()?.['seq'] ?? 0)
  for (const [place, episode] of episodes.entries()) {
    const row = known[place]
    const body = JSON.stringify(episode)
    const lasts = Number(episode.state !== 'over')
    if (row === undefined) insert.run((last += 1), episode.id, lasts, body)
    else if (row['body'] !== body) update.run(lasts, body, Number(row['seq']))
    note.run(episode.conflict, row === undefined ? last : Number(row['seq']))
  }
}

/** The episodes that a release can go on with: those that last, and any that a conflict of it was once part of. */
export function episodesBefore(database: Database, record: RunRecord): Episode[] {
  return rowsBefore(database, record).map(episodeIn)
}

function rowsBefore(database: Database, { conflicts }: RunRecord): Row[] {
  const ended = database.prepare(
    'SELECT seq, body FROM episodes JOIN episode_conflicts ON episode = seq WHERE conflict = ? AND lasts = 0',
  )
  const rows = [
    ...database.prepare('SELECT seq, body FROM episodes WHERE lasts = 1').all(),
    ...distinct(conflicts.map(({ id }) => id)).flatMap((id) => ended.all(id)),
  ]
  const bySeq = new Map(rows.map((row) => [Number(row['seq']), row]))
  return [...bySeq].sort(([a], [b]) => a - b).map(([, row]) => row)
}

/** All of them, or those that last; the one that began last comes last. */
export function allEpisodes(database: Database, ended: boolean): Episode[] {
  return database
    .prepare('SELECT body FROM episodes WHERE lasts = 1 OR ? ORDER BY seq')
    .all(Number(ended))
    .map(episodeIn)
}

/** The episode that a conflict is or was part of; the newest, should it have been part of several. */
export function episodeOf(database: Database, conflict: ConflictId): Episode | undefined {
  const row = database
    .prepare('SELECT body FROM episodes JOIN episode_conflicts ON episode = seq WHERE conflict = ? ORDER BY seq DESC')
    .get(conflict)
  return row && episodeIn(row)
}

function episodeIn(row: Row): Episode {
  return JSON.parse(String(row['body'])) as Episode
}
