import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deserialize, serialize } from 'node:v8'
import { expect, test } from 'vitest'
import { commitOid } from '../../../src/base/model/oid.ts'
import { emptyMemo } from '../../../src/stages/integrate/memo.ts'
import { loadMemo, saveMemo } from '../../../src/stages/integrate/memo-file.ts'
import { testFolder } from '../../world/folder.ts'

const KEY = { runs: commitOid('1'.repeat(40)), gitVersion: '2.39.5' }

function memoOf(base: string) {
  const memo = emptyMemo()
  memo.changes.set(base, [])
  return memo
}

test('a memo is found again by the run and the git it belongs to, and by no others', async () => {
  using folder = testFolder()
  const path = join(folder.path, 'memo')
  await saveMemo(path, KEY, memoOf('base'))
  expect(await loadMemo(path, KEY)).toEqual(memoOf('base'))
  expect(await loadMemo(path, { ...KEY, gitVersion: '2.40.0' })).toEqual(emptyMemo())
  expect(await loadMemo(path, { ...KEY, runs: undefined })).toEqual(emptyMemo())
})

test('the memo of a Tributary that kept other things in it is left alone', async () => {
  using folder = testFolder()
  const path = join(folder.path, 'memo')
  await saveMemo(path, KEY, memoOf('base'))
  // As an older one would have written it: one thing less, and a key that says so.
  const { key, memo } = deserialize(readFileSync(path).subarray(32)) as { key: string; memo: object }
  const { total: _total, ...older } = { total: undefined, ...memo }
  const body = serialize({ key: key.replace(',total', ''), memo: older })
  writeFileSync(path, Buffer.concat([createHash('sha256').update(body).digest(), body]))
  expect(await loadMemo(path, KEY)).toEqual(emptyMemo())
})

test('a damaged memo is an empty one', async () => {
  using folder = testFolder()
  const path = join(folder.path, 'memo')
  await saveMemo(path, KEY, memoOf('base'))
  const bytes = readFileSync(path)
  bytes.writeUInt8(bytes.readUInt8(bytes.length - 3) ^ 1, bytes.length - 3)
  writeFileSync(path, bytes)
  expect(await loadMemo(path, KEY)).toEqual(emptyMemo())
})
