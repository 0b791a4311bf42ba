import { expect, test } from 'vitest'
import { Merger } from '../../../src/base/git/merge-tree.ts'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { type CommitSpec, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('advice about submodules, which git 2.39 gives amid its answer, does not disturb the next one', async () => {
  using folder = testFolder()
  initBare(folder.path)
  const at = (digit: string): CommitSpec['files'] => ({ sub: { mode: '160000', commit: digit.repeat(40) } })
  importCommits(folder.path, [
    { branch: 'main', subject: 'base', files: at('1') },
    { branch: 'net', parents: ['main'], subject: 'net', files: at('2') },
    { branch: 'usb', parents: ['main'], subject: 'usb', files: at('3') },
  ])
  const id = (name: string): CommitOid => git(folder.path, ['rev-parse', name]) as CommitOid
  await using merger = new Merger(testGit().at(folder.path))
  const answers = await Promise.all([merger.merge(id('net'), id('usb')), merger.merge(id('net'), id('main'))])
  expect(answers).toMatchObject([
    { clean: false, messages: [{ type: 'CONFLICT (submodule not initialized)' }, { type: 'CONFLICT (contents)' }] },
    { clean: true, messages: [] },
  ])
})
