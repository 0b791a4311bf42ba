import { expect, test } from 'vitest'
import { othersBringing } from '../../../src/pipeline/judging/still-brought.ts'
import { testCommit, testFacts } from '../../world/facts.ts'
import { treeName } from '../../world/roster.ts'

const [ONE, TWO] = [testCommit({ number: 1 }), testCommit({ number: 2 })]

test('other trees that have a tree’s commits, or the same patches, are named', () => {
  const picked = testCommit({ number: 3, patchId: TWO.patchId })
  const { trees } = testFacts([
    { tree: 'rseq', commits: [ONE, TWO] },
    { tree: 'tip', commits: [ONE, picked] },
    { tree: 'net', commits: [testCommit({ number: 4 })] },
    { tree: 'held', commits: [ONE] },
  ])
  expect(othersBringing(trees, treeName('rseq'), new Set([treeName('held')]))).toEqual([
    { tree: 'tip', commits: 2, byPatch: 1 },
  ])
  expect(othersBringing(trees, treeName('gone'), new Set())).toEqual([])
})
