/** Writes into the book of passports what a release is otherwise than the one before it. */
import type { Instant } from '../../../base/model/instant.ts'
import type { ReleaseName, TreeName } from '../../../base/model/names.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import type { CommitKeys, KnownBy } from '../../../base/model/passport.ts'
import { assert } from '../../../base/std/assert.ts'
import type { Database, Statement } from '../sqlite.ts'
import { nameKey } from './name-key.ts'
import { STILL } from './tables.ts'

/** A commit that a tree brings. */
export interface Brought {
  readonly tree: TreeName
  readonly oid: CommitOid
}

/** What a release is otherwise than the one before. Merges are no part of it. */
export interface ReleaseDelta {
  readonly release: ReleaseName
  readonly at: Instant
  readonly upstream: CommitOid
  /** Of trees that are otherwise than before; undefined for one of which nothing is in. */
  readonly versions: ReadonlyMap<TreeName, CommitOid | undefined>
  readonly entered: readonly Brought[]
  readonly left: readonly Brought[]
  /** New in upstream. */
  readonly landed: readonly CommitOid[]
  /** Of all that entered or landed and is not in the book. */
  readonly keys: ReadonlyMap<CommitOid, CommitKeys>
}

/** Stays end before others begin: a commit that was rewritten takes the place of the one that is gone. */
export function takeRelease(database: Database, delta: ReleaseDelta, place: number): void {
  const { release, at, upstream } = delta
  database
    .prepare('INSERT INTO releases VALUES (?, ?, ?, ?, ?)')
    .run(place, release, at.epochSeconds, at.zoneMinutes, upstream)
  const set = database.prepare('INSERT OR REPLACE INTO versions VALUES (?, ?)')
  const unset = database.prepare('DELETE FROM versions WHERE tree = ?')
  for (const [tree, version] of delta.versions) {
    if (version === undefined) unset.run(tree)
    else set.run(tree, version)
  }
  const end = database.prepare(`UPDATE stays SET last = ? WHERE tree = ? AND oid = ? AND last = ${STILL}`)
  for (const { tree, oid } of delta.left) end.run(place - 1, tree, oid)
  const changes = new Changes(database, delta.keys, place)
  for (const oid of delta.landed) changes.land(oid)
  const begin = database.prepare('INSERT INTO stays VALUES (?, ?, ?, ?)')
  for (const { tree, oid } of delta.entered) {
    changes.meet(oid, tree)
    begin.run(oid, tree, place, STILL)
  }
}

/** Finds the change that a commit is, by id, then patch, then subject and author. */
class Changes {
  readonly #keys: ReadonlyMap<CommitOid, CommitKeys>
  readonly #place: number
  readonly #byId: Statement
  readonly #byPatch: Statement
  readonly #byName: Statement
  readonly #addCommit: Statement
  readonly #addChange: Statement
  readonly #markLanded: Statement

  constructor(database: Database, keys: ReadonlyMap<CommitOid, CommitKeys>, place: number) {
    this.#keys = keys
    this.#place = place
    this.#byId = database.prepare('SELECT change FROM commits WHERE oid = ?')
    this.#byPatch = database.prepare(
      'SELECT change FROM commits WHERE patch = ? ORDER BY place DESC, change DESC LIMIT 1',
    )
    // Two commits of the same name that stand in a tree together are two changes: people repeat themselves.
    this.#byName = database.prepare(
      `SELECT id AS change FROM changes WHERE named = ? AND landed IS NULL AND NOT EXISTS
       (SELECT 1 FROM commits JOIN stays ON stays.oid = commits.oid WHERE commits.change = changes.id AND stays.tree = ? AND stays.last = ${STILL})
       ORDER BY id DESC LIMIT 1`,
    )
    this.#addCommit = database.prepare('INSERT INTO commits VALUES (?, ?, ?, ?, ?)')
    this.#addChange = database.prepare(
      'INSERT INTO changes (named, subject, name, email) VALUES (?, ?, ?, ?) RETURNING id AS change',
    )
    this.#markLanded = database.prepare('UPDATE changes SET landed = ?, landedAt = ? WHERE id = ? AND landed IS NULL')
  }

  /** A commit in a tree: what nobody has seen is a change of its own. */
  meet(oid: CommitOid, tree: TreeName): void {
    if (this.#known(oid) !== undefined) return
    const keys = this.#keysOf(oid)
    const known = this.#recognised(keys, tree)
    if (known !== undefined) return this.#add(keys, known.change, known.by)
    const row = this.#addChange.get(nameKey(keys), keys.subject, keys.author.name, keys.author.email)
    this.#add(keys, Number(row?.['change']), 'first')
  }

  /** A commit in upstream: what never was in next is of no interest here. */
  land(oid: CommitOid): void {
    const change = this.#known(oid)
    if (change !== undefined) return void this.#markLanded.run(oid, this.#place, change)
    const keys = this.#keysOf(oid)
    const known = this.#recognised(keys, '')
    if (known === undefined) return
    this.#add(keys, known.change, known.by)
    this.#markLanded.run(oid, this.#place, known.change)
  }

  #known(oid: CommitOid): number | undefined {
    const row = this.#byId.get(oid)
    return row && Number(row['change'])
  }

  #recognised(
    { patchId, subject, author }: CommitKeys,
    tree: string,
  ): { readonly change: number; readonly by: KnownBy } | undefined {
    const samePatch = patchId && this.#byPatch.get(patchId)
    if (samePatch) return { change: Number(samePatch['change']), by: 'patch-id' }
    const sameName = this.#byName.get(nameKey({ subject, author }), tree)
    return sameName && { change: Number(sameName['change']), by: 'subject' }
  }

  #add({ oid, patchId }: CommitKeys, change: number, by: KnownBy): void {
    this.#addCommit.run(oid, change, patchId ?? null, by, this.#place)
  }

  #keysOf(oid: CommitOid): CommitKeys {
    const keys = this.#keys.get(oid)
    assert(keys !== undefined, `nothing is known of commit ${oid}`)
    return keys
  }
}
