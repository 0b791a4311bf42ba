/** Brings the index of resolutions to a head of their chain. */
import { compareTrees } from '../../base/git/compare-trees.ts'
import type { Change } from '../../base/git/diff-tree.ts'
import type { Folders } from '../../base/git/folders.ts'
import { MODE_FILE } from '../../base/git/objects.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import { type BlobOid, type CommitOid, EMPTY_TREE, type TreeOid } from '../../base/model/oid.ts'
import { readAhead } from '../../base/std/read-ahead.ts'
import { rootOf } from '../record/chain.ts'
import type { Database } from '../record/sqlite.ts'
import { clearTables, headOf, setHead } from './index-tables.ts'
import { IndexWriter } from './index-writer.ts'
import { isRecord, leadsToRecord, readRecord, readResolution } from './store.ts'

export interface Followed {
  readonly folders: Folders
  readonly reader: ObjectReader
  readonly head: CommitOid
}

/** Records asked for before the first of them is put in: git reads while we write. Each has a few KB. */
const ASKED_AHEAD = 1_000

/** Takes in what the chain gained; starts over when the index knows what the chain does not have. */
export async function follow(database: Database, chain: Followed): Promise<void> {
  if (headOf(database) === chain.head) return
  // From here on no other process writes, so that what is known now is what is added to.
  database.exec('BEGIN IMMEDIATE')
  try {
    await takeIn(database, chain)
    database.exec('COMMIT')
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}

async function takeIn(database: Database, { folders, reader, head }: Followed): Promise<void> {
  const { anew, leaves } = await news(headOf(database), { folders, reader, head })
  if (anew) clearTables(database)
  const writer = new IndexWriter(database)
  const contents = readAhead(leaves, ASKED_AHEAD, async ({ path, oid }) => {
    const content = await reader.read(oid, 'blob')
    return { path, oid, content }
  })
  for await (const { path, oid, content } of contents) {
    const record = readRecord(path, content.toString('utf8'))
    if (record === undefined) continue
    if ('resolution' in record) {
      writer.add(record.resolution, oid)
      continue
    }
    const { withdrawal } = record
    const isRevoked = withdrawal.kind === 'revoked'
    const resolution = isRevoked ? await readResolution(folders, reader, head, withdrawal.resolution) : undefined
    writer.withdraw(withdrawal, resolution)
  }
  setHead(database, head)
}

interface News {
  readonly anew: boolean
  readonly leaves: readonly { readonly path: string; readonly oid: BlobOid }[]
}

async function news(from: CommitOid | undefined, { folders, reader, head }: Followed): Promise<News> {
  const to = await rootOf(reader, head)
  const isHere = from !== undefined && (await reader.size(from)) !== undefined
  const gained = isHere ? await recordsBetween(folders, await rootOf(reader, from), to) : []
  const onlyGrew = isHere && gained.every(({ oldMode }) => oldMode === 0)
  const all = onlyGrew ? gained : await recordsBetween(folders, EMPTY_TREE, to)
  const records = all.filter(({ path, newMode }) => isRecord(path) && newMode === MODE_FILE)
  return { anew: !onlyGrew, leaves: records.map(({ path, newOid }) => ({ path, oid: newOid as BlobOid })) }
}

/** Without the contents that lie beside the records: most folders of the chain hold those. */
async function recordsBetween(folders: Folders, from: TreeOid, to: TreeOid): Promise<readonly Change[]> {
  return (await compareTrees(folders, from, to, leadsToRecord)).leaves
}
