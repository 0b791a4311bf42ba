/** Groups of trees: integrated on upstream by themselves, then as one. */
import { expect, test } from 'vitest'
import { importCommits } from '../world/fast-import.ts'
import { openTerminal } from '../world/typed.ts'
import { outcomes, World } from '../world/world.ts'

test('a group goes in as one, and falls apart when it clashes', async () => {
  await using world = await World.create({ trees: ['net', 'fs-next/vfs', 'fs-next/ext4', 'usb'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  world.commit('vfs', { 'fs/vfs.c': 'one\n' })
  world.commit('ext4', { 'fs/ext4.c': 'one\n' })
  const together = await world.release()
  expect(outcomes(together)).toEqual(['net: merged', 'vfs: merged', 'ext4: merged', 'usb: empty'])
  const [group] = together.record.groups
  const parents = world.record('show', '-s', '--format=%P', group?.mergeCommit ?? '').split(' ')
  expect(parents).toEqual([together.record.trees[0]?.mergeCommit, group?.head])
  expect(world.record('show', '-s', '--format=%s', group?.mergeCommit ?? '')).toBe('Merge the fs-next trees')

  importCommits(world.path('net'), [{ branch: 'main', subject: 'net: into fs', files: { 'fs/ext4.c': 'by net\n' } }])
  const apart = await world.release()
  expect(outcomes(apart)).toEqual(['net: merged', 'vfs: merged', 'ext4: left-out', 'usb: empty'])
  expect(apart.record.groups).toMatchObject([{ name: 'fs-next', mergeCommit: undefined }])
  const clash = { path: 'fs/ext4.c', kind: 'add/add', oursBy: { tree: 'net' }, theirsBy: { tree: 'ext4' } }
  expect(apart.record.conflicts).toMatchObject([
    { ...clash, tree: 'ext4' },
    { ...clash, tree: 'fs-next', version: apart.record.groups[0]?.head },
  ])
  // The tree's own mail tells it already.
  const subjects = (await world.mails()).map(({ subject }) => subject)
  expect(subjects).toEqual([
    'test-next: Tree for Jan 14',
    'test-next: manual merge of the ext4 tree with the net tree',
    'test-next: Tree for Jan 14.1',
  ])
  world.record('gc', '--quiet', '--prune=now')
  for (const release of ['next-20260114', 'next-20260114.1'])
    expect(await world.verify(release)).toMatchObject({ kind: 'same' })
})

/** On the second day `net` clashes with what the group's trees come to. */
async function clashing(): Promise<World> {
  const world = await World.create({ trees: ['net', 'fs-next/vfs', 'fs-next/ext4'] })
  const lines = (third: string, more = ''): { 'core/main.c': string } => ({
    'core/main.c': `one\ntwo\n${third}\nfour\nfive\nsix\nseven\n${more}`,
  })
  world.commit('vfs', lines('by vfs'))
  importCommits(world.path('ext4'), [{ branch: 'main', subject: 'ext4: first', files: { 'fs/ext4.c': 'one\n' } }])
  await world.release()
  world.day('2026-01-15')
  world.commit('net', lines('by net'))
  return world
}

test('a conflict of a group as a whole is shown by run, by conflicts and in JSON, and is on record with its versions', async () => {
  await using world = await clashing()
  using terminal = openTerminal()
  const said = await terminal.tributary(world.dir, 'run', '--exit-code', '--date', '2026-01-15')
  expect(process.exitCode).toBe(1)
  process.exitCode = 0
  expect(said).toMatch(/^ {2}fs-next +apart +the group conflicts as a whole, so its trees were merged one by one$/m)
  expect(said).toMatch(/core\/main\.c +content +fs-next with net$/m)
  const [id = ''] = (await world.recorded()).record.conflicts.flatMap(({ id, tree }) =>
    tree === 'fs-next' ? [id] : [],
  )
  expect(await terminal.tributary(world.dir, 'conflicts', id)).toContain('core/main.c: content, met by the')
  // A tree has a part in what another one met.
  for (const name of ['fs-next', 'net', 'vfs'])
    expect(await terminal.tributary(world.dir, 'conflicts', name)).toMatch(/core\/main\.c +content +fs-next with net$/m)
  expect(await terminal.tributary(world.dir, 'conflicts', 'net', '--episodes')).toMatch(/core\/main\.c .*with net/)
  for (const words of [[], ['--episodes']])
    expect(await terminal.tributary(world.dir, 'conflicts', 'ext4', ...words)).toMatch(
      /[Nn]o conflicts? of the ext4 tree/,
    )
  const { groups } = JSON.parse(await terminal.tributary(world.dir, 'show', '--json')) as { groups: unknown[] }
  expect(groups).toMatchObject([{ name: 'fs-next', mergeCommit: null, settled: [], conflicts: [id] }])
  expect(world.record('show', 'next:Next/merge.log')).toContain(
    'CONFLICT (content): Merge conflict in core/main.c\n$ git merge --abort\nMerging vfs/main',
  )
  world.record('gc', '--quiet', '--prune=now')
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('a resolution lets the group go in as one again', async () => {
  await using world = await clashing()
  using terminal = openTerminal()
  await world.release()
  await terminal.tributary(world.dir, 'resolve', 'vfs', '--take', 'theirs', '--why', 'vfs is right')
  world.day('2026-01-16')
  const { record } = await world.release()
  expect(record.groups).toMatchObject([{ name: 'fs-next', settled: [{ path: 'core/main.c' }] }])
  expect(record.groups[0]?.mergeCommit).toBeDefined()
  expect(record.conflicts).toMatchObject([{ tree: 'fs-next', settled: [{ kind: 'resolution' }] }])
  expect(await terminal.tributary(world.dir, 'show')).toMatch(/^ {2}fs-next +core\/main\.c/m)
  expect(await terminal.tributary(world.dir, 'conflicts')).toMatch(
    /core\/main\.c +content +fs-next with net +settled$/m,
  )
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})
