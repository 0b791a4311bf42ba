/** A tree that is not ready for this version waits for the next, and comes back without anybody's doing. */
import { expect, test } from 'vitest'
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
  const result = world.cli('defer', 'rseq', '--why', 'not ready')
  expect([result.exit, result.stderr]).toEqual([2, expect.stringContaining('--to is missing')])
})

test('without tags nothing could come back, so nothing is deferred', async () => {
  await using world = await World.create({ trees: ['rseq'] })
  await world.release()
  await expect(world.decide({ verb: 'defer', tree: 'rseq', to: 'v4.16' })).rejects.toThrow('cannot be told')
})
