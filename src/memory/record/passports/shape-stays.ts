/** Reads from the book of passports which commits each tree brought over a stretch of releases. */
import type { TreeName } from '../../../base/model/names.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import type { Database } from '../sqlite.ts'

/** A commit of a change in a tree, from one release to another; both by their places. */
export interface ShapeStay {
  readonly tree: TreeName
  readonly change: number
  readonly commit: CommitOid
  /** Empty for a commit that changes nothing. */
  readonly patch: string
  readonly subject: string
  readonly landedAt: number | undefined
  readonly first: number
  readonly last: number
}

/** Of all trees or of one, as far as they reach to `from` or beyond. */
export function shapeStays(database: Database, from: number, tree: TreeName | undefined): ShapeStay[] {
  const rows = database
    .prepare(
      `SELECT stays.tree, stays.oid, stays.first, stays.last, commits.change, commits.patch, changes.subject, changes.landedAt
       FROM stays JOIN commits ON commits.oid = stays.oid JOIN changes ON changes.id = commits.change
       WHERE stays.last >= ? AND (? = '' OR stays.tree = ?) ORDER BY stays.first`,
    )
    .all(from, tree ?? '', tree ?? '')
  return rows.map((row) => ({
    tree: String(row['tree']) as TreeName,
    change: Number(row['change']),
    commit: String(row['oid']) as CommitOid,
    patch: String(row['patch'] ?? ''),
    subject: String(row['subject']),
    landedAt: row['landedAt'] === null ? undefined : Number(row['landedAt']),
    first: Number(row['first']),
    last: Number(row['last']),
  }))
}
