import { expect, test } from 'vitest'
import type { PatchId } from '../../src/base/model/commit-facts.ts'
import { rewound } from '../../src/rules/rewound.ts'
import { testCommit, testFacts, testOid } from '../world/facts.ts'
import { treeName } from '../world/roster.ts'

const LOST = testCommit({ number: 1, message: 'net: lost\n' })
const REBASED = testCommit({ number: 2, message: 'net: kept\n', patchId: 'kept' as PatchId })
const AGAIN = testCommit({ number: 3, message: 'net: kept\n', patchId: 'kept' as PatchId })
const TIP = { tree: treeName('net'), state: 'rewound', commit: testOid(3), previous: testOid(2), lost: 2 } as const

test('what a rewind lost is told, apart from what came back, with who still has it', () => {
  const facts = testFacts([
    { tree: 'net', commits: [AGAIN], tip: TIP, lost: [LOST, REBASED] },
    { tree: 'usb', commits: [LOST] },
  ])
  expect(rewound(facts).map(({ tree, what, evidence }) => [`${tree}: ${what}`, ...evidence].join(' | '))).toEqual([
    'net: It was rewound, and 1 commit went by that. 1 commit came back under other ids. | 000000000000 ("net: lost"), still in usb',
  ])
})

test('a tree that only moved on has nothing to tell', () => {
  expect(rewound(testFacts([{ tree: 'net', commits: [LOST] }]))).toEqual([])
})
