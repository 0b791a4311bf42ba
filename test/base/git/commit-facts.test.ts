import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCommitFacts } from '../../../src/base/git/commit-facts.ts'
import { commitOid } from '../../../src/base/model/oid.ts'
import { EPOCH, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('a commit is read whole: people, dates, message, changes and patch id', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  importCommits(dir, [
    { branch: 'main', subject: 'begin', files: { 'a.c': 'one\n', 'b.c': 'x\n' } },
    {
      branch: 'main',
      subject: 'change',
      body: 'Text\twith\ttabs.\n\nAcked-by: A <a@example.org>',
      author: 'Zoë <zoe@example.org>',
      files: { 'a.c': 'one\ntwo\n', 'b.c': { gone: true }, 'new\nline\t.c': '1\n2\n', ':odd': Buffer.from([0, 1]) },
    },
    { branch: 'side', parents: ['main'], subject: 'nothing', files: {} },
    { branch: 'main', subject: 'more', files: { 'c.c': 'c\n' } },
    { branch: 'main', parents: ['main', 'side'], subject: 'merge', files: {} },
  ])
  const named = ['main~2', 'side', 'main', 'main~3'].map((name) => commitOid(git(dir, ['rev-parse', name])))
  const facts = await readCommitFacts(testGit().at(dir), named)
  const [change, nothing, merge, root] = facts
  expect(facts.map(({ oid }) => oid)).toEqual(named)
  expect(change).toMatchObject({
    author: { who: { name: 'Zoë', email: 'zoe@example.org' }, when: { epochSeconds: EPOCH + 60, zoneMinutes: 0 } },
    changes: [
      { path: ':odd', kind: 'added', insertions: 0, deletions: 0 },
      { path: 'a.c', kind: 'modified', insertions: 1, deletions: 0 },
      { path: 'b.c', kind: 'deleted', insertions: 0, deletions: 1 },
      { path: 'new\nline\t.c', kind: 'added', insertions: 2, deletions: 0 },
    ],
  })
  expect(change?.message).toBe('change\n\nText\twith\ttabs.\n\nAcked-by: A <a@example.org>')
  expect(change?.patchId).toMatch(/^[0-9a-f]{40}$/)
  expect(nothing).toMatchObject({ changes: [], patchId: undefined })
  expect(merge?.parents).toHaveLength(2)
  expect(merge).toMatchObject({ changes: [], patchId: undefined })
  expect(root?.parents).toEqual([])
  expect(root?.changes.map(({ path }) => path)).toEqual(['a.c', 'b.c'])
  expect(root?.patchId).toBeDefined()
})

test('the same patch elsewhere has the same patch id, and another binary file has not', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  const bytes = (last: number): Buffer => Buffer.from([0, 1, last])
  importCommits(dir, [
    { branch: 'main', subject: 'begin', files: { 'a.c': 'one\n', 'x.bin': bytes(0) } },
    { branch: 'one', parents: ['main'], subject: 'patch', files: { 'a.c': 'one\ntwo\n' } },
    { branch: 'other', parents: ['main'], subject: 'before', files: { 'b.c': 'b\n' } },
    { branch: 'other', subject: 'patch', files: { 'a.c': 'one\ntwo\n' } },
    { branch: 'bin1', parents: ['main'], subject: 'bin', files: { 'x.bin': bytes(1) } },
    { branch: 'bin2', parents: ['main'], subject: 'bin', files: { 'x.bin': bytes(2) } },
  ])
  const named = ['one', 'other', 'bin1', 'bin2'].map((name) => commitOid(git(dir, ['rev-parse', name])))
  const [one, other, first, second] = (await readCommitFacts(testGit().at(dir), named)).map(({ patchId }) => patchId)
  expect(one).toBe(other)
  expect(first).toBeDefined()
  expect(first).not.toBe(second)
})
