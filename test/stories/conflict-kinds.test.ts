/** Every kind of conflict can be settled, by a rule and by hand, and comes to what was said: no more, no less. */
import { writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { CommitSpec } from '../world/fast-import.ts'
import { outcomes, World } from '../world/world.ts'
import { beginResolve, finishResolve } from '../../src/pipeline/resolve.ts'

type Files = CommitSpec['files']

interface Kind {
  readonly kind: string
  readonly base: Files
  readonly net: Files
  readonly usb: Files
  /** What is left of these paths when usb's side is taken, as `ls-tree` has it. */
  readonly theirs: readonly string[]
}

const LINES = Array.from({ length: 12 }, (_, line) => `line ${line}\n`)
const text = (second: string): string => LINES.with(1, `${second}\n`).join('')
const link = (content: string) => ({ mode: '120000', content }) as const
const module = (digit: string) => ({ mode: '160000', commit: digit.repeat(40) }) as const

const KINDS: readonly Kind[] = [
  { kind: 'content', base: { a: text('two') }, net: { a: text('net') }, usb: { a: text('usb') }, theirs: ['100644 a'] },
  {
    kind: 'modify/delete',
    base: { a: text('two') },
    net: { a: { gone: true } },
    usb: { a: text('usb') },
    theirs: ['100644 a'],
  },
  { kind: 'modify/delete', base: { a: text('two') }, net: { a: text('net') }, usb: { a: { gone: true } }, theirs: [] },
  {
    kind: 'rename/delete',
    base: { a: text('two') },
    net: { b: { movedFrom: 'a' } },
    usb: { a: { gone: true } },
    theirs: [],
  },
  {
    kind: 'rename/delete',
    base: { a: text('two') },
    net: { a: { gone: true } },
    usb: { b: { movedFrom: 'a' } },
    theirs: ['100644 b'],
  },
  { kind: 'add/add', base: {}, net: { a: text('net') }, usb: { a: text('usb') }, theirs: ['100644 a'] },
  { kind: 'file/directory', base: {}, net: { a: 'file\n' }, usb: { 'a/b': 'below\n' }, theirs: ['100644 a/b'] },
  { kind: 'file/directory', base: {}, net: { 'a/b': 'below\n' }, usb: { a: 'file\n' }, theirs: ['100644 a'] },
  {
    kind: 'submodule',
    base: { a: module('1') },
    net: { a: module('2') },
    usb: { a: module('3') },
    theirs: ['160000 a'],
  },
  { kind: 'binary', base: { a: 'a\0b' }, net: { a: 'a\0net' }, usb: { a: 'a\0usb' }, theirs: ['100644 a'] },
  { kind: 'symlink', base: { a: link('x') }, net: { a: link('net') }, usb: { a: link('usb') }, theirs: ['120000 a'] },
  { kind: 'mode', base: {}, net: { a: 'same' }, usb: { a: { mode: '100755', content: 'same' } }, theirs: ['100755 a'] },
  { kind: 'types', base: { a: text('two') }, net: { a: text('net') }, usb: { a: link('usb') }, theirs: ['120000 a'] },
  {
    kind: 'rename/rename',
    base: { a: text('two') },
    net: { a: { gone: true }, b: text('net') },
    usb: { a: { gone: true }, c: text('usb') },
    theirs: ['100644 c'],
  },
  {
    kind: 'rename/rename without an edit',
    base: { a: text('two') },
    net: { b: { movedFrom: 'a' } },
    usb: { c: { movedFrom: 'a' } },
    theirs: ['100644 c'],
  },
  {
    kind: 'rename/add',
    base: { a: text('two') },
    net: { z: { movedFrom: 'a' } },
    usb: { z: 'another\n' },
    theirs: ['100644 z'],
  },
]

async function meeting({ base, net, usb }: Kind): Promise<World> {
  const world = await World.create({ trees: ['net', 'usb'], files: { Makefile: 'all:\n', ...base } })
  world.commit('net', net)
  world.commit('usb', usb)
  return world
}

/** Mode and path of everything but the Makefile. */
function listed(world: World, release: string): string[] {
  const lines = world
    .record('ls-tree', '-r', release)
    .split('\n')
    .filter((line) => !/Makefile|Next\//.test(line))
  return lines.filter(Boolean).map((line) => line.replace(/ .*\t/, ' '))
}

function holdsMarkers(world: World, release: string): boolean {
  const files = world
    .record('ls-tree', '-r', release)
    .split('\n')
    .filter((line) => line.startsWith('100'))
  return files.some((line) => /^<<<<<<< /m.test(world.record('cat-file', 'blob', line.split(/\s/)[2] ?? '')))
}

test.each(KINDS)('$kind is settled by rules', async (kind) => {
  await using world = await meeting(kind)
  const unruly = world.roster
  for (const take of ['ours', 'theirs', 'union', 'deletion']) {
    world.configure(() => `${unruly}\n[[resolve]]\npath = "**"\ntake = "${take}"\n`)
    const { release } = (await world.run({ dryRun: true })).outcome
    const isAnswered = take !== 'deletion' || /delete/.test(kind.kind)
    if (take === 'union' && release.record.trees[1]?.outcome === 'left-out') continue
    expect(outcomes(release)).toEqual(['net: merged', isAnswered ? 'usb: merged' : 'usb: left-out'])
  }
  world.configure(() => `${unruly}\n[[resolve]]\npath = "**"\ntake = "theirs"\n`)
  const release = await world.release()
  expect(listed(world, release.name)).toEqual(kind.theirs)
  expect(holdsMarkers(world, release.name)).toBe(false)
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test.each(KINDS)('$kind is settled by hand', async (kind) => {
  await using world = await meeting(kind)
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: left-out'])
  await finishResolve(world.workspace, world.machine, 'usb', { kind: 'side', take: 'theirs' }, 'usb is right')
  world.day('2026-01-15')
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(listed(world, release.name)).toEqual(kind.theirs)
  expect(holdsMarkers(world, release.name)).toBe(false)
  expect(release.record.trees[1]?.settled?.[0]?.by).toMatchObject([{ kind: 'resolution', tier: 'same-versions' }])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('a file that a tree left alone is no conflict where another made a folder of it', async () => {
  const base = { z: text('two'), a: LINES.join('') }
  await using world = await World.create({ trees: ['net', 'usb'], files: { Makefile: 'all:\n', ...base } })
  world.commit('net', { a: { gone: true }, 'a/part': 'part\n', y: { movedFrom: 'z' } })
  world.commit('net', { y: text('net') })
  world.commit('usb', { z: text('usb') })
  const first = await world.release()
  expect(first.record.conflicts.map(({ path }) => path)).toEqual(['y'])
  await finishResolve(world.workspace, world.machine, 'usb', { kind: 'side', take: 'theirs' }, 'usb is right')
  world.day('2026-01-15')
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(listed(world, release.name)).toEqual(['100644 a/part', '100644 y'])
})

test('a file of two names is taken from a commit by the name it has there', async () => {
  await using world = await World.create({ trees: ['net', 'usb'], files: { Makefile: 'all:\n', a: text('two') } })
  world.commit('net', { b: { movedFrom: 'a' } })
  world.commit('usb', { c: { movedFrom: 'a' } })
  await world.release()
  const taking = { kind: 'commit', name: 'refs/trees/usb' } as const
  await finishResolve(world.workspace, world.machine, 'usb', taking, 'usb has the better name')
  world.day('2026-01-15')
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(listed(world, release.name)).toEqual(['100644 c'])
})

test('where one side made a link of a file, lines that are written for it are a file', async () => {
  await using world = await World.create({ trees: ['net', 'usb'], files: { Makefile: 'all:\n', a: text('two') } })
  world.commit('net', { a: link('net') })
  world.commit('usb', { a: text('usb') })
  await world.release()
  const { file } = await beginResolve(world.workspace, world.machine, 'usb')
  writeFileSync(file, text('both'))
  await finishResolve(world.workspace, world.machine, 'usb', { kind: 'edited' }, 'no link')
  world.day('2026-01-15')
  const release = await world.release()
  expect(listed(world, release.name)).toEqual(['100644 a'])
})

test.each([
  { take: 'ours', says: '(The integration’s version is taken. What the usb tree did is left out:)', shows: '+usb' },
  { take: 'theirs', says: '(The usb tree’s version is taken. What the integration had is left out:)', shows: '+net' },
  { take: 'union', says: 'diff --cc b', shows: ' +net\n+ usb' },
] as const)('after $take it is said whether what is shown is in the result', async ({ take, says, shows }) => {
  const base = { Makefile: 'all:\n', a: text('two') }
  await using world = await World.create({ trees: ['net', 'usb'], files: base })
  world.commit('net', { b: { movedFrom: 'a' } })
  world.commit('net', { b: text('net') })
  world.commit('usb', { a: text('usb') })
  await world.release()
  const { report, resolution } = await finishResolve(
    world.workspace,
    world.machine,
    'usb',
    { kind: 'side', take },
    'as it should be',
  )
  const diff = resolution.files.map(({ conflict }) => report?.diffs?.get(conflict) ?? '').join('')
  expect(diff.split('\n')[0]).toBe(says)
  expect(diff).toContain(`${shows}\n`)
})

test.each([
  [{ kind: 'side', take: 'ours' }, '(The file stays as the integration has it, although the usb tree deleted it:)'],
  [{ kind: 'deleted' }, '(The file is deleted. What is left out with it:)'],
] as const)('of a file that stays or goes it is said which: %j', async (taking, says) => {
  const base = { Makefile: 'all:\n', a: text('two') }
  await using world = await World.create({ trees: ['net', 'usb'], files: base })
  world.commit('net', { a: text('net') })
  world.commit('usb', { a: { gone: true } })
  await world.release()
  const { report, resolution } = await finishResolve(world.workspace, world.machine, 'usb', taking, 'so')
  const diffs = resolution.files.map(({ conflict }) => report?.diffs?.get(conflict)?.split('\n')[0])
  expect(diffs).toEqual([says])
})

test('whoever answers again before the next release has the last word', async () => {
  const base = { Makefile: 'all:\n', a: text('two') }
  await using world = await World.create({ trees: ['net', 'usb'], files: base })
  world.commit('net', { a: text('net') })
  world.commit('usb', { a: text('usb') })
  await world.release()
  for (const take of ['ours', 'theirs', 'union', 'ours'] as const) {
    await finishResolve(world.workspace, world.machine, 'usb', { kind: 'side', take }, `now ${take}`)
  }
  world.day('2026-01-15')
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(world.record('cat-file', 'blob', `${release.name}:a`)).toContain('net')
})
