import { expect, test } from 'vitest'
import { ownership } from '../../src/rules/ownership.ts'
import { type CommitSketch, testCommit, testFacts } from '../world/facts.ts'
import { testTree } from '../world/roster.ts'

const X86 = testTree('x86', { owns: ['arch/x86/'], contacts: [{ name: 'X86 Maintainer', email: 'x86@example.org' }] })

function found(sketch: Partial<CommitSketch>, x86: Parameters<typeof testFacts>[0][number] = { tree: X86 }): string[] {
  const commit = testCommit({ number: 1, paths: ['arch/x86/entry.S', 'kernel/rseq.c'], ...sketch })
  return ownership(testFacts([x86, { tree: 'rseq', commits: [commit] }])).map(
    ({ tree, what, evidence, remedy }) => `${tree}: ${what} ${evidence.join()} ${remedy}`,
  )
}

const acked = (trailer: string): string => `x86: change\n\nWhy.\n\n${trailer}\nSigned-off-by: Someone <s@example.org>\n`

test('a commit outside its tree’s land that no owner has acked is found, with whom to ask', () => {
  expect(found({})).toEqual([
    'rseq: It changes 1 file that the x86 tree owns, and no owner has acked it. arch/x86/entry.S ' +
      'Ask X86 Maintainer <x86@example.org> for an Acked-by, or for taking it through the x86 tree.',
  ])
})

test('an owner agrees by name or by address, in the last paragraph, in any case', () => {
  expect(found({ message: acked('acked-by: X86 MAINTAINER <elsewhere@example.org>') })).toEqual([])
  expect(found({ message: acked('Reviewed-by: xm <X86@example.org> # entry code') })).toEqual([])
  expect(found({ message: acked('Cc: X86 Maintainer <x86@example.org>') })).toHaveLength(1)
  expect(found({ message: 's\n\nAcked-by: X86 Maintainer <x86@example.org>\n\nNo, not really.\n' })).toHaveLength(1)
})

test('what an owner wrote, and what came by merging the owner’s tree, is no trespass', () => {
  const who = { name: 'X86 Maintainer', email: 'x@example.org' }
  expect(found({ author: { who, when: { epochSeconds: 0, zoneMinutes: 0 } } })).toEqual([])
  const commit = testCommit({ number: 1, paths: ['arch/x86/entry.S'] })
  expect(
    ownership(
      testFacts([
        { tree: 'rseq', commits: [commit] },
        { tree: X86, commits: [commit] },
      ]),
    ),
  ).toEqual([])
})

test('two trees that own the same file may both change it', () => {
  const commit = testCommit({ number: 1, paths: ['arch/x86/kvm/a.c'] })
  const kvm = testTree('kvm', { owns: ['arch/x86/kvm/'] })
  expect(ownership(testFacts([{ tree: X86 }, { tree: kvm, commits: [commit] }]))).toEqual([])
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
