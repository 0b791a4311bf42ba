import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LooseObjects } from '../../../src/base/git/loose-objects.ts'
import { ObjectReader } from '../../../src/base/git/object-reader.ts'
import type { BlobOid } from '../../../src/base/model/oid.ts'
import { makeBlob } from '../../../src/base/git/objects.ts'
import { git, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('git reads what is written, and what git wrote already is left as it is', () => {
  using folder = testFolder()
  initBare(folder.path)
  const store = new LooseObjects(join(folder.path, 'objects'))
  const [ours, theirs] = [makeBlob('ours\n'), makeBlob('theirs\n')]
  store.write(ours)
  expect(git(folder.path, ['cat-file', 'blob', ours.oid])).toBe('ours')

  expect(git(folder.path, ['hash-object', '-w', '--stdin'], 'theirs\n')).toBe(theirs.oid)
  const file = join(folder.path, 'objects', theirs.oid.slice(0, 2), theirs.oid.slice(2))
  const before = statSync(file)
  store.write(theirs)
  expect(statSync(file)).toMatchObject({ size: before.size, mtimeMs: before.mtimeMs })
  expect(store.read(theirs.oid).content.toString()).toBe('theirs\n')
})

test('git reads many that are written at once, and a process that looked before finds them', async () => {
  using folder = testFolder()
  initBare(folder.path)
  const store = new LooseObjects(join(folder.path, 'objects'))
  const blobs = Array.from({ length: 100 }, (_, at) => makeBlob(`blob ${at}\n`))
  await using reader = new ObjectReader(testGit().at(folder.path))
  const [first] = blobs
  expect(await reader.find(first?.oid as BlobOid)).toBeUndefined()
  store.writeAll(blobs)
  expect(readdirSync(join(folder.path, 'objects', 'pack')).sort()).toEqual([
    expect.stringMatching(/^pack-[0-9a-f]{40}\.idx$/),
    expect.stringMatching(/^pack-[0-9a-f]{40}\.pack$/),
  ])
  for (const { oid, content } of blobs) expect(await reader.read(oid, 'blob')).toEqual(content)
  expect(git(folder.path, ['fsck', '--full', '--no-dangling'])).toBe('')
})
