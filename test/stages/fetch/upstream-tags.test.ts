import { expect, test } from 'vitest'
import type { RemoteTag } from '../../../src/base/git/ls-remote.ts'
import type { Ref } from '../../../src/base/git/refs.ts'
import type { RefName } from '../../../src/base/model/names.ts'
import type { Oid } from '../../../src/base/model/oid.ts'
import { planTags } from '../../../src/stages/fetch/upstream-tags.ts'

const A = 'a'.repeat(40) as Oid
const B = 'b'.repeat(40) as Oid

function planned(
  offered: Record<string, Oid>,
  recorded: Record<string, Oid> = {},
): { wanted: string[]; gone: string[] } {
  const tags = new Map<string, RemoteTag>(Object.entries(offered).map(([name, oid]) => [name, { oid, peeled: oid }]))
  const refs = new Map<RefName, Ref>(
    Object.entries(recorded).map(([name, oid]) => {
      const ref = `refs/upstream/tags/${name}` as RefName
      return [ref, { name: ref, oid, peeled: oid }]
    }),
  )
  const plan = planTags({ heads: new Map(), tags, count: tags.size }, refs)
  return { wanted: plan.wanted.map(({ ref }) => ref), gone: plan.gone.map(({ name }) => name) }
}

test('new and moved tags are wanted, dropped ones go, others stay', () => {
  expect(planned({ v1: A, v2: B, v3: A }, { v1: A, v2: A, v0: A })).toEqual({
    wanted: ['refs/upstream/tags/v2', 'refs/upstream/tags/v3'],
    gone: ['refs/upstream/tags/v0'],
  })
})

test('names that no ref can have, or that stand in the way of others, are left out', () => {
  const offered = { '../../config': A, 'a..b': A, '-x': A, 'x.lock': A, 'v\ufffd': A, v: A, 'v/1': A, 'w/1': A }
  expect(planned(offered, { w: A }).wanted).toEqual(['refs/upstream/tags/v'])
  expect(planned({ w: B }, { 'w/1': A }).wanted).toEqual([])
})
