/** How much of a tree was rewritten: from the releases to what people see. */
import { expect, test } from 'vitest'
import { fluxOfTrees } from '../../src/pipeline/flux/flux.ts'
import { World } from '../world/world.ts'

async function releaseOn(world: World, day: string): Promise<void> {
  world.day(day)
  await world.release()
}

const core = (words: string): Record<string, string> => ({ 'kernel/rseq.c': words })

/** rseq moves about for a week, net stands still. */
async function restless(): Promise<World> {
  const world = await World.create({ trees: ['net', 'rseq'] })
  const start = world.head('upstream')
  const build = (base: number, ...commits: readonly (readonly [string, Record<string, string>])[]): void => {
    for (const [at, [subject, files]] of commits.entries()) {
      const parents = at === 0 ? { parents: [start] } : {}
      world.commit('rseq', files, { subject, time: base + at, ...parents })
    }
  }
  world.commit('net', { 'net/core.c': 'one\n' })
  const self = ['selftests: rseq', { 'tools/a.c': 'a\n' }] as const
  const tail = ['cpu_opv: new', { 'kernel/cpu_opv.c': 'x\n' }] as const
  build(1_768_300_000, ['rseq: add it', core('one\ntwo\nthree\n')], self)
  await releaseOn(world, '2026-01-14')
  // Rebased only.
  build(1_768_310_000, ['rseq: add it', core('one\ntwo\nthree\n')], self)
  await releaseOn(world, '2026-01-15')
  // A patch rewritten, one more, and the order turned round.
  build(1_768_320_000, self, ['rseq: add it', core('one\n2\nthree\n')], tail)
  await releaseOn(world, '2026-01-16')
  world.commit('net', { 'net/core.c': 'two\n' }, { subject: 'net: two' })
  // One dropped.
  build(1_768_330_000, self, ['rseq: add it', core('one\n2\nthree\n')])
  await releaseOn(world, '2026-01-17')
  return world
}

test('a tree in flux is shown release by release and by topic', async () => {
  await using world = await restless()
  expect(world.cli('flux', 'rseq').stdout).toMatchInlineSnapshot(`
    "rseq ··█▆ 2 changes, stable since 2026-01-17.

      release        added  dropped  rewritten  rebased  upstream  reordered  lines
      next-20260114                                                                  the first of these
      next-20260115                             2
      next-20260116  1               1          1                  1          2
      next-20260117         1                   2                             1

      topic            added  dropped  rewritten  rebased  stable since
      rseq       ··▆·  0      0        1          2        2026-01-16
      selftests  ····  0      0        0          3        2026-01-14 or before
      cpu_opv    ··▆▆  1      1        0          0        2026-01-17
    "
  `)
  expect(world.cli('flux').stdout).toMatchInlineSnapshot(`
    "next-20260114 to next-20260117: 2 trees of 2 in flux.
      tree        added  dropped  rewritten  rebased  stable since
      net   ···▆  1      0        0          0        2026-01-17
      rseq  ··█▆  1      1        1          5        2026-01-17

    One tree, release by release and by topic: tributary flux <tree>
    "
  `)
})

test('for scripts it is the same', async () => {
  await using world = await restless()
  const answer: unknown = JSON.parse(world.cli('flux', 'rseq', '--json').stdout)
  expect(answer).toMatchObject({
    trees: [
      {
        tree: 'rseq',
        changes: 2,
        stableSince: { release: 'next-20260117' },
        days: [
          { release: 'next-20260114', state: 'begun' },
          { added: 0, dropped: 0, rewritten: 0, rebased: 2, reordered: 0, lines: 0 },
          // One line of the rewritten patch, and the one of the new.
          { added: 1, dropped: 0, rewritten: 1, rebased: 1, reordered: 1, lines: 2 },
          { added: 0, dropped: 1, rewritten: 0, rebased: 2, reordered: 0, lines: 1 },
        ],
        topics: [{ topic: 'rseq' }, { topic: 'selftests' }, { topic: 'cpu_opv' }],
      },
    ],
  })
})

test('a tree that is not there, and days that are none', async () => {
  await using world = await World.create({ trees: ['net'] })
  expect(world.cli('flux').stdout).toContain('There is no release yet')
  await releaseOn(world, '2026-01-14')
  expect(world.cli('flux', 'usb')).toMatchObject({ exit: 2 })
  expect(world.cli('flux', '--days', 'many')).toMatchObject({ exit: 2 })
  expect(world.cli('flux', 'net').stdout).toContain('Nothing of the net tree was in these releases.')
})

test('going in split, and whole again, is no rebase', async () => {
  await using world = await World.create({ trees: ['rseq'] })
  world.commit('rseq', { 'x86/entry.c': 'one\n' }, { subject: 'x86: entry' })
  world.commit('rseq', { 'kernel/rseq.c': 'two\n' }, { subject: 'rseq: two' })
  await releaseOn(world, '2026-01-14')
  const { id } = await world.decide({ verb: 'split', tree: 'rseq', without: ['x86'] })
  await releaseOn(world, '2026-01-15')
  await world.decide({ verb: 'undo', decision: id })
  await releaseOn(world, '2026-01-16')
  const { trees } = await fluxOfTrees(world.workspace, { days: 30, tree: 'rseq' })
  const days = trees[0]?.flux.days ?? []
  expect(days.map(({ rebased, dropped, added }) => [rebased, dropped, added])).toEqual([
    [0, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ])
})
