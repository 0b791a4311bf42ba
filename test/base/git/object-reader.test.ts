import { expect, test } from 'vitest'
import { ObjectReader } from '../../../src/base/git/object-reader.ts'
import type { BlobOid } from '../../../src/base/model/oid.ts'
import { git, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('contents and sizes are answered in the order they were asked for', async () => {
  using folder = testFolder()
  initBare(folder.path)
  const blob = git(folder.path, ['hash-object', '-w', '--stdin'], 'twelve bytes') as BlobOid
  const missing = 'ab'.repeat(20) as BlobOid
  await using reader = new ObjectReader(testGit().at(folder.path))
  const answers = await Promise.all([
    reader.size(blob),
    reader.find(blob),
    reader.size(missing),
    reader.find(missing),
    reader.size(blob),
  ])
  const found = { oid: blob, type: 'blob', content: Buffer.from('twelve bytes') }
  expect(answers).toEqual([12, found, undefined, undefined, 12])
  await expect(reader.read(missing, 'blob')).rejects.toThrow('is missing in the record')
})

test('what is asked while the reader ends, or afterwards, fails rather than hangs', async () => {
  using folder = testFolder()
  initBare(folder.path)
  const blob = git(folder.path, ['hash-object', '-w', '--stdin'], 'twelve bytes') as BlobOid
  const reader = new ObjectReader(testGit().at(folder.path))
  await reader.find(blob)
  const open = reader.find(blob)
  const end = reader[Symbol.asyncDispose]()
  await expect(open).rejects.toThrow('ended before it had answered')
  await end
  await expect(reader.find(blob)).rejects.toThrow('ended before it had answered')
})
