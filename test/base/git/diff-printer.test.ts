import { expect, test } from 'vitest'
import { DiffPrinter } from '../../../src/base/git/diff-printer.ts'
import type { CommitOid, TreeOid } from '../../../src/base/model/oid.ts'
import { type CommitSpec, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('diffs are printed in the order they were asked for, one that is too large is given up, and those after it are printed', async () => {
  using folder = testFolder()
  initBare(folder.path)
  const large = (letter: string): CommitSpec['files'] => {
    const text = `${letter.repeat(99)}\n`.repeat(35_000)
    return { file: text, other: text }
  }
  const commit = (branch: string, parents: string[], files: CommitSpec['files']): CommitSpec => ({
    branch,
    parents,
    subject: branch,
    files,
  })
  importCommits(folder.path, [
    { branch: 'main', subject: 'base', files: { file: 'a\n' } },
    commit('net', ['main'], { file: 'net\n.end\n' }),
    commit('usb', ['main'], { file: 'usb\n' }),
    commit('merge', ['net', 'usb'], { file: 'both\n' }),
    commit('ours', ['net', 'usb'], { file: 'net\n.end\n' }),
    commit('large', ['main'], large('l')),
    commit('larger', ['main'], large('r')),
  ])
  const id = (name: string): string => git(folder.path, ['rev-parse', name])
  const tree = (name: string): TreeOid => id(`${name}^{tree}`) as TreeOid
  await using printer = new DiffPrinter(testGit().at(folder.path))
  const [merge, ours, plain] = await Promise.all([
    printer.combined(id('merge') as CommitOid),
    printer.combined(id('ours') as CommitOid),
    printer.plain(tree('main'), tree('net')),
  ])
  expect(merge?.toString().replace(/^index .*\n/m, '')).toBe(
    'diff --cc file\n--- a/file\n+++ b/file\n@@@ -1,2 -1,1 +1,1 @@@\n- net\n- .end\n -usb\n++both\n',
  )
  expect(ours?.toString()).toBe('')
  expect(plain?.toString()).toContain('-a\n+net\n+.end\n')
  expect(await printer.plain(tree('large'), tree('larger'))).toBeUndefined()
  expect((await printer.plain(tree('net'), tree('usb')))?.toString()).toContain('+usb\n')
})
