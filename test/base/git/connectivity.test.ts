import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { areWhole } from '../../../src/base/git/connectivity.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('a commit is whole when all it leads to is there, and not when a file is missing', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'x.git')
  initBare(dir)
  importCommits(dir, [
    { branch: 'kept', subject: 'kept', files: { a: 'a' } },
    { branch: 'loose', subject: 'loose', files: { b: 'b' } },
  ])
  const loose = git(dir, ['rev-parse', 'loose']) as CommitOid
  const kept = git(dir, ['rev-parse', 'kept']) as CommitOid
  const blob = git(dir, ['rev-parse', 'loose:b'])
  git(dir, ['update-ref', '-d', 'refs/heads/loose'])
  const record = testGit().at(dir)
  expect(await areWhole(record, [kept, loose])).toBe(true)
  rmSync(join(dir, 'objects', blob.slice(0, 2), blob.slice(2)))
  expect(await areWhole(record, [kept, loose])).toBe(false)
  expect(await areWhole(record, [kept])).toBe(true)
  expect(await areWhole(record, [])).toBe(true)
})

test('what another repository has is whole by its refs', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'x.git')
  initBare(dir)
  importCommits(dir, [{ branch: 'kept', subject: 'kept', files: { a: 'a' } }])
  const kept = git(dir, ['rev-parse', 'kept']) as CommitOid
  const blob = git(dir, ['rev-parse', 'kept:a'])
  const beside = join(folder.path, 'beside.git')
  initBare(beside)
  writeFileSync(join(beside, 'objects/info/alternates'), `${join(dir, 'objects')}\n`)
  // Whoever walks would miss it.
  rmSync(join(dir, 'objects', blob.slice(0, 2), blob.slice(2)))
  expect(await areWhole(testGit().at(beside), [kept])).toBe(true)
})
