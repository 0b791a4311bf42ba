import { expect, test } from 'vitest'
import { gitSays } from '../../../src/base/git/complaint.ts'

test("git's complaint is told on one line, as git's, without what it always says", () => {
  const stderr = `git@example.org: Permission denied (publickey).
fatal: Could not read from remote repository.

Please make sure you have the correct access rights
and the repository exists.
`
  expect(gitSays(stderr)).toBe(
    'git says: git@example.org: Permission denied (publickey).; Could not read from remote repository',
  )
})

test('where git is silent, that is said', () => {
  expect(gitSays('\n')).toBe('git gave no reason')
})

test('what a server puts into it stays text on one line', () => {
  expect(gitSays('remote: \u001b[2Jgone\rfatal: x\n')).not.toMatch(/[\r\u001b]/)
})
