import { expect, test } from 'vitest'
import { gitSays } from '../../../src/base/git/complaint.ts'

test("git's complaint is told on one line, as git's, without what it always says", () => {
  const stderr = `git@example.org: Permission denied (publickey).
fatal: Could not read from remote repository.

Please make sure you have the correct access rights
and the repository exists.
`
  expect(gitSays(stderr)).toBe('git says: git@example.org: Permission denied (publickey)')
  expect(gitSays('fatal: Could not read from remote repository.\n')).toBe(
    'git says: Could not read from remote repository',
  )
})

test('where a server greets first, its last words are those that count', () => {
  const stderr = '1\n2\n3\n@@@@@@\n@ 4 @\nssh: connect to host example.org port 22: Connection refused\n'
  expect(gitSays(stderr, 'end')).toBe('git says: 2; 3; ssh: connect to host example.org port 22: Connection refused')
})

test('where git is silent, that is said', () => {
  expect(gitSays('\n')).toBe('git gave no reason')
})

test('what a server puts into it stays text on one line', () => {
  expect(gitSays('remote: \u001b[2Jgone\rfatal: x\n')).not.toMatch(/[\r\u001b]/)
})
