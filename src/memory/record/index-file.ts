/** Quick answers about many releases, from a SQLite file beside the record that can be deleted at any time. */
import { rmSync } from 'node:fs'
import type { ConflictId } from '../../base/model/conflict.ts'
import type { Episode } from '../../base/model/episode.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { ReleaseName, TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { MergeOutcome } from '../../base/model/merge.ts'
import type { RunRecord } from '../../base/model/run.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { allEpisodes, episodeOf, episodesBefore } from './episodes/tables.ts'
import { addRelease, INDEX_VERSION, TABLES } from './index-tables.ts'
import type { RunChain } from './runs.ts'
import { type Database, openDatabase, type Row } from './sqlite.ts'

/** A version of a tree that was in a release. */
export interface PastVersion {
  readonly release: ReleaseName
  readonly at: Instant
  readonly commit: CommitOid
}

/** A stretch of releases over which a tree stood the same. */
export interface Span {
  readonly first: ReleaseName
  readonly last: ReleaseName
  readonly version: CommitOid | undefined
  readonly outcome: MergeOutcome['kind']
}

/** A path that a resolution settled in a release. */
export interface Use {
  readonly release: ReleaseName
  readonly tree: TreeName
  /** Raw. */
  readonly path: string
}

export class Index implements Disposable {
  readonly #path: string
  #database: Database

  private constructor(path: string, database: Database) {
    this.#path = path
    this.#database = database
  }

  /** Opens the index, and makes it anew when it is damaged or of another version. */
  static async open(path: string): Promise<Index> {
    try {
      return new Index(path, await prepared(path))
    } catch {
      removeFiles(path)
      return new Index(path, await prepared(path))
    }
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  /** Takes in what the chain has beyond the index; starts over when the index knows releases the chain does not have. */
  async follow(chain: RunChain): Promise<void> {
    if (this.#meta('runs') === (chain.head ?? '')) return
    const names = await chain.releases()
    const known = this.#database
      .prepare('SELECT name FROM releases ORDER BY seq')
      .all()
      .map((row) => text(row, 'name'))
    if (known.some((name, place) => names[place] !== name)) return this.rebuild(chain)
    await this.#add(chain, names.slice(known.length))
  }

  async rebuild(chain: RunChain): Promise<void> {
    this.#database.close()
    removeFiles(this.#path)
    this.#database = await prepared(this.#path)
    await this.#add(chain, await chain.releases())
  }

  async #add(chain: RunChain, names: readonly ReleaseName[]): Promise<void> {
    this.#database.exec('BEGIN')
    for (const name of names) {
      const release = await chain.read(name)
      if (release) addRelease(this.#database, release)
    }
    this.#database.prepare("INSERT OR REPLACE INTO meta VALUES ('runs', ?)").run(chain.head ?? '')
    this.#database.exec('COMMIT')
  }

  /** What went in of each tree, each version once with the last release that had it, newest first. */
  pastVersions(since: Instant): Map<TreeName, PastVersion[]> {
    const rows = this.#database
      .prepare(
        `SELECT spans.tree, spans.version, releases.name, releases.epoch, releases.zone FROM spans JOIN releases ON releases.seq = spans.last
         WHERE releases.epoch >= ? AND spans.version <> '' AND spans.outcome IN ('merged', 'previous') ORDER BY spans.last DESC`,
      )
      .all(since.epochSeconds)
    const past = new Map<TreeName, PastVersion[]>()
    for (const row of rows) {
      const tree = text(row, 'tree') as TreeName
      const versions = past.get(tree) ?? []
      past.set(tree, versions)
      const commit = text(row, 'version') as CommitOid
      const at = { epochSeconds: Number(row['epoch']), zoneMinutes: Number(row['zone']) }
      if (!versions.some((version) => version.commit === commit))
        versions.push({ release: text(row, 'name') as ReleaseName, at, commit })
    }
    return past
  }

  /** How a tree stood over all releases, newest first. */
  spans(tree: TreeName): Span[] {
    const rows = this.#database
      .prepare(
        `SELECT one.name AS first, two.name AS last, version, outcome FROM spans JOIN releases AS one ON one.seq = spans.first
         JOIN releases AS two ON two.seq = spans.last WHERE tree = ? ORDER BY spans.last DESC`,
      )
      .all(tree)
    return rows.map((row) => ({
      first: text(row, 'first') as ReleaseName,
      last: text(row, 'last') as ReleaseName,
      version: (text(row, 'version') || undefined) as CommitOid | undefined,
      outcome: text(row, 'outcome') as MergeOutcome['kind'],
    }))
  }

  /** First and last release that had a conflict; undefined when none had. */
  conflictSpan(
    id: string,
  ): { readonly first: ReleaseName; readonly last: ReleaseName; readonly releases: number } | undefined {
    const rows = this.#database
      .prepare(
        'SELECT releases.name FROM conflicts JOIN releases ON releases.seq = conflicts.seq WHERE conflicts.id = ? ORDER BY conflicts.seq',
      )
      .all(id)
      .map((row) => text(row, 'name') as ReleaseName)
    const [first] = rows
    const last = rows.at(-1)
    return first !== undefined && last !== undefined ? { first, last, releases: rows.length } : undefined
  }

  /** The last release that had a conflict whose id begins so. */
  lastReleaseWith(idStart: string): ReleaseName | undefined {
    const row = this.#database
      .prepare(
        'SELECT releases.name FROM conflicts JOIN releases ON releases.seq = conflicts.seq WHERE substr(conflicts.id, 1, ?) = ? ORDER BY conflicts.seq DESC LIMIT 1',
      )
      .get(idStart.length, idStart)
    return row && (text(row, 'name') as ReleaseName)
  }

  /** The episodes that a release can go on with. */
  episodesBefore(record: RunRecord): Episode[] {
    return episodesBefore(this.#database, record)
  }

  /** Those that last, or all, in the order in which they began. */
  episodes({ ended }: { readonly ended: boolean }): Episode[] {
    return allEpisodes(this.#database, ended)
  }

  /** The episode that a conflict is or was part of. */
  episodeOf(conflict: ConflictId): Episode | undefined {
    return episodeOf(this.#database, conflict)
  }

  /** Every use of a resolution, oldest first. Paths are raw. */
  uses(resolution: ResolutionId): Use[] {
    return this.#database
      .prepare(
        'SELECT releases.name, uses.tree, uses.path FROM uses JOIN releases ON releases.seq = uses.seq WHERE uses.resolution = ? ORDER BY uses.seq',
      )
      .all(resolution)
      .map((row) => ({
        release: text(row, 'name') as ReleaseName,
        tree: text(row, 'tree') as TreeName,
        path: text(row, 'path'),
      }))
  }

  #meta(key: string): string | undefined {
    const row = this.#database.prepare('SELECT value FROM meta WHERE key = ?').get(key)
    return row && text(row, 'value')
  }
}

async function prepared(path: string): Promise<Database> {
  const database = await openDatabase(path)
  database.exec(TABLES)
  const version = database.prepare("SELECT value FROM meta WHERE key = 'version'").get()
  if (version !== undefined && version['value'] !== String(INDEX_VERSION)) {
    database.close()
    throw new Error('an index of another version')
  }
  database.prepare("INSERT OR REPLACE INTO meta VALUES ('version', ?)").run(String(INDEX_VERSION))
  return database
}

function removeFiles(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}

function text(row: Row, column: string): string {
  return String(row[column] ?? '')
}
