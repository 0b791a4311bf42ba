import { expect, test } from 'vitest'
import { Git } from '../../../src/base/git/spawn.ts'
import { withinLimits } from '../../../src/base/git/within-limits.ts'
import { testGit } from '../../world/roster.ts'

const LIMITS = { timeoutMs: 10_000, outputMaxBytes: 1000 }

test('an answer within the limits is given, one that breaks them or fails is none', async () => {
  const git = testGit()
  const answer = await withinLimits(git, { args: ['--version'], ...LIMITS })
  expect(answer?.toString()).toMatch(/^git version /)
  expect(await withinLimits(git, { args: ['--version'], ...LIMITS, outputMaxBytes: 1 })).toBeUndefined()
  expect(await withinLimits(git, { args: ['no-such-verb'], ...LIMITS })).toBeUndefined()
})

test('git that is not there is no answer of git', async () => {
  const nowhere = new Git({ searchPath: '/nonexistent', unbuffered: [] })
  await expect(withinLimits(nowhere, { args: ['--version'], ...LIMITS })).rejects.toThrow('git could not be started')
})
