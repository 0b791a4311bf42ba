/** What somebody meets who has just begun and gets something wrong: each answer says what is the matter, and nothing is spoilt. */
import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { initFrom } from '../../src/pipeline/init-from.ts'
import { addToRoster } from '../../src/pipeline/trees.ts'
import { containing, matching } from '../world/matching.ts'
import { openTerminal } from '../world/typed.ts'
import { World } from '../world/world.ts'

test('an upstream that was never there ends the run with the reason', async () => {
  await using world = await World.create()
  world.configure((text) => text.replace('upstream.git', 'upsteam.git'))
  await expect(world.run()).rejects.toMatchObject({
    code: 'upstream-missing',
    message: matching(/^upstream could not be fetched from .*upsteam\.git/),
    hint: containing('[upstream]'),
  })
})

test('an upstream that is down is told of, and its last version merged onto', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  const first = await world.release()
  renameSync(world.path('upstream'), world.path('upstream-down'))
  world.day('2026-01-15')
  world.commit('net', { 'net/core.c': 'two\n' })
  const second = await world.release()
  expect(second.record.plan.upstream.tip).toBe(first.record.plan.upstream.tip)
  expect(world.said()).toEqual([
    containing('upstream cannot be fetched since 2026-01-15, so trees are merged onto its last version: '),
  ])
})

test('a run for a day notes what it could not fetch as of that day', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  await world.release()
  renameSync(world.path('net'), world.path('net-down'))
  const at = { epochSeconds: Date.UTC(2026, 1, 20) / 1000, zoneMinutes: 0 }
  const [net] = (await world.release({ at })).record.plan.trees
  expect(net).toMatchObject({ state: 'unreachable', since: at })
})

test('a tree that cannot be added leaves the roster as it was', async () => {
  await using world = await World.create()
  const before = world.roster
  const nothing = { kind: undefined, contacts: undefined, before: undefined, after: undefined, group: undefined }
  await expect(
    addToRoster(world.workspace, { ...nothing, name: 'net', source: 'http://example.org/net.git#main' }),
  ).rejects.toMatchObject({ message: matching(/^tributary\.toml is left as it was/), hint: containing('https://') })
  expect(world.roster).toBe(before)
})

test('a record that is not there is not taken up, and the folder can be used again', async () => {
  await using world = await World.create()
  const dir = join(world.folder, 'again')
  const taking = initFrom(world.machine, dir, world.path('no-such-record'))
  await expect(taking).rejects.toMatchObject({ code: 'record-missing', message: matching(/^a record cannot be taken/) })
  expect(existsSync(join(dir, 'record.git'))).toBe(false)
})

test('a roster without trees says how it gets some, and its release that it is upstream alone', async () => {
  await using world = await World.create()
  using terminal = openTerminal()
  expect(await terminal.tributary(world.dir, 'run')).toContain('\nno trees: it is upstream alone\n')
  for (const words of [['status'], ['trees', 'list']])
    expect(await terminal.tributary(world.dir, ...words)).toContain(
      'Add one with: tributary trees add <name> <url>#<branch>',
    )
})

test('a branch that never was is not said to be gone', async () => {
  await using world = await World.create({ trees: ['net'] })
  using terminal = openTerminal()
  const nothing = { kind: undefined, contacts: undefined, before: undefined, after: undefined, group: undefined }
  const source = `${world.path('net')}#mian`
  await addToRoster(world.workspace, { ...nothing, name: 'usb', source })
  await terminal.tributary(world.dir, 'run')
  expect(await terminal.tributary(world.dir, 'status')).toMatch(/ {2}usb .* its repository has no such branch \(since /)
  expect(readFileSync(join(world.dir, 'outbox.mbox'), 'utf8').replaceAll(/\s+/g, ' ')).toContain(
    'The repository of the usb tree has no branch of the name in the roster; there is no earlier version to use.',
  )
})
