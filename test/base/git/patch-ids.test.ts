import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readPatches, readUndonePatches } from '../../../src/base/git/patch-ids.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

const UNFINISHED = 'one\n<<<<<<< ours\ntwo\n=======\nthree\n>>>>>>> theirs\n'

test('markers that a commit adds are seen, those that were there or stand alone are not', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  importCommits(dir, [
    { branch: 'main', subject: 'start', files: { 'old.c': UNFINISHED, 'a b.c': 'one\n', 'ä.c': 'one\n' } },
    { branch: 'main', subject: 'unfinished', files: { 'a b.c': UNFINISHED, 'ä.c': UNFINISHED, 'fine.c': 'one\n' } },
    { branch: 'main', subject: 'mended', files: { 'old.c': 'one\n' } },
    { branch: 'main', subject: 'a manual', files: { 'manual.txt': 'It begins like this:\n<<<<<<< ours\n' } },
  ])
  const commits = git(dir, ['rev-list', '--reverse', 'main']).split('\n') as CommitOid[]
  const patches = await readPatches(testGit().at(dir), commits)
  expect(commits.map((commit) => patches.get(commit)?.markers)).toEqual([
    ['old.c'],
    ['a b.c', '"\\303\\244.c"'],
    [],
    [],
  ])
})

test('what a commit undoes has the number of what did it, also where files come and go', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  importCommits(dir, [
    { branch: 'main', subject: 'start', files: { 'a.c': 'one\ntwo\n' } },
    { branch: 'main', subject: 'do it', files: { 'a.c': 'one\n2\n', 'new.c': 'new\n' } },
    { branch: 'main', subject: 'better not', files: { 'a.c': 'one\ntwo\n', 'new.c': { gone: true } } },
  ])
  const [, done, undone] = git(dir, ['rev-list', '--reverse', 'main']).split('\n') as CommitOid[]
  const own = testGit().at(dir)
  const patches = await readPatches(own, [done as CommitOid])
  const backwards = await readUndonePatches(own, [undone as CommitOid])
  expect(backwards.get(undone as CommitOid)).toBe(patches.get(done as CommitOid)?.id)
})
