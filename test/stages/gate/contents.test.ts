import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { TreeOid } from '../../../src/base/model/oid.ts'
import { openReading } from '../../../src/pipeline/workspace.ts'
import { contentsOf } from '../../../src/stages/gate/contents.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('only what the inputs name makes a difference', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  const files = { Makefile: 'all:\n', 'net/a.c': '1\n', 'net/deep/Kconfig': 'x\n', 'doc/b.txt': 'b\n' }
  importCommits(dir, [
    { branch: 'main', subject: 'begin', files },
    { branch: 'doc', parents: ['main'], subject: 'doc', files: { 'doc/b.txt': 'c\n' } },
    { branch: 'net', parents: ['main'], subject: 'net', files: { 'net/a.c': '2\n' } },
    { branch: 'deep', parents: ['main'], subject: 'deep', files: { 'net/deep/Kconfig': 'y\n' } },
    { branch: 'mode', parents: ['main'], subject: 'mode', files: { 'net/a.c': { mode: '100755', content: '1\n' } } },
    { branch: 'gone', parents: ['main'], subject: 'gone', files: { 'net/a.c': { gone: true } } },
  ])
  await using reading = openReading(testGit().at(dir))
  const of = (branch: string, ...inputs: string[]) =>
    contentsOf(reading.folders, git(dir, ['rev-parse', `${branch}^{tree}`]) as TreeOid, inputs)
  const differing = async (...inputs: string[]): Promise<string[]> => {
    const main = await of('main', ...inputs)
    const branches = ['doc', 'net', 'deep', 'mode', 'gone']
    const others = await Promise.all(branches.map((branch) => of(branch, ...inputs)))
    return branches.filter((_, place) => others[place] !== main)
  }
  expect(await of('main')).toBe(git(dir, ['rev-parse', 'main^{tree}']))
  expect(await differing()).toEqual(['doc', 'net', 'deep', 'mode', 'gone'])
  expect(await differing('net/')).toEqual(['net', 'deep', 'mode', 'gone'])
  expect(await differing('net/*.c')).toEqual(['net', 'mode', 'gone'])
  expect(await differing('**/Kconfig')).toEqual(['deep'])
  expect(await differing('*/b.*', 'Makefile')).toEqual(['doc'])
  expect(await differing('nothing')).toEqual([])
})
