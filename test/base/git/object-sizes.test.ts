import { expect, test } from 'vitest'
import { objectSizes } from '../../../src/base/git/object-sizes.ts'
import { git, initBare } from '../../world/fast-import.ts'
import { testFolder } from '../../world/folder.ts'
import { testGit } from '../../world/roster.ts'

test('tells the size of what is there, and nothing of what is not', async () => {
  using folder = testFolder()
  initBare(folder.path)
  const blob = git(folder.path, ['hash-object', '-w', '--stdin'], 'twelve bytes')
  const sizes = await objectSizes(testGit().at(folder.path), [blob, blob, 'ab'.repeat(20)])
  expect([...sizes]).toEqual([[blob, 12]])
})
