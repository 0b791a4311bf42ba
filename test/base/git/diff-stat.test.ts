import { expect, test } from 'vitest'
import { diffStat } from '../../../src/base/git/diff-stat.ts'
import type { TreeOid } from '../../../src/base/model/oid.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { text } from '../../world/histories.ts'
import { testGit } from '../../world/roster.ts'

test('renames, binary files, modes and submodules count as git diff --stat counts them', async () => {
  using folder = testFolder()
  initBare(folder.path)
  importCommits(folder.path, [
    {
      branch: 'main',
      subject: 'base',
      files: { 'a/one.c': text('one'), 'a/two.c': text('two'), run: 'go\n', image: 'a\0b', sub: submodule('1') },
    },
    {
      branch: 'main',
      subject: 'changed',
      files: {
        'a/one.c': { gone: true },
        '\ttab/one.c': `${text('one')}more\n`,
        'a/two.c': `${text('two')}more\n`,
        run: { mode: '100755', content: 'go\n' },
        image: 'a\0c',
        sub: submodule('2'),
        '\ttab/new.c': 'one\ntwo\n',
      },
    },
  ])
  const [from, to] = ['main~1', 'main'].map((name) => git(folder.path, ['rev-parse', `${name}^{tree}`]) as TreeOid)
  expect(await diffStat(testGit().at(folder.path), from!, to!)).toEqual({ files: 6, insertions: 5, deletions: 1 })
  expect(git(folder.path, ['diff', '--shortstat', '-M', from!, to!]).trim()).toBe(
    '6 files changed, 5 insertions(+), 1 deletion(-)',
  )
  expect(await diffStat(testGit().at(folder.path), to!, to!)).toEqual({ files: 0, insertions: 0, deletions: 0 })
})

function submodule(digit: string): { mode: '160000'; commit: string } {
  return { mode: '160000', commit: digit.repeat(40) }
}
