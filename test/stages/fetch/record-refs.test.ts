import { expect, test } from 'vitest'
import { recordRefs } from '../../../src/stages/fetch/record-refs.ts'

test.each([
  'refs/heads/next',
  'refs/heads/hand-over/rseq/membarrier-x86+cpu_opv',
  'refs/tags/next-20260114',
  'refs/tags/next-20260114.2',
  'refs/trees/driver-core.current',
  'refs/upstream/head',
  'refs/upstream/tags/v6.1',
  'refs/upstream/tags/release/v6.1',
  'refs/tributary/runs',
  'refs/tributary/pushed/0123456789abcdef',
])('%s belongs to a record', (name) => {
  expect(recordRefs([name])).toEqual([name])
})

test.each([
  'refs/replace/4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  'refs/pull/1/head',
  'refs/notes/commits',
  'refs/stash',
  'refs/heads/a/b',
  'refs/heads/hand-over/rseq',
  'refs/heads/hand-over/rseq/a/b',
  'refs/heads/hand-over/a..b/topic',
  'refs/heads/hand-over/rseq/a.lock',
  'refs/heads/--exec=x',
  'refs/tags/v6.1',
  'refs/trees/a..b',
  'refs/trees/a.lock',
  'refs/trees/a/b',
  'refs/upstream/tags/-x',
  'refs/upstream/tags/a\ufffd',
  'refs/upstream/other',
  'refs/tributary/candidates',
  'refs/tributary/candidates/1',
  'refs/tributary/pushed/../../heads/next',
  'refs/tributary/runs/more',
  'HEAD',
  '../config',
  '',
])('%s does not', (name) => {
  expect(recordRefs([name])).toEqual([])
})

test('of a name and another below it, the shorter stays', () => {
  expect(recordRefs(['refs/upstream/tags/v6/rc1', 'refs/upstream/tags/v6', 'refs/upstream/tags/v7'])).toEqual([
    'refs/upstream/tags/v6',
    'refs/upstream/tags/v7',
  ])
})
