import { expect, test } from 'vitest'
import type { RuleSettings } from '../../../src/base/model/finding.ts'
import { judge } from '../../../src/pipeline/judging/judge.ts'
import { testCommit, testFacts } from '../../world/facts.ts'
import { testTree } from '../../world/roster.ts'

function severities(settings: RuleSettings | undefined, ofTree: RuleSettings = {}): string[] {
  const commits = [testCommit({ number: 1, paths: ['arch/x86/entry.S'] })]
  const x86 = testTree('x86', { owns: ['arch/x86/'] })
  const facts = testFacts([{ tree: x86 }, { tree: testTree('rseq', { rules: ofTree }), commits }])
  return judge(facts, settings).map(({ severity }) => severity)
}

test('a tree’s own severity goes before the roster’s, and that before the rule’s', () => {
  expect(severities(undefined)).toEqual(['report'])
  expect(severities({ ownership: 'hold' })).toEqual(['hold'])
  expect(severities({ ownership: 'hold' }, { ownership: 'note' })).toEqual(['note'])
})

test('what is off is not spoken of', () => {
  expect(severities({ ownership: 'off' })).toEqual([])
  expect(severities({ ownership: 'hold' }, { ownership: 'off' })).toEqual([])
})

test('findings stand tree by tree in roster order', () => {
  const owner = testTree('x86', { owns: ['arch/x86/'] })
  const trees = ['zeta', 'alpha'].map((tree, place) => ({
    tree,
    commits: [testCommit({ number: place + 1, paths: ['arch/x86/a.c'] })],
  }))
  expect(judge(testFacts([...trees, { tree: owner }])).map(({ finding }) => finding.tree)).toEqual(['zeta', 'alpha'])
})
