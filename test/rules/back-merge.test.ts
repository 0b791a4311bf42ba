import { expect, test } from 'vitest'
import { backMerge } from '../../src/rules/back-merge.ts'
import { testCommit, testFacts, testOid } from '../world/facts.ts'

const UPSTREAM = testCommit({ number: 90 })
const ONE = testCommit({ number: 1 })

function found(message: string, merged = UPSTREAM.oid): string[] {
  const merge = testCommit({ number: 2, parents: [ONE.oid, merged], message })
  const facts = testFacts([{ tree: 'net', commits: [ONE, merge], bases: [UPSTREAM] }])
  return backMerge(facts).map(({ what, evidence }) => [what, ...evidence].join(' | '))
}

test('a merge of upstream without a reason is found', () => {
  expect(found("Merge branch 'main' into net\n")).toEqual([
    'It merges upstream into the tree, and does not say why. | merges 000000000000 of upstream',
  ])
  expect(
    found("Merge tag 'v6.1-rc3' into net\n\n# Conflicts:\n#\tnet/core.c\n\nSigned-off-by: N <n@example.org>\n"),
  ).toHaveLength(1)
})

test('one that says why is not, nor a merge of a topic', () => {
  expect(found("Merge tag 'v6.1-rc3' into net\n\nThe new helper is needed by what follows.\n")).toEqual([])
  expect(found("Merge branch 'topic' into net\n", testOid(50))).toEqual([])
})

test('a merge of a tree that has gone back to before it keeps alive what that dropped', () => {
  const lost = testCommit({ number: 5, message: 'usb: five\n' })
  const merge = testCommit({ number: 6, parents: [ONE.oid, lost.oid], message: 'Merge usb\n\nFor the new helper.\n' })
  const facts = testFacts([
    { tree: 'net', commits: [ONE, lost, merge] },
    { tree: 'usb', lost: [lost] },
  ])
  expect(backMerge(facts).map(({ tree, what, evidence }) => [`${tree}: ${what}`, ...evidence].join(' | '))).toEqual([
    'net: It merges the usb tree, which has since been rewound to before that. | 000000000000 ("usb: five")',
  ])
})
