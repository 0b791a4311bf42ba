import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nameCommits } from '../../../src/base/git/name-commits.ts'
import { git, importCommits, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('abbreviated ids name commits; what fits several, other objects, and no digits do not', async () => {
  using folder = testFolder()
  const dir = join(folder.path, 'project.git')
  initBare(dir)
  // Among 600 commits, some share their first four digits.
  importCommits(
    dir,
    Array.from({ length: 600 }, (_, at) => ({ branch: 'main', subject: `commit ${at}`, files: {} })),
  )
  const all = git(dir, ['rev-list', 'main']).split('\n')
  const shared = all.map((id) => id.slice(0, 4)).find((start, at, starts) => starts.indexOf(start) !== at) ?? ''
  const [first = ''] = all
  const tree = git(dir, ['rev-parse', 'main^{tree}'])
  const named = await nameCommits(testGit().at(dir), [first.slice(0, 12), shared, tree, 'ffffffffffff', '--all'])
  expect([...named]).toEqual([
    [first.slice(0, 12), { kind: 'commit', commit: first }],
    [shared, { kind: 'ambiguous' }],
    [tree, { kind: 'missing' }],
    ['ffffffffffff', { kind: 'missing' }],
    ['--all', { kind: 'missing' }],
  ])
})
