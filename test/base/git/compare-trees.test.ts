import { join } from 'node:path'
import { expect, test } from 'vitest'
import { compareTrees } from '../../../src/base/git/compare-trees.ts'
import { EMPTY_TREE, type TreeOid } from '../../../src/base/model/oid.ts'
import { openReading } from '../../../src/pipeline/workspace.ts'
import { type FileSpec, git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

const BEFORE: Readonly<Record<string, FileSpec>> = {
  'a.c': 'a\n',
  'net/core/x.c': 'x\n',
  'net/core/y.c': 'y\n',
  'net/old.c': 'old\n',
  'usb/z.c': 'z\n',
}
const AFTER: Readonly<Record<string, FileSpec>> = {
  'a.c': { gone: true },
  'a.c/now/a/folder.c': 'a\n',
  'net/core/x.c': { mode: '100755', content: 'x\n' },
  'net/old.c': 'new\n',
  'sound/new.c': 'new\n',
}

async function compared(from: string, to: string, wanted?: (path: string) => boolean) {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  importCommits(dir, [
    { branch: 'main', subject: 'before', files: BEFORE },
    { branch: 'main', subject: 'after', files: AFTER },
  ])
  const treeOf = (name: string): TreeOid =>
    name === '' ? EMPTY_TREE : (git(dir, ['rev-parse', `${name}^{tree}`]) as TreeOid)
  await using reading = openReading(testGit().at(dir))
  const { leaves, folders } = await compareTrees(reading.folders, treeOf(from), treeOf(to), wanted)
  const asGit = leaves.map(
    ({ path, oldMode, newMode, oldOid, newOid }) =>
      `:${sixDigits(oldMode)} ${sixDigits(newMode)} ${oldOid} ${newOid} ${path}`,
  )
  const args = ['diff-tree', '-r', '--no-renames', '--no-abbrev', treeOf(from), treeOf(to)]
  const said = git(dir, args).split('\n').filter(Boolean)
  return { asGit: asGit.toSorted(), git: said.map((line) => line.replace(/ [A-Z]\t/, ' ')).toSorted(), leaves, folders }
}

function sixDigits(mode: number): string {
  return mode.toString(8).padStart(6, '0')
}

test.each([
  ['main~1', 'main'],
  ['main', 'main~1'],
  ['', 'main'],
  ['main', ''],
  ['main', 'main'],
])('from "%s" to "%s" the same leaves differ as git says', async (from, to) => {
  const { asGit, git: said } = await compared(from, to)
  expect(asGit).toEqual(said)
})

test('what is not wanted is not looked at, nor is what is below it', async () => {
  const asked: string[] = []
  const { leaves, folders } = await compared('', 'main', (path) => {
    asked.push(path)
    return path !== 'net' && path !== 'sound/new.c'
  })
  expect(leaves.map(({ path }) => path)).toEqual(['a.c/now/a/folder.c', 'usb/z.c'])
  expect(folders.map(({ path }) => path)).toEqual(['', 'a.c', 'a.c/now', 'a.c/now/a', 'sound', 'usb'])
  expect(asked.filter((path) => path.startsWith('net'))).toEqual(['net'])
})
