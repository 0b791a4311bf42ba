import { expect, test } from 'vitest'
import type { Topic } from '../../../src/base/model/topic.ts'
import { standOf } from '../../../src/pipeline/hand-over/stand.ts'
import { type TreeSketch, testCommit, testFacts, testOid } from '../../world/facts.ts'

const GENERIC = testCommit({ number: 1, message: 'generic\n' })
const X86 = testCommit({ number: 2, message: 'x86\n' })
const OTHER = testCommit({ number: 3, message: 'other\n' })

const AUTHOR = { name: 'A', email: 'a@example.org' }

/** The second needs the first. */
const TOPICS: readonly Topic[] = [GENERIC, X86, OTHER].map(({ oid }, at) => ({
  name: `t${at}`,
  commits: [
    {
      commit: oid,
      subject: '',
      author: AUTHOR,
      needs: at === 1 ? [{ commit: GENERIC.oid, paths: [] }] : [],
      alsoIn: [],
    },
  ],
  needs: [],
  series: undefined,
  parts: 1,
  entangled: [],
}))

function standing(own: Partial<TreeSketch>, other: TreeSketch['commits'] = []): string {
  const { trees } = testFacts([
    { tree: 'x86', commits: other },
    { tree: 'rseq', commits: [GENERIC, X86, OTHER], ...own },
  ])
  const [theirs, mine] = trees
  const handed = [{ commit: testOid(99), patchId: X86.patchId }]
  const { stand, commits } = standOf({ own: mine!, other: theirs, topics: TOPICS, handed })
  const on = stand.kind === 'waits' ? ` on ${stand.on.map(({ subject }) => subject).join()}` : ''
  return `${commits.map(({ subject }) => subject).join() || 'none'}: ${stand.kind}${on}`
}

test('it waits for what it needs, directly or not, until that is upstream', () => {
  expect(standing({})).toBe('x86: waits on generic')
  expect(standing({ twins: new Map([[GENERIC.oid, { commit: testOid(9), subject: '' }]]) })).toBe('x86: ready')
  expect(standing({ commits: [X86] })).toBe('x86: ready')
})

test('it is taken when the other tree or upstream does the same, and over when nothing is left', () => {
  const copy = testCommit({ number: 7, patchId: X86.patchId })
  expect(standing({}, [copy])).toBe('x86: taken')
  expect(standing({ twins: new Map([[X86.oid, { commit: testOid(9), subject: '' }]]) })).toBe('x86: taken')
  expect(standing({ commits: [OTHER] })).toBe('none: over')
})
