import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import {
  clearTables,
  headOf,
  isBusy,
  markFrom,
  openTables,
  removeIndex,
  setHead,
} from '../../../src/memory/resolutions/index-tables.ts'
import { openDatabase } from '../../../src/memory/record/sqlite.ts'
import { testFolder } from '../../world/folder.ts'

const HEAD = 'a'.repeat(40) as CommitOid

async function withHead(path: string): Promise<void> {
  const database = await openTables(path)
  setHead(database, HEAD)
  database.close()
}

async function headIn(path: string): Promise<CommitOid | undefined> {
  const database = await openTables(path)
  const head = headOf(database)
  database.close()
  return head
}

test('what an index is of stays in it, until it is removed', async () => {
  using folder = testFolder()
  const path = join(folder.path, 'index.sqlite')
  expect(await headIn(path)).toBeUndefined()
  await withHead(path)
  expect(await headIn(path)).toBe(HEAD)
  removeIndex(path)
  expect(await headIn(path)).toBeUndefined()
})

test('an index of another version, or what is none, is made anew', async () => {
  using folder = testFolder()
  const path = join(folder.path, 'index.sqlite')
  await withHead(path)
  const other = await openDatabase(path)
  other.exec("UPDATE meta SET value = '2' WHERE name = 'version'")
  other.close()
  expect(await headIn(path)).toBeUndefined()

  writeFileSync(path, 'no database at all, and long enough to be looked at as one'.repeat(100))
  expect(await headIn(path)).toBeUndefined()
  removeIndex(path)
  mkdirSync(path)
  expect(await headIn(path)).toBeUndefined()
})

test('one that another process is writing is not removed for that', async () => {
  using folder = testFolder()
  const path = join(folder.path, 'index.sqlite')
  await withHead(path)
  const writing = await openDatabase(path)
  writing.exec('BEGIN IMMEDIATE')
  const other = await openDatabase(path)
  let trouble: unknown
  try {
    other.exec('PRAGMA busy_timeout = 0')
    other.exec('BEGIN IMMEDIATE')
  } catch (error) {
    trouble = error
  }
  other.close()
  writing.close()
  expect(isBusy(trouble)).toBe(true)
  expect(isBusy(new Error('file is not a database'))).toBe(false)
})

test('a hunk has its place, a whole file has none', () => {
  const row = { key: 'hunk:1', at: 60, resolution: '0123', file: 2, hunk: 0, conflict: 'lines:1' }
  expect(markFrom(row)).toEqual(row)
  expect(markFrom({ ...row, hunk: -1 })).toEqual({ ...row, hunk: undefined })
})

test('cleared tables hold nothing of what was on record', async () => {
  using folder = testFolder()
  const database = await openTables(join(folder.path, 'index.sqlite'))
  const tables = database
    .prepare("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta'")
    .all()
    .map(({ name }) => String(name))
  for (const table of tables) {
    const columns = database.prepare(`PRAGMA table_info(${table})`).all().length
    database.exec(`INSERT INTO ${table} VALUES (${Array.from({ length: columns }, () => 1).join(', ')})`)
  }
  clearTables(database)
  for (const table of tables) expect(database.prepare(`SELECT * FROM ${table}`).all()).toEqual([])
  database.close()
})
