/** Bringing a release to where others fetch it. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fetch } from '../../src/pipeline/fetch.ts'
import { resolutionsOnRecord, revoke } from '../../src/pipeline/resolutions.ts'
import { git } from '../world/fast-import.ts'
import { containing, matching } from '../world/matching.ts'
import { file, lineClash, settleBy } from '../world/told.ts'
import { World } from '../world/world.ts'

const RESOLUTIONS = 'refs/tributary/resolutions'

/** A world that publishes to a bare repository beside it. */
async function publishing(): Promise<World> {
  const world = await World.create({ trees: ['net'] })
  const public_ = world.emptyRepository('public')
  world.configure((text) => text.replace('# push = ', `push = [${JSON.stringify(public_)}]\n# push = `))
  world.commit('net', { 'net/core.c': 'one\n' })
  return world
}

const pushes = (world: World): (string | undefined)[] =>
  world.events.flatMap((event) => (event.kind === 'push-finished' ? [event.problem ?? 'pushed'] : []))

test('branch and tag are pushed', async () => {
  await using world = await publishing()
  const release = await world.release()
  expect(pushes(world)).toEqual(['pushed'])
  expect(world.head('public', 'next')).toBe(release.commit)
  expect(world.head('public', 'next-20260114')).toBe(world.record('rev-parse', 'next-20260114'))
  world.commit('net', { 'net/core.c': 'two\n' })
  expect(world.head('public', 'next')).not.toBe((await world.release()).commit.slice(0, 12))
  expect(world.head('public', 'next')).toBe(world.record('rev-parse', 'next'))
})

test('what somebody else pushed is not overwritten; the release stands, and the push waits', async () => {
  await using world = await publishing()
  await world.release()
  const foreign = git(world.path('public'), [
    'commit-tree',
    '-m',
    'by another hand',
    '4b825dc642cb6eb9a060e54bf8d69288fbee4904',
  ])
  git(world.path('public'), ['update-ref', 'refs/heads/next', foreign])
  world.commit('net', { 'net/core.c': 'two\n' })
  const release = await world.release()
  expect(world.head('public', 'next')).toBe(foreign)
  expect(pushes(world).at(-1)).toMatch(/^its branch next is at [0-9a-f]{12}, which is no release of ours/)
  expect(world.record('rev-parse', 'next')).toBe(release.commit)
  const again = world.cli('run')
  expect(again).toMatchObject({ exit: 0, stdout: containing('Nothing changed') })
  expect(again.stderr).toMatch(/push to .* is pending: .*somebody else moved it.*put it back to/)
})

test('a push that fails is made up for by the next run, though nothing changed', async () => {
  await using world = await publishing()
  rmSync(world.path('public'), { recursive: true })
  const release = await world.release()
  expect(pushes(world)).toEqual([
    matching(/^it could not be pushed; git says: .*does not appear to be a git repository/),
  ])
  world.emptyRepository('public')
  expect((await world.run()).outcome.kind).toBe('unchanged')
  expect(world.head('public', 'next')).toBe(release.commit)
  await world.run()
  expect(pushes(world)).toHaveLength(2)
})

test('a push that arrived without our noting it does not stand in the way of the next', async () => {
  await using world = await publishing()
  await world.release()
  const [noted = ''] = world
    .record('for-each-ref', '--format=%(refname) %(objectname)', 'refs/tributary/pushed')
    .split('\n')
  world.commit('net', { 'net/core.c': 'two\n' })
  await world.release()
  // As if that run had been killed between the push and the note.
  git(world.recordDir, ['update-ref', ...noted.split(' ')])
  world.commit('net', { 'net/core.c': 'three\n' })
  const release = await world.release()
  expect(world.head('public', 'next')).toBe(release.commit)
})

test('tags of releases whose push failed come along with the next that succeeds', async () => {
  await using world = await publishing()
  await world.release()
  const last = world.record('for-each-ref', '--format=%(objectname)', 'refs/tributary/pushed')
  renameSync(world.path('public'), world.path('away'))
  for (const text of ['two\n', 'three\n']) {
    world.commit('net', { 'net/core.c': text })
    await world.release()
  }
  expect(world.record('for-each-ref', '--format=%(objectname)', 'refs/tributary/pushed')).toBe(last)
  renameSync(world.path('away'), world.path('public'))
  world.commit('net', { 'net/core.c': 'four\n' })
  await fetch(world.workspace, world.machine, [])
  // Made without the network, so it is owed as well.
  await world.release({ offline: true })
  expect((await world.run()).outcome.kind).toBe('unchanged')
  expect(git(world.path('public'), ['for-each-ref', 'refs/tags'])).toBe(world.record('for-each-ref', 'refs/tags'))
  expect(world.record('tag').split('\n')).toHaveLength(4)
  expect(world.events.at(-1)).toMatchObject({ kind: 'push-finished', problem: undefined, madeUpFor: 2 })
})

test('tags that waited when nothing had ever arrived come along too; a tag taken out of the record does not', async () => {
  await using world = await publishing()
  rmSync(world.path('public'), { recursive: true })
  for (const text of ['two\n', 'three\n', 'four\n']) {
    world.commit('net', { 'net/core.c': text })
    await world.release()
  }
  world.record('tag', '-d', 'next-20260114.1')
  world.emptyRepository('public')
  await world.run()
  expect(git(world.path('public'), ['tag'])).toBe('next-20260114\nnext-20260114.2')
})

test('a repository that is new in the roster gets the newest release and no older one', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  await world.release()
  const public_ = world.emptyRepository('public')
  world.configure((text) => text.replace('# push = ', `push = [${JSON.stringify(public_)}]\n# push = `))
  world.commit('net', { 'net/core.c': 'two\n' })
  await world.release()
  expect(git(public_, ['tag'])).toBe('next-20260114.1')
})

test('what the other side refuses is told in our words', async () => {
  await using world = await publishing()
  mkdirSync(join(world.path('public'), 'hooks'), { recursive: true })
  writeFileSync(join(world.path('public'), 'hooks', 'pre-receive'), '#!/bin/sh\nexit 1\n', { mode: 0o755 })
  await world.release()
  expect(pushes(world)).toEqual([
    'its server refuses refs/heads/next (pre-receive hook declined), refs/tags/next-20260114 (pre-receive hook declined)',
  ])
})

test('resolutions go along where the roster says so, wait where they cannot, and take nothing in', async () => {
  await using world = await lineClash()
  const hub = world.emptyRepository('hub')
  world.configure((text) => text.replace('[publish]', `[publish]\npush = ["${hub}"]\nresolutions = true`))
  await world.release()
  const told = (): readonly string[] =>
    world.events.flatMap((event) =>
      event.kind === 'push-finished' && event.what === 'resolutions' ? [event.problem ?? 'pushed'] : [],
    )
  expect(told()).toEqual([])
  await settleBy(world, file('two of net and usb'))
  renameSync(hub, world.path('away'))
  await world.release()
  expect(told()).toEqual([containing('hub')])
  renameSync(world.path('away'), hub)
  // Nothing is new, and what is pending arrives.
  expect((await world.run()).outcome.kind).toBe('unchanged')
  const ours = world.record('rev-parse', RESOLUTIONS)
  expect(git(hub, ['rev-parse', RESOLUTIONS])).toBe(ours)
  await world.run()
  expect(told().slice(1)).toEqual(['pushed'])

  const [one] = await resolutionsOnRecord(world.workspace)
  await revoke(world.workspace, world.machine, one?.resolution.id ?? '', 'it was too early')
  const strange = git(hub, ['hash-object', '-w', '--stdin'], 'of another hand\n')
  const root = git(hub, ['mktree'], `${git(hub, ['ls-tree', ours])}\n100644 blob ${strange}\tREADME\n`)
  git(hub, ['update-ref', RESOLUTIONS, git(hub, ['commit-tree', '-m', 'by another hand', '-p', ours, root])])
  const withdrawn = world.record('rev-parse', RESOLUTIONS)
  await world.run()
  expect(told().slice(2)).toEqual(['pushed'])
  expect(world.record('rev-parse', RESOLUTIONS)).toBe(withdrawn)
  expect(git(hub, ['diff-tree', '-r', '--name-status', withdrawn, RESOLUTIONS])).toBe('A\tREADME')
  await world.run()
  expect(told()).toHaveLength(3)
})
