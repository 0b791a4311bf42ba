/** Puts resolutions, and what became of them, into the tables of their index. In whatever order they come, the tables are the same. */
import type { BlobOid } from '../../base/model/oid.ts'
import type { Resolution, Withdrawal } from '../../base/model/resolution.ts'
import type { Database } from '../record/sqlite.ts'
import { type KeyedMark, marksOf } from './in-force.ts'

/** Statements are prepared once: there are five marks and more to a resolution. */
export class IndexWriter {
  readonly #record
  readonly #mark
  readonly #fix
  readonly #replace
  readonly #replaceFix
  readonly #withdraw
  readonly #revoke
  readonly #revoked
  readonly #limit

  constructor(database: Database) {
    this.#record = database.prepare('INSERT OR IGNORE INTO records (resolution, blob) VALUES (?, ?)')
    this.#mark = database.prepare(
      'INSERT OR IGNORE INTO marks (key, at, resolution, file, hunk, conflict) VALUES (?, ?, ?, ?, ?, ?)',
    )
    this.#fix = database.prepare('INSERT OR IGNORE INTO fixes VALUES (?)')
    this.#replace = database.prepare('INSERT OR IGNORE INTO replaced VALUES (?, ?)')
    this.#replaceFix = database.prepare('INSERT OR IGNORE INTO fixed VALUES (?)')
    this.#withdraw = database.prepare('INSERT OR IGNORE INTO gone VALUES (?)')
    this.#revoke = database.prepare(
      'INSERT INTO revoked VALUES (?, ?) ON CONFLICT (resolution) DO UPDATE SET at = max(at, excluded.at)',
    )
    this.#revoked = database.prepare('SELECT at FROM revoked WHERE resolution = ?')
    this.#limit = database.prepare(
      'INSERT INTO until (key, at) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET at = max(at, excluded.at)',
    )
  }

  /** `blob`: the text it was read from. */
  add(resolution: Resolution, blob: BlobOid): void {
    const { id, fixes, supersedes } = resolution
    const marks = marksOf(resolution)
    this.#record.run(id, blob)
    for (const { key, at, resolution: of, file, hunk, conflict } of marks)
      this.#mark.run(key, at, of, file, hunk ?? -1, conflict)
    if (fixes.length > 0) this.#fix.run(id)
    if (supersedes !== undefined) {
      for (const { key } of marks) this.#replace.run(supersedes, key)
      if (fixes.length > 0) this.#replaceFix.run(supersedes)
    }
    const revoked = this.#revoked.get(id)
    if (revoked) this.#limitAll(marks, Number(revoked['at']))
  }

  /** The resolution may come to be known only afterwards: two people's chains come together in any order. */
  withdraw({ resolution: id, kind, at }: Withdrawal, resolution: Resolution | undefined): void {
    this.#withdraw.run(id)
    if (kind !== 'revoked') return
    this.#revoke.run(id, at.epochSeconds)
    if (resolution) this.#limitAll(marksOf(resolution), at.epochSeconds)
  }

  #limitAll(marks: readonly KeyedMark[], seconds: number): void {
    for (const { key } of marks) this.#limit.run(key, seconds)
  }
}
