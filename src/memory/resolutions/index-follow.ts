/** Brings the index of resolutions to a head of their chain. */
import { compareTrees } from '../../base/git/compare-trees.ts'
import type { Folders } from '../../base/git/folders.ts'
import { MODE_FILE } from '../../base/git/objects.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import { type BlobOid, type CommitOid, EMPTY_TREE } from '../../base/model/oid.ts'
import { chunksOf } from '../../base/std/collections.ts'
import { rootOf } from '../record/chain.ts'
import type { Database } from '../record/sqlite.ts'
import { addGone, addResolution, addRevoked, clearTables, headOf, setHead } from './index-tables.ts'
import { isRecord, type ReadRecord, readRecord, readResolution } from './store.ts'

export interface Followed {
  readonly folders: Folders
  readonly reader: ObjectReader
  readonly head: CommitOid
}

/** Records read at a time: each has a few KB. */
const AT_A_TIME = 1_000

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

async function takeIn(database: Database, chain: Followed): Promise<void> {
  const { anew, leaves } = await news(headOf(database), chain)
  if (anew) clearTables(database)
  for (const some of chunksOf(leaves, AT_A_TIME)) {
    const records = await Promise.all(some.map(({ path, oid }) => readAt(chain.reader, path, oid)))
    for (const record of records) if (record !== undefined) await add(database, chain, record)
  }
  setHead(database, chain.head)
}

interface News {
  readonly anew: boolean
  readonly leaves: readonly { readonly path: string; readonly oid: BlobOid }[]
}

async function news(from: CommitOid | undefined, { folders, reader, head }: Followed): Promise<News> {
  const to = await rootOf(reader, head)
  const isHere = from !== undefined && (await reader.size(from)) !== undefined
  const gained = isHere ? (await compareTrees(folders, await rootOf(reader, from), to)).leaves : []
  const onlyGrew = isHere && gained.every(({ oldMode }) => oldMode === 0)
  const leaves = onlyGrew ? gained : (await compareTrees(folders, EMPTY_TREE, to)).leaves
  const records = leaves.filter(({ path, newMode }) => isRecord(path) && newMode === MODE_FILE)
  return { anew: !onlyGrew, leaves: records.map(({ path, newOid }) => ({ path, oid: newOid as BlobOid })) }
}

async function readAt(reader: ObjectReader, path: string, oid: BlobOid): Promise<ReadRecord | undefined> {
  return readRecord(path, (await reader.read(oid, 'blob')).toString('utf8'))
}

async function add(database: Database, { folders, reader, head }: Followed, record: ReadRecord): Promise<void> {
  if ('resolution' in record) return addResolution(database, record.resolution)
  const { resolution: id, kind, at } = record.withdrawal
  addGone(database, id)
  if (kind === 'revoked') addRevoked(database, id, await readResolution(folders, reader, head, id), at.epochSeconds)
}
