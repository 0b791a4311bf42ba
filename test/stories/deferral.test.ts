/** A tree that is not ready for this version waits for the next, and comes back without anybody's doing. */
import { expect, test } from 'vitest'
import { containing } from '../world/matching.ts'
import { World, outcomes } from '../world/world.ts'

async function openWindow(): Promise<World> {
  const world = await World.create({ trees: ['net', 'rseq'] })
  world.tag('v4.14', '2026-01-12')
  world.commit('net', { 'net/core.c': 'one\n' })
  world.commit('rseq', { 'kernel/rseq.c': 'one\n' })
  await world.release()
  return world
}

async function lastSummary(world: World): Promise<string> {
  const mails = await world.mails()
  return mails.findLast(({ subject }) => subject.includes('Tree for'))?.body ?? ''
}

test('it is out from the next run on, is said to be, and is back at the -rc1', async () => {
  await using world = await openWindow()
  await world.decide({ verb: 'defer', tree: 'rseq', to: 'v4.16' })
  world.day('2026-01-15')
  expect(outcomes(await world.release())).toEqual(['net: merged', 'rseq: held'])
  expect(await lastSummary(world)).toContain('The rseq tree is deferred to v4.16: nothing of it goes in before')
  expect(world.cli('show').stdout).toMatch(/rseq +deferred +to v4\.16, by decision/)
  expect(world.cli('status').stdout).toMatch(/^ {2}rseq +deferred /m)
  // A quiet day changes nothing, whatever moves elsewhere.
  world.commit('net', { 'net/core.c': 'two\n' })
  world.day('2026-01-16')
  expect(outcomes(await world.release())).toEqual(['net: merged', 'rseq: held'])
  expect(await lastSummary(world)).toMatch(/Standing from earlier releases:\s+The rseq tree is deferred/)
  world.tag('v4.15-rc1', '2026-01-26')
  world.commit('upstream', { 'core/main.c': 'more\n' })
  world.day('2026-01-27')
  const back = await world.release()
  expect(outcomes(back)).toEqual(['net: merged', 'rseq: merged'])
  expect(await lastSummary(world)).toContain('The rseq tree, which was deferred to v4.16, goes in again.')
  expect((await world.verify(back.name)).kind).toBe('same')
})

test('the tag alone brings it back, and undoing does before', async () => {
  await using world = await openWindow()
  const { id } = await world.decide({ verb: 'defer', tree: 'rseq', to: 'v4.16' })
  await world.release()
  await world.decide({ verb: 'undo', decision: id })
  expect(outcomes(await world.release())).toEqual(['net: merged', 'rseq: merged'])
  await world.decide({ verb: 'defer', tree: 'rseq', to: 'v4.16' })
  expect(outcomes(await world.release())).toEqual(['net: merged', 'rseq: held'])
  world.tag('v4.15-rc1', '2026-01-14')
  expect(outcomes(await world.release())).toEqual(['net: merged', 'rseq: merged'])
})

test('what cannot be waited for is refused, and says why', async () => {
  await using world = await openWindow()
  const defer = (to: string) => world.decide({ verb: 'defer', tree: 'rseq', to })
  await expect(defer('v4.15')).rejects.toThrow('work for v4.15 belongs in next by now')
  await expect(defer('v4.16-rc1')).rejects.toThrow('is no version that is to come')
  await expect(defer('soon')).rejects.toThrow('is no version that is to come')
  await expect(world.decide({ verb: 'defer', tree: 'gone', to: 'v4.16' })).rejects.toThrow('no tree "gone"')
  world.tag('v4.15-rc1', '2026-01-14')
  await world.run()
  await expect(defer('v4.16')).rejects.toMatchObject({
    hint: containing('Next is for v4.16 now: name a later'),
  })
  const result = world.cli('defer', 'rseq', '--why', 'not ready')
  expect([result.exit, result.stderr]).toEqual([2, expect.stringContaining('--to is missing')])
})

test('without tags nothing could come back, so nothing is deferred', async () => {
  await using world = await World.create({ trees: ['rseq'] })
  await world.release()
  await expect(world.decide({ verb: 'defer', tree: 'rseq', to: 'v4.16' })).rejects.toThrow('cannot be told')
})

/** rseq with a topic that is not ready, and one that is somebody else's. */
async function topicWorld(): Promise<World> {
  const world = await World.create({ trees: ['rseq'] })
  world.tag('v4.14', '2026-01-12')
  for (const [subject, path] of [
    ['rseq: Introduce restartable sequences', 'kernel/rseq.c'],
    ['cpu_opv: Run operations on one CPU', 'kernel/cpu_opv.c'],
    ['membarrier: x86: Serialize the core', 'arch/x86/entry.S'],
  ] as const)
    world.commit('rseq', { [path]: 'one\n' }, { subject })
  await world.release()
  return world
}

/** Files of the tree that are in the last release. */
function filesIn(world: World): string[] {
  return world.record('ls-tree', '-r', '--name-only', 'next', 'kernel', 'arch').split('\n').filter(Boolean)
}

test('a topic is deferred beside one that is left out for good, and comes back by itself', async () => {
  await using world = await topicWorld()
  world.day('2026-01-15')
  await world.decide({ verb: 'split', tree: 'rseq', without: ['membarrier-x86'] })
  await world.decide({ verb: 'defer', tree: 'rseq', to: 'v4.16', topics: ['cpu_opv'] })
  const release = await world.release()
  expect(outcomes(release)).toEqual(['rseq: merged'])
  expect(filesIn(world)).toEqual(['kernel/rseq.c'])
  expect((await lastSummary(world)).replaceAll('\n', ' ')).toContain(
    'The rseq tree is in without membarrier-x86 and cpu_opv until v4.16 (2 commits)',
  )
  expect(world.cli('status').stdout).toContain('defer cpu_opv of rseq to v4.16')
  expect((await world.verify(release.name)).kind).toBe('same')
  world.tag('v4.15-rc1', '2026-01-26')
  world.day('2026-01-27')
  await world.release()
  expect(filesIn(world)).toEqual(['kernel/cpu_opv.c', 'kernel/rseq.c'])
})

test('what others need is not deferred by itself', async () => {
  await using world = await topicWorld()
  world.commit('rseq', { 'kernel/cpu_opv.c': 'two\n' }, { subject: 'rseq: use cpu_opv' })
  await world.release()
  const defer = world.decide({ verb: 'defer', tree: 'rseq', to: 'v4.16', topics: ['cpu_opv'] })
  await expect(defer).rejects.toThrow('1 other commit of the rseq tree needs what is to stay out')
})
