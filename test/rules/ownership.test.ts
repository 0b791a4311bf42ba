import { expect, test } from 'vitest'
import { maintainersOwners } from '../../src/base/text/owners/maintainers-owners.ts'
import { parseMailmap } from '../../src/base/text/owners/mailmap.ts'
import { parseMaintainers } from '../../src/base/text/owners/maintainers.ts'
import { codeowners } from '../../src/base/text/owners/codeowners.ts'
import type { Owners } from '../../src/base/model/owners.ts'
import { ownership } from '../../src/rules/ownership.ts'
import { type CommitSketch, testCommit, testFacts, type TreeSketch } from '../world/facts.ts'
import { testTree } from '../world/roster.ts'

const X86 = testTree('x86', { owns: ['arch/x86/'], contacts: [{ name: 'X86 Maintainer', email: 'x86@example.org' }] })

const TRESPASS = testCommit({ number: 1, paths: ['arch/x86/entry.S', 'kernel/rseq.c'] })

function found(trees: readonly TreeSketch[], owners?: Owners): string[] {
  return ownership(testFacts(trees, owners && { owners })).map(({ tree, what }) => `${tree}: ${what}`)
}

/** The x86 tree and a commit of another that changes its code. */
function trespass(sketch: Partial<CommitSketch>): string[] {
  const commits = [testCommit({ number: 1, paths: ['arch/x86/entry.S'], ...sketch })]
  return found([{ tree: X86 }, { tree: 'rseq', commits }])
}

const acked = (trailer: string): string => `x86: change\n\nWhy.\n\n${trailer}\nSigned-off-by: Someone <s@example.org>\n`

test('a commit outside its tree’s land that no owner has acked is found, with whom to ask', () => {
  const findings = ownership(testFacts([{ tree: X86 }, { tree: 'rseq', commits: [TRESPASS] }]))
  expect(findings.map(({ what, evidence, remedy }) => [what, ...evidence, remedy])).toEqual([
    [
      'It changes 1 file that the x86 tree owns, and no owner has acked it.',
      'arch/x86/entry.S +1 -0 (the x86 tree)',
      'how invasive: slight (1 line)',
      'Ask X86 Maintainer <x86@example.org> for an Acked-by, or for taking it through the x86 tree.',
    ],
  ])
})

test('an owner agrees by name or by address, in the last paragraph, in any case', () => {
  expect(trespass({ message: acked('acked-by: X86 MAINTAINER <elsewhere@example.org>') })).toEqual([])
  expect(trespass({ message: acked('Reviewed-by: xm <X86@example.org> # entry code') })).toEqual([])
  expect(trespass({ message: acked('Cc: X86 Maintainer <x86@example.org>') })).toHaveLength(1)
  expect(trespass({ message: 's\n\nAcked-by: X86 Maintainer <x86@example.org>\n\nNo, not really.\n' })).toHaveLength(1)
})

test('what an owner wrote, and what came by merging the owner’s tree, is no trespass', () => {
  const who = { name: 'X86 Maintainer', email: 'x@example.org' }
  expect(trespass({ author: { who, when: { epochSeconds: 0, zoneMinutes: 0 } } })).toEqual([])
  expect(
    found([
      { tree: 'rseq', commits: [TRESPASS] },
      { tree: X86, commits: [TRESPASS] },
    ]),
  ).toEqual([])
})

test('two trees that own the same file may both change it', () => {
  const commits = [testCommit({ number: 1, paths: ['arch/x86/kvm/a.c'] })]
  expect(found([{ tree: X86 }, { tree: testTree('kvm', { owns: ['arch/x86/kvm/'] }), commits }])).toEqual([])
})

const MAINTAINERS = `X86 ARCHITECTURE
M:	Xavier Eightysix <x86@example.org>
T:	git git://example.org/x86.git
F:	arch/x86/

X86 ENTRY CODE
M:	Entry Maintainer <entry@example.org>
F:	arch/x86/entry/

SCHEDULER
M:	Sched Maintainer <sched@example.org>
T:	git https://example.org/sched.git sched/core
F:	kernel/sched/
F:	include/linux/sched*

THE REST
M:	Integrator <integrator@example.org>
T:	git https://example.org/rest.git
F:	*
F:	*/
`

const OWNERS = maintainersOwners({
  sections: parseMaintainers(MAINTAINERS),
  mailmap: parseMailmap('Xavier Eightysix <x86@example.org> <xavier@home.example.org>\n'),
  isFolder: () => false,
})

/** Trees without a word of their own about what they own. */
const TREES = [
  testTree('x86', { contacts: [] }),
  testTree('sched', { contacts: [] }),
  testTree('rest', { contacts: [] }),
]

function byMaintainers(sketch: Omit<CommitSketch, 'number'>, tree = 'rseq'): string[] {
  const commits = [testCommit({ number: 1, ...sketch })]
  const trees: TreeSketch[] = TREES.map((one) => ({ tree: one, ...(one.name === tree && { commits }) }))
  return found(tree === 'rseq' ? [...trees, { tree, commits }] : trees, OWNERS)
}

test('the trees of MAINTAINERS are those of the roster with the same repository', () => {
  expect(byMaintainers({ paths: ['arch/x86/entry/a.S'] })).toEqual([
    'rseq: It changes 1 file that X86 ARCHITECTURE owns, and no owner has acked it.',
  ])
  expect(byMaintainers({ paths: ['arch/x86/entry/a.S'] }, 'x86')).toEqual([])
  expect(byMaintainers({ paths: ['README'] })).toEqual([])
})

test('whoever looks after a part of it may agree, under any of their addresses', () => {
  const paths = ['arch/x86/entry/a.S']
  expect(byMaintainers({ paths, message: acked('Acked-by: E. M. <entry@example.org>') })).toEqual([])
  expect(byMaintainers({ paths, message: acked('Acked-by: X. E. <xavier@home.example.org>') })).toEqual([])
  expect(byMaintainers({ paths, message: acked('Acked-by: S. M. <sched@example.org>') })).toHaveLength(1)
})

test('what belongs to several is one finding, and says how deep it goes', () => {
  const commits = [testCommit({ number: 1, paths: ['arch/x86/a.c', 'kernel/sched/b.c', 'include/linux/sched_x.h'] })]
  const more = [testCommit({ number: 2, paths: ['kernel/sched/b.c'] })]
  const trees = [
    ...TREES.map((tree): TreeSketch => ({ tree })),
    { tree: 'rseq', commits },
    { tree: 'rest2', commits: more },
  ]
  const [finding] = ownership(testFacts(trees, { owners: OWNERS }))
  expect(finding).toMatchObject({
    what: 'It changes 3 files of X86 ARCHITECTURE and SCHEDULER, and no owner has acked it.',
    evidence: [
      'arch/x86/a.c +1 -0 (X86 ARCHITECTURE, through the x86 tree)',
      'kernel/sched/b.c +1 -0 (SCHEDULER, through the sched tree)',
      'include/linux/sched_x.h +1 -0 (SCHEDULER, through the sched tree)',
      'how invasive: moderate (3 lines; include/linux/sched_x.h is an interface; kernel/sched/b.c is changed by other trees now, too)',
    ],
    remedy:
      'Ask Xavier Eightysix <x86@example.org> and Sched Maintainer <sched@example.org> for an Acked-by, or for taking it through the x86 tree or the sched tree.',
  })
})

test('by CODEOWNERS a part is of the trees whose contacts own it', () => {
  const owners = codeowners('/arch/x86/ x86@example.org @xavier\n')
  const commits = [testCommit({ number: 1, paths: ['arch/x86/a.c'] })]
  const x86 = testTree('x86', { contacts: [{ name: '', email: 'x86@example.org' }] })
  expect(found([{ tree: x86 }, { tree: 'rseq', commits }], owners)).toHaveLength(1)
  const message = acked('Acked-by: Xavier <1234+xavier@users.noreply.github.com>')
  const agreed = [testCommit({ number: 1, paths: ['arch/x86/a.c'], message })]
  expect(found([{ tree: x86 }, { tree: 'rseq', commits: agreed }], owners)).toEqual([])
})

test('the finding keeps its id when the commit is rebased, and another patch has another', () => {
  const idOf = (sketch: CommitSketch): string | undefined =>
    ownership(
      testFacts([{ tree: X86 }, { tree: 'rseq', commits: [testCommit({ paths: ['arch/x86/a.c'], ...sketch })] }]),
    )[0]?.id
  const { patchId } = testCommit({ number: 1 })
  expect(idOf({ number: 1 })).toBe(idOf({ number: 2, patchId }))
  expect(idOf({ number: 1 })).not.toBe(idOf({ number: 2 }))
})

test('what the owner’s tree has taken over is agreed to, under whatever id', () => {
  const taken = testCommit({ number: 2, paths: ['arch/x86/entry.S'], patchId: TRESPASS.patchId })
  expect(
    found([
      { tree: X86, commits: [taken] },
      { tree: 'rseq', commits: [TRESPASS] },
    ]),
  ).toEqual([])
  const other = testCommit({ number: 2, paths: ['arch/x86/entry.S'] })
  expect(
    found([
      { tree: X86, commits: [other] },
      { tree: 'rseq', commits: [TRESPASS] },
    ]),
  ).toHaveLength(1)
})
