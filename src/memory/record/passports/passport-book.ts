/** The passports of all changes that were in releases: a SQLite file beside the record that can be deleted at any time. */
import { rmSync } from 'node:fs'
import type { PatchId } from '../../../base/model/commit-facts.ts'
import type { ReleaseName, TreeName } from '../../../base/model/names.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import type { ChangeHistory, CommitHistory, CommitKeys, KnownBy, Seen, Stay } from '../../../base/model/passport.ts'
import { type Database, openDatabase, type Row } from '../sqlite.ts'
import { nameKey } from './name-key.ts'
import { type ShapeStay, shapeStays } from './shape-stays.ts'
import { PASSPORTS_VERSION, STILL, TABLES } from './tables.ts'
import { type Brought, type ReleaseDelta, takeRelease } from './take-release.ts'

/** The last release in the book. */
export interface LastTaken {
  readonly release: ReleaseName
  readonly upstream: CommitOid
  readonly versions: ReadonlyMap<TreeName, CommitOid>
}

export class PassportBook implements Disposable {
  readonly #path: string
  #database: Database

  private constructor(path: string, database: Database) {
    this.#path = path
    this.#database = database
  }

  /** Opens the book, and begins it anew when it is damaged or of another version. */
  static async open(path: string): Promise<PassportBook> {
    try {
      return new PassportBook(path, await prepared(path))
    } catch {
      removeFiles(path)
      return new PassportBook(path, await prepared(path))
    }
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  async beginAnew(): Promise<void> {
    this.#database.close()
    removeFiles(this.#path)
    this.#database = await prepared(this.#path)
  }

  /** Releases in the book, oldest first. */
  releases(): Seen[] {
    return this.#all('SELECT * FROM releases ORDER BY place').map(seenIn)
  }

  last(): LastTaken | undefined {
    const [row] = this.#all('SELECT name, upstream FROM releases ORDER BY place DESC LIMIT 1')
    if (row === undefined) return undefined
    const versions = this.#all('SELECT tree, version FROM versions')
    return {
      release: text(row, 'name') as ReleaseName,
      upstream: text(row, 'upstream') as CommitOid,
      versions: new Map(versions.map((one) => [text(one, 'tree') as TreeName, text(one, 'version') as CommitOid])),
    }
  }

  /** What a tree brought to the last release. */
  broughtBy(tree: TreeName): Set<CommitOid> {
    const rows = this.#all(`SELECT oid FROM stays WHERE tree = ? AND last = ${STILL}`, tree)
    return new Set(rows.map((row) => text(row, 'oid') as CommitOid))
  }

  /** Who brought this commit to the last release. */
  bringersOf(oid: CommitOid): Brought[] {
    const rows = this.#all(`SELECT tree FROM stays WHERE oid = ? AND last = ${STILL}`, oid)
    return rows.map((row) => ({ tree: text(row, 'tree') as TreeName, oid }))
  }

  has(oid: CommitOid): boolean {
    return this.#all('SELECT 1 FROM commits WHERE oid = ?', oid).length > 0
  }

  /** False when another process has meanwhile taken a release behind `after`: then nothing was written. */
  take(delta: ReleaseDelta, after: ReleaseName | undefined): boolean {
    this.#database.exec('BEGIN IMMEDIATE')
    try {
      const [last] = this.#all('SELECT place, name FROM releases ORDER BY place DESC LIMIT 1')
      const isNext = (last && text(last, 'name')) === after
      if (isNext) takeRelease(this.#database, delta, Number(last?.['place'] ?? 0) + 1)
      this.#database.exec('COMMIT')
      return isNext
    } catch (error) {
      this.#database.exec('ROLLBACK')
      throw error
    }
  }

  /** Commits in the book whose ids begin so; two are enough to know that several do. */
  commitsNamed(start: string): CommitOid[] {
    const rows = this.#all('SELECT oid FROM commits WHERE oid >= ? AND oid < ? LIMIT 2', start, `${start}g`)
    return rows.map((row) => text(row, 'oid') as CommitOid)
  }

  /** A commit of the book that is the same change as this one: by id, then patch, then subject and author. */
  recognise(keys: CommitKeys): { readonly commit: CommitOid; readonly by: KnownBy | 'id' } | undefined {
    if (this.has(keys.oid)) return { commit: keys.oid, by: 'id' }
    const [patch] = this.#all('SELECT oid FROM commits WHERE patch = ? ORDER BY place DESC LIMIT 1', keys.patchId ?? '')
    if (patch) return { commit: text(patch, 'oid') as CommitOid, by: 'patch-id' }
    const [alike] = this.#all(
      'SELECT oid FROM changes JOIN commits ON commits.change = changes.id WHERE named = ? ORDER BY changes.id DESC LIMIT 1',
      nameKey(keys),
    )
    return alike && { commit: text(alike, 'oid') as CommitOid, by: 'subject' }
  }

  /** When each commit's change was first in a release, for those that were. */
  firstSeen(oids: readonly CommitOid[]): Map<CommitOid, Seen> {
    const ask = this.#database.prepare(
      `SELECT releases.* FROM commits AS asked JOIN commits ON commits.change = asked.change JOIN stays ON stays.oid = commits.oid
       JOIN releases ON releases.place = stays.first WHERE asked.oid = ? ORDER BY stays.first LIMIT 1`,
    )
    return new Map(
      oids.flatMap((oid) => {
        const row = ask.get(oid)
        return row === undefined ? [] : [[oid, seenIn(row)] as const]
      }),
    )
  }

  /** How many changes each tree brings that were in no release before that place; trees without any are left out. */
  arrivedSince(place: number): Map<TreeName, number> {
    const rows = this.#all(
      `SELECT stays.tree, count(DISTINCT commits.change) AS changes FROM stays JOIN commits ON commits.oid = stays.oid
       WHERE stays.last = ${STILL} AND NOT EXISTS (SELECT 1 FROM commits AS other JOIN stays AS earlier ON earlier.oid = other.oid
       WHERE other.change = commits.change AND earlier.first < ?) GROUP BY stays.tree`,
      place,
    )
    return new Map(rows.map((row) => [text(row, 'tree') as TreeName, Number(row['changes'])]))
  }

  /** Which commits trees brought, as far as they reach to the release at `from` or beyond. */
  shapeStays(from: number, tree: TreeName | undefined): ShapeStay[] {
    return shapeStays(this.#database, from, tree)
  }

  /** What the release at that place was made on. */
  upstreamOf(place: number): CommitOid | undefined {
    const [row] = this.#all('SELECT upstream FROM releases WHERE place = ?', place)
    return row && (text(row, 'upstream') as CommitOid)
  }

  /** All that is known of the change that this commit is; undefined when it is not in the book. */
  historyOf(oid: CommitOid): ChangeHistory | undefined {
    const [row] = this.#all(
      'SELECT changes.* FROM commits JOIN changes ON changes.id = commits.change WHERE oid = ?',
      oid,
    )
    if (row === undefined) return undefined
    const commits = this.#all('SELECT * FROM commits WHERE change = ? ORDER BY place, oid', Number(row['id']))
    const landed = text(row, 'landed') as CommitOid | ''
    return {
      subject: text(row, 'subject'),
      author: { name: text(row, 'name'), email: text(row, 'email') },
      commits: commits.map((commit) => this.#commit(commit)),
      landed: landed === '' ? undefined : { commit: landed, seen: this.#seen(Number(row['landedAt'])) },
    }
  }

  #commit(row: Row): CommitHistory {
    const stays = this.#all('SELECT * FROM stays WHERE oid = ? ORDER BY first, tree', text(row, 'oid'))
    return {
      commit: text(row, 'oid') as CommitOid,
      patchId: (text(row, 'patch') || undefined) as PatchId | undefined,
      knownBy: text(row, 'knownBy') as KnownBy,
      met: this.#seen(Number(row['place'])),
      stays: stays.map((stay) => this.#stay(stay)),
    }
  }

  #stay(row: Row): Stay {
    const last = Number(row['last'])
    return {
      tree: text(row, 'tree') as TreeName,
      first: this.#seen(Number(row['first'])),
      last: last === STILL ? undefined : this.#seen(last),
    }
  }

  #seen(place: number): Seen {
    const [row] = this.#all('SELECT * FROM releases WHERE place = ?', place)
    return seenIn(row ?? {})
  }

  #all(sql: string, ...values: (string | number)[]): Row[] {
    return this.#database.prepare(sql).all(...values)
  }
}

function seenIn(row: Row): Seen {
  return {
    release: text(row, 'name') as ReleaseName,
    at: { epochSeconds: Number(row['epoch']), zoneMinutes: Number(row['zone']) },
    place: Number(row['place']),
  }
}

async function prepared(path: string): Promise<Database> {
  const database = await openDatabase(path)
  database.exec(TABLES)
  const version = database.prepare("SELECT value FROM meta WHERE key = 'version'").get()
  if (version !== undefined && version['value'] !== String(PASSPORTS_VERSION)) {
    database.close()
    throw new Error('a book of another version')
  }
  database.prepare("INSERT OR REPLACE INTO meta VALUES ('version', ?)").run(String(PASSPORTS_VERSION))
  return database
}

function removeFiles(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
}

function text(row: Row, column: string): string {
  return String(row[column] ?? '')
}
