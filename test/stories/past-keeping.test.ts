/** What becomes of releases that others of the same day replaced: after a month they lose their tag, and nothing else. */
import { expect, test } from 'vitest'
import { maintain } from '../../src/pipeline/maintain.ts'
import { git } from '../world/fast-import.ts'
import { World } from '../world/world.ts'

const tags = (world: World): string[] => world.record('tag', '--list').split('\n')

/** Three releases of one day, of which each leaves another version of the tree behind. */
async function busyDay(): Promise<World> {
  const world = await World.create({ trees: ['net', 'usb'] })
  const copy = world.emptyRepository('public')
  world.configure((text) => text.replace('# push = ', `push = [${JSON.stringify(copy)}]\n# push = `))
  world.commit('net', { 'core/main.c': 'net\n' })
  for (const line of ['one', 'two', 'three']) {
    world.commit('usb', { 'usb/core.c': `${line}\n`, 'core/main.c': `usb ${line}\n` })
    await world.release()
  }
  return world
}

test('a month later the tags of replaced releases go; what was released stays on record, whole', async () => {
  await using world = await busyDay()
  const first = world.cli('show', 'next-20260114').stdout
  world.day('2026-02-13')
  expect(await maintain(world.workspace, world.machine)).toEqual([])
  world.day('2026-02-14')
  expect(await maintain(world.workspace, world.machine)).toEqual(['next-20260114', 'next-20260114.1'])
  expect(tags(world)).toEqual(['next-20260114.2'])
  expect(git(world.path('public'), ['tag', '--list']).split('\n')).toHaveLength(3)
  expect(await maintain(world.workspace, world.machine)).toEqual([])
  world.record('gc', '--quiet', '--prune=now')
  world.forgetCache()
  expect(world.cli('show', 'next-20260114').stdout).toBe(first)
  expect(world.cli('log', 'usb').stdout).toBe('next-20260114 to next-20260114.2  left-out\n')
  expect(world.cli('conflicts', '--release', 'next-20260114').stdout).toContain('core/main.c')
  for (const name of ['next-20260114', 'next-20260114.1']) expect((await world.verify(name)).kind).toBe('same')
  // Neither the next release nor a workspace made from a mirror misses them.
  world.commit('net', { 'net/core.c': 'one\n' })
  await (await world.mirrored('again')).release()
  await world.release()
  expect(tags(world)).toEqual(['next-20260114.2', 'next-20260214'])
})

test('tags are kept as long as the roster says, and one that somebody moved is left alone', async () => {
  await using world = await busyDay()
  world.record('tag', '--force', 'next-20260114', 'refs/upstream/head')
  world.day('2026-03-01')
  world.configure((text) => text.replace('# keep_days = 30', 'keep_days = 60'))
  expect(await maintain(world.workspace, world.machine)).toEqual([])
  world.configure((text) => text.replace('keep_days = 60', 'keep_days = 10'))
  expect(world.cli('maintain').stdout).toBe(
    'The record is repacked, and its commit-graph is fresh.\n1 tag of replaced releases is past keeping and gone; the releases are still on record.\n',
  )
  expect(tags(world)).toEqual(['next-20260114', 'next-20260114.2'])
})
