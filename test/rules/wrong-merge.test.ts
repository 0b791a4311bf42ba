import { expect, test } from 'vitest'
import type { MergedTwin } from '../../src/base/model/merged-twin.ts'
import type { TreeName } from '../../src/base/model/names.ts'
import { wrongMerge } from '../../src/rules/wrong-merge.ts'
import { testCommit, testFacts, testOid } from '../world/facts.ts'

const OWN = testCommit({ number: 1 })

function told(more: Partial<MergedTwin>): string[] {
  const twin = {
    tree: 'net' as TreeName,
    commit: OWN.oid,
    other: undefined,
    twin: testOid(9),
    faults: [],
    undoneBy: [],
  }
  const facts = testFacts([{ tree: 'net', commits: [OWN] }], { mergedTwins: [{ ...twin, ...more }] })
  return wrongMerge(facts).flatMap(({ what, evidence }) => [what, ...evidence])
}

test('a twin that merges as both mean is nothing to tell', () => {
  expect(told({})).toEqual([])
})

test('what is there twice is told with file and line', () => {
  expect(told({ faults: [{ path: 'net/core.c', kind: 'twice', line: 'lock(device);' }] })).toEqual([
    'A merge with upstream has no conflict here, and is wrong: what the patch adds is there twice.',
    'The same patch is 000000000000 in upstream.',
    'net/core.c: twice: lock(device);',
  ])
})

test('what comes back is told with whoever took it back', () => {
  const lines = told({
    other: 'usb' as TreeName,
    faults: [{ path: 'net/core.c', kind: 'back', line: 'lock(device);' }],
    undoneBy: [{ commit: testOid(7), subject: 'usb: away with it', tree: 'usb' as TreeName }],
  })
  expect(lines).toContain('It is undone in the usb tree: 000000000000 ("usb: away with it")')
  expect(lines[0]).toBe(
    'A merge with the usb tree has no conflict here, and is wrong: what one side took back is there again.',
  )
})
