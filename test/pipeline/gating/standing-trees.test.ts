import { expect, test } from 'vitest'
import { beginningsOf, standingTrees } from '../../../src/pipeline/gating/standing-trees.ts'
import { git } from '../../world/fast-import.ts'
import { outcomes, World } from '../../world/world.ts'

test('beginnings of a release are upstream, then its own merges; within a group that went in as one there are none', async () => {
  await using world = await World.create({ trees: ['net', 'fs-next/vfs', 'fs-next/ext', 'usb', 'idle'] })
  for (const tree of ['net', 'vfs', 'ext', 'usb']) world.commit(tree, { [`${tree}/core.c`]: 'good\n' })
  const { record } = await world.release()
  const trees = standingTrees(record)
  expect(trees.map(({ name }) => name)).toEqual(['net', 'vfs', 'ext', 'usb'])
  const merge = (tree: string): string | undefined => record.trees.find(({ name }) => name === tree)?.mergeCommit
  expect(beginningsOf(record, trees)).toEqual([
    record.plan.upstream.tip,
    merge('net'),
    undefined,
    record.groups[0]?.mergeCommit,
    merge('usb'),
  ])
})

test('a tree that came in with an earlier one stands in the release, and moves nothing', async () => {
  await using world = await World.create({ trees: ['whole', 'part'] })
  world.commit('part', { 'part/core.c': 'good\n' })
  git(world.path('whole'), ['fetch', '-q', '--update-head-ok', world.path('part'), '+main:main'])
  world.commit('whole', { 'whole/core.c': 'good\n' })
  const release = await world.release()
  expect(outcomes(release)).toEqual(['whole: merged', 'part: already-in'])
  const [, whole, part] = beginningsOf(release.record, standingTrees(release.record))
  expect(part).toBe(whole)
})
