import { expect, test } from 'vitest'
import type { PatchId } from '../../src/base/model/commit-facts.ts'
import type { Facts } from '../../src/base/model/facts.ts'
import { duplicate } from '../../src/rules/duplicate.ts'
import { testCommit, testFacts, testOid } from '../world/facts.ts'

function told(facts: Facts): string[] {
  return duplicate(facts).map(({ tree, what, evidence }) => [`${tree}: ${what}`, ...evidence].join(' | '))
}

const SAME = { patchId: 'same' as PatchId }
const ONE = testCommit({ number: 1, message: 'net: one\n', ...SAME })
const TWO = testCommit({ number: 2, message: 'net: one again\n', ...SAME })

test('the same patch in two trees is told of the later one', () => {
  expect(
    told(
      testFacts([
        { tree: 'net', commits: [ONE] },
        { tree: 'usb', commits: [TWO] },
      ]),
    ),
  ).toEqual(['usb: The same patch is in the net tree as another commit. | 000000000000 ("net: one") in the net tree'])
})

test('of three trees the first is named to both others', () => {
  const three = testCommit({ number: 3, ...SAME })
  const trees = [ONE, TWO, three].map((commit, at) => ({ tree: `t${at}`, commits: [commit] }))
  expect(told(testFacts(trees)).map((line) => line.replace(/ \|.*/, ''))).toEqual([
    't1: The same patch is in the t0 tree as another commit.',
    't2: The same patch is in the t0 tree as another commit.',
  ])
})

test('the same commit in two trees is no duplicate, nor are commits without a patch', () => {
  expect(
    told(
      testFacts([
        { tree: 'net', commits: [ONE] },
        { tree: 'usb', commits: [ONE] },
      ]),
    ),
  ).toEqual([])
  const empty = { patchId: undefined }
  const commits = [testCommit({ number: 3, ...empty }), testCommit({ number: 4, ...empty })]
  expect(told(testFacts([{ tree: 'net', commits }]))).toEqual([])
})

test('a patch that is made, reverted and made again within one tree is the tree’s own business', () => {
  expect(told(testFacts([{ tree: 'net', commits: [ONE, TWO] }]))).toEqual([])
})

test('what is upstream under another id is told so', () => {
  const twins = new Map([[ONE.oid, { commit: testOid(9), subject: 'net: one' }]])
  expect(told(testFacts([{ tree: 'net', commits: [ONE], twins }]))).toEqual([
    'net: The same patch is in upstream as another commit. | 000000000000 ("net: one") in upstream',
  ])
})

test('where one side reverted it, the merge will bring it back', () => {
  const own = testCommit({ number: 1, ...SAME })
  const commit = { ...own, oid: 'abcdefabcdef0000000000000000000000000000' as typeof ONE.oid }
  const revert = testCommit({ number: 3, message: `Revert "net: one"\n\nThis reverts commit ${commit.oid}.\n` })
  const twins = new Map([[commit.oid, { commit: testOid(9), subject: 'net: one' }]])
  expect(told(testFacts([{ tree: 'net', commits: [commit, revert], twins }]))[0]).toContain('brings it back')
})
