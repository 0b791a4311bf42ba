import { expect, test } from 'vitest'
import type { RuleSettings } from '../../../src/base/model/finding.ts'
import { holdsOf } from '../../../src/pipeline/judging/holds.ts'
import { type Judged, judge } from '../../../src/pipeline/judging/judge.ts'
import { testCommit, testFacts } from '../../world/facts.ts'
import { testTree } from '../../world/roster.ts'

const TRESPASS = testCommit({ number: 1, paths: ['arch/x86/entry.S'] })

const FACTS = testFacts([
  { tree: testTree('x86', { owns: ['arch/x86/'] }) },
  { tree: 'rseq', commits: [TRESPASS] },
  { tree: 'tip', commits: [TRESPASS, testCommit({ number: 2, paths: ['kernel/a.c'] })] },
  { tree: 'net', commits: [testCommit({ number: 3, paths: ['net/a.c'] })] },
  {
    tree: 'picked',
    commits: [
      testCommit({ number: 4, patchId: TRESPASS.patchId, message: 'x\n\nAcked-by: x86 maintainer <x86@example.org>' }),
    ],
  },
])

function held(settings: RuleSettings, edit: (judged: Judged) => Judged = (judged) => judged): string[] {
  const holds = holdsOf(FACTS, judge(FACTS, settings).map(edit))
  return [...holds].map(([tree, { of }]) => `${tree}: ${of}`)
}

test('a finding holds its tree and every other that brings the same commit, or its patch', () => {
  expect(held({ ownership: 'hold' })).toEqual(['rseq: rseq', 'tip: rseq', 'picked: rseq'])
  expect(held({ ownership: 'report' })).toEqual([])
})

test('what was accepted holds nothing', () => {
  expect(held({ ownership: 'hold' }, (judged) => ({ ...judged, accepted: {} as Judged['accepted'] }))).toEqual([])
})
