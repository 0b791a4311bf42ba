import { expect, test } from 'vitest'
import type { CommitOid } from '../../../src/base/model/oid.ts'
import { commitsOfTips } from '../../../src/pipeline/judging/commits-of-trees.ts'

const link = (commit: string, ...parents: string[]) => ({
  commit: commit as CommitOid,
  parents: parents as CommitOid[],
})

test('each tip has what it reaches, parents before children', () => {
  const links = [link('merge', 'b', 'c'), link('c', 'a'), link('b', 'a'), link('a', 'upstream'), link('z', 'upstream')]
  const tips = ['merge', 'b', 'z', 'upstream', undefined, 'b'] as (CommitOid | undefined)[]
  expect(commitsOfTips(links, tips)).toEqual([['a', 'b', 'c', 'merge'], ['a', 'b'], ['z'], [], [], ['a', 'b']])
})
