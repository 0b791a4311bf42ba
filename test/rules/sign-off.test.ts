import { expect, test } from 'vitest'
import { signOff } from '../../src/rules/sign-off.ts'
import { type CommitSketch, testCommit, testFacts } from '../world/facts.ts'

const WHEN = { epochSeconds: 0, zoneMinutes: 0 }
const AUTHOR = { who: { name: 'Net Author', email: 'author@example.org' }, when: WHEN }
const COMMITTER = { who: { name: 'Net Maintainer', email: 'net@example.org' }, when: WHEN }

function found(message: string, more: Partial<CommitSketch> = {}): string[] {
  const commit = testCommit({ number: 1, author: AUTHOR, committer: COMMITTER, message, ...more })
  return signOff(testFacts([{ tree: 'net', commits: [commit] }])).map(({ what, evidence }) =>
    [what, ...evidence].join(' | '),
  )
}

const BOTH = 'Signed-off-by: Net Author <author@example.org>\nSigned-off-by: Net Maintainer <net@example.org>\n'

test('author and committer both sign off, by name or by address, in any letter case', () => {
  expect(found(`net: two\n\nWhy.\n\n${BOTH}`)).toEqual([])
  expect(
    found(
      'net: two\n\nsigned-off-by: N. A. <AUTHOR@example.org>\nSigned-Off-By: net maintainer <n@elsewhere.example.org>\n',
    ),
  ).toEqual([])
})

test('who signs under the name that the mailmap has for them has signed', () => {
  const commit = testCommit({
    number: 1,
    author: AUTHOR,
    committer: AUTHOR,
    message: 'net: two\n\nSigned-off-by: Proper Name <proper@example.org>\n',
  })
  const facts = testFacts([{ tree: 'net', commits: [commit] }])
  const proper = { name: 'Proper Name', email: 'proper@example.org' }
  expect(signOff({ ...facts, owners: { ...facts.owners, canonical: () => proper } })).toEqual([])
  expect(signOff(facts)).toHaveLength(1)
})

test('whose is missing is said, with what is there', () => {
  expect(found('net: two\n\nSigned-off-by: Net Author <author@example.org>\n')).toEqual([
    'It has no Signed-off-by of its committer. | committer: Net Maintainer <net@example.org> | Signed-off-by: Net Author <author@example.org>',
  ])
  expect(found('net: two\n\nSigned-off-by: Net Maintainer <net@example.org>\n')[0]).toContain('of its author.')
  expect(found('net: two\n')[0]).toContain('of its author and of its committer.')
})

test('only the last paragraph counts, and sign-offs further up are told of', () => {
  expect(found(`net: two\n\n${BOTH}\nAnd a last word.\n`)[0]).toContain('outside the last paragraph')
})

test('a revert is a commit as well', () => {
  const commit = testCommit({ number: 1, message: 'Revert "net: two"\n\nThis reverts commit 0123456789ab.\n' })
  const [finding] = signOff(testFacts([{ tree: 'net', commits: [commit] }]))
  expect(finding?.remedy).toMatch(/^A revert is a commit as well/)
})

test('merges, and what another tree brings, are not asked for', () => {
  const merge = testCommit({
    number: 2,
    parents: [testCommit({ number: 1 }).oid, testCommit({ number: 3 }).oid],
    message: 'Merge',
  })
  expect(signOff(testFacts([{ tree: 'net', commits: [merge] }]))).toEqual([])
})
