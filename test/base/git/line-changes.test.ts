import { expect, test } from 'vitest'
import { lineChanges } from '../../../src/base/git/line-changes.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('every comparison is answered in its place, those without changes too', async () => {
  using folder = testFolder()
  initBare(folder.path)
  importCommits(folder.path, [
    { branch: 'main', subject: 'base', files: { file: 'a\nb\n' } },
    { branch: 'net', parents: ['main'], subject: 'net', files: { file: 'a\nB\n' } },
  ])
  const id = (name: string): CommitOid => git(folder.path, ['rev-parse', name]) as CommitOid
  const [main, net] = [id('main'), id('net')]
  const answers = await lineChanges(
    testGit().at(folder.path),
    [
      { commit: net, parent: main },
      { commit: net, parent: net },
      { commit: main, parent: net },
    ],
    ['file'],
  )
  expect(answers.map((changes) => changes.map((change) => change.edits))).toEqual([
    [[{ from: { start: 1, end: 2 }, to: { start: 1, end: 2 } }]],
    [],
    [[{ from: { start: 1, end: 2 }, to: { start: 1, end: 2 } }]],
  ])
})
