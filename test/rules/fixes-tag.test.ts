import { expect, test } from 'vitest'
import type { NamedCommit } from '../../src/base/model/facts.ts'
import { fixesTag } from '../../src/rules/fixes-tag.ts'
import { testCommit, testFacts, testOid } from '../world/facts.ts'

const ONE: NamedCommit = { kind: 'commit', commit: testOid(1), subject: 'net: one', isAncestor: false }

function found(tag: string, named: ReadonlyMap<string, NamedCommit>, others: readonly string[] = []): string[] {
  const commit = testCommit({ number: 7, message: `net: seven\n\nWhy.\n\n${tag}\nSigned-off-by: A <a@example.org>\n` })
  const more = others.map((message, at) => testCommit({ number: 20 + at, message }))
  const facts = testFacts([{ tree: 'net', commits: [...more, commit] }], { named })
  return fixesTag(facts).map(({ what, evidence }) => [what, ...evidence].join(' | '))
}

test('the faults are told, and the line that would be right', () => {
  const named = new Map([['0123456', { ...ONE, isAncestor: true } as const]])
  expect(found('Fixes: commit 0123456 ("net: one', named)).toEqual([
    'Its Fixes tag has 4 faults: a word stands before the id; the id has less than 12 digits; a bracket is opened and not closed; ' +
      'a quotation mark is opened and not closed. | Fixes: commit 0123456 ("net: one | Maybe you meant: Fixes: 000000000000 ("net: one")',
  ])
})

test('a commit of the tree itself is an ancestor, one of another tree is not', () => {
  const own = testCommit({ number: 1, message: 'net: one\n' })
  const mends = testCommit({
    number: 2,
    message: 's\n\nFixes: 000000000000 ("net: one")\nSigned-off-by: A <a@example.org>\n',
  })
  const named = new Map([['000000000000', ONE]])
  expect(fixesTag(testFacts([{ tree: 'net', commits: [own, mends] }], { named }))).toEqual([])
  const [finding] = fixesTag(testFacts([{ tree: 'net', commits: [mends] }], { named }))
  expect(finding?.what).toContain('neither upstream nor in this tree')
})

test('an id from before a rebase is found again by the subject, unless two commits have it', () => {
  const named = new Map([['0123456789ab', { kind: 'missing' } as const]])
  const tag = 'Fixes: 0123456789ab ("net: one")'
  expect(found(tag, named, ['net: one\n'])).toEqual([
    `Its Fixes tag has a fault: there is no such commit. | ${tag} | Maybe you meant: Fixes: 000000000000 ("net: one")`,
  ])
  expect(found(tag, named, ['net: one\n', 'net: one\n'])).toEqual([
    `Its Fixes tag has a fault: there is no such commit. | ${tag}`,
  ])
})
