/** What a commit has been through: told by the releases, whatever its id was meanwhile. */
import { existsSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Passport } from '../../src/base/model/passport.ts'
import { passportOf, type PassportAnswer } from '../../src/pipeline/passports/passport.ts'
import { git } from '../world/fast-import.ts'
import { World } from '../world/world.ts'

/** Later commits on top of what upstream had at first. */
const NET = { 'net/core.c': 'one\n' }

async function releaseOn(world: World, day: string): Promise<void> {
  world.day(day)
  await world.release()
}

/** The tree's branch as if its only commit had been made anew: another id, and another patch where the files are others. */
function rewrite(world: World, tree: string, files: typeof NET, time: number): string {
  const start = world.head('upstream', 'main~0')
  return world.commit(tree, files, { parents: [start], subject: 'net: change the core', time })
}

function passport(world: World, commit: string): Promise<PassportAnswer> {
  return passportOf(world.workspace, world.machine, commit)
}

function known({ passport: found }: PassportAnswer): Passport {
  if (found === undefined) throw new Error('it has no passport')
  return found
}

test('days are counted over rebases, rewritten patches and absences, until upstream has it', async () => {
  await using world = await World.create({ trees: ['net'] })
  const first = rewrite(world, 'net', NET, 1_768_348_800)
  await releaseOn(world, '2026-01-14')
  const rebased = rewrite(world, 'net', NET, 1_768_400_000)
  await releaseOn(world, '2026-01-16')
  const { id } = await world.decide({ verb: 'hold', tree: 'net' })
  await releaseOn(world, '2026-01-18')
  await world.decide({ verb: 'undo', decision: id })
  await releaseOn(world, '2026-01-21')
  const rewritten = rewrite(world, 'net', { 'net/core.c': 'one, and better\n' }, 1_768_500_000)
  await releaseOn(world, '2026-01-22')
  world.tag('v4.14', '2026-01-23')
  git(world.path('upstream'), ['fetch', '-q', world.path('net'), '+main:main'])
  await releaseOn(world, '2026-01-24')
  world.day('2026-02-20')
  for (const commit of [first, rebased, rewritten, first.slice(0, 10)]) {
    const answer = await passport(world, commit)
    const { daysInNext, absentDays, rebased: moved, rewritten: changed, cherryPicked, windows, trees } = known(answer)
    expect({ daysInNext, absentDays, moved, changed, cherryPicked, windows, trees }).toEqual({
      daysInNext: 7,
      absentDays: 3,
      moved: 1,
      changed: 1,
      cherryPicked: 0,
      windows: [{ version: 'v4.15', daysBefore: 9 }],
      trees: [],
    })
    expect(answer.upstream).toMatchObject({ commit: rewritten, seen: { release: 'next-20260124' }, tag: undefined })
  }
  expect(world.cli('passport', first).stdout).toMatchInlineSnapshot(`
    "e69b05d2d51e net: change the core
    by Test Author <author@example.org>

    in next   since 2026-01-14, next-20260114: 7 days, and 3 days away from it
    trees     none now
    before    net
    moves     rebased once and rewritten once
    window    9 days before the one for v4.15 opened
    upstream  since 2026-01-24, next-20260124, as 6da843073145

      e69b05d2d51e                net in next-20260114
      68265a0c580b  same patch    net in next-20260116; net in next-20260121
      6da843073145  same subject  net in next-20260122
    "
  `)
})

test('the same patch in two trees is one change, taken over as another commit', async () => {
  await using world = await World.create({ trees: ['net', 'wifi'] })
  rewrite(world, 'net', NET, 1_768_348_800)
  await releaseOn(world, '2026-01-14')
  const other = rewrite(world, 'wifi', NET, 1_768_400_000)
  await releaseOn(world, '2026-01-15')
  expect(known(await passport(world, other))).toMatchObject({ cherryPicked: 1, rebased: 0, trees: ['net', 'wifi'] })
})

test('people repeat themselves: two commits of one name that stand together are two changes', async () => {
  await using world = await World.create({ trees: ['net'] })
  const one = world.commit('net', { 'a.c': 'a\n' }, { subject: 'net: clean up' })
  await releaseOn(world, '2026-01-14')
  const two = world.commit('net', { 'b.c': 'b\n' }, { subject: 'net: clean up' })
  await releaseOn(world, '2026-01-16')
  expect(known(await passport(world, one)).commits.map(({ commit }) => commit)).toEqual([one])
  expect(known(await passport(world, two)).first?.release).toBe('next-20260116')
})

test('what upstream took under another id is upstream, and what it took past next was never there', async () => {
  await using world = await World.create({ trees: ['net'] })
  const ours = world.commit('net', NET, { subject: 'net: change the core' })
  await releaseOn(world, '2026-01-14')
  const past = world.commit('upstream', { 'core/other.c': 'x\n' }, { subject: 'core: past next' })
  const picked = world.commit('upstream', NET, { subject: 'net: change the core', time: 1_768_500_000 })
  world.tag('v4.15-rc1', '2026-01-15')
  await releaseOn(world, '2026-01-16')
  const answer = await passport(world, ours)
  expect(answer.upstream).toMatchObject({ commit: picked, seen: { release: 'next-20260116' }, tag: 'v4.15-rc1' })
  expect(known(answer)).toMatchObject({ daysInNext: 2, trees: ['net'] })
  expect((await passport(world, picked)).passport).toMatchObject({ knownBy: 'id' })
  const stranger = await passport(world, past)
  expect(stranger).toMatchObject({ passport: undefined, upstream: { commit: past, tag: 'v4.15-rc1' } })
  expect(world.cli('passport', past).stdout).toContain('It was in no release')
})

test('upstream goes back: what it had is in next again', async () => {
  await using world = await World.create({ trees: ['net'] })
  const start = world.head('upstream')
  const ours = world.commit('net', NET)
  await releaseOn(world, '2026-01-14')
  git(world.path('upstream'), ['fetch', '-q', world.path('net'), '+main:main'])
  await releaseOn(world, '2026-01-15')
  expect(known(await passport(world, ours)).trees).toEqual([])
  git(world.path('upstream'), ['update-ref', 'refs/heads/main', start])
  await releaseOn(world, '2026-01-16')
  expect(known(await passport(world, ours)).trees).toEqual(['net'])
})

test('a book that is damaged, of another record or gone is made again, to the same answer', async () => {
  await using world = await World.create({ trees: ['net'] })
  const ours = world.commit('net', NET)
  await releaseOn(world, '2026-01-14')
  world.commit('net', { 'net/more.c': 'x\n' })
  await releaseOn(world, '2026-01-15')
  const before = await passport(world, ours)
  const { passportsPath } = world.workspace
  writeFileSync(passportsPath, 'no database')
  expect(await passport(world, ours)).toEqual(before)
  expect(world.cli('reindex').exit).toBe(0)
  expect(existsSync(passportsPath)).toBe(false)
  expect(await passport(world, ours)).toEqual(before)
  world.forgetCache()
  expect(await passport(world, ours)).toEqual(before)
  expect(existsSync(passportsPath)).toBe(true)
})

test('two who ask at the same time get the same answer', async () => {
  await using world = await World.create({ trees: ['net'] })
  const ours = world.commit('net', NET)
  for (const day of ['2026-01-14', '2026-01-15', '2026-01-16']) {
    world.commit('net', { [`net/${day}.c`]: 'x\n' })
    await releaseOn(world, day)
  }
  const [one, other] = await Promise.all([passport(world, ours), passport(world, ours)])
  expect(one).toEqual(other)
  expect(known(one).daysInNext).toBe(2)
})

test('a commit that is not there, and a merge, get a clear word', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', NET)
  await releaseOn(world, '2026-01-14')
  await expect(passport(world, 'feedbeef')).rejects.toThrow('there is no commit "feedbeef" in the record')
  await expect(passport(world, '--all')).rejects.toThrow('there is no commit')
  const merge = world.record('rev-list', '--merges', '--max-count=1', 'refs/heads/next')
  await expect(passport(world, merge)).rejects.toThrow('is a merge')
})

test('after an -rc1: how much of it had been in next, and who went past it', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  for (const n of [1, 2, 3]) world.commit('net', { [`net/${n}.c`]: `${n}\n` }, { subject: `net: part ${n}` })
  world.commit('usb', { 'usb/a.c': 'a\n' }, { subject: 'usb: will be picked' })
  world.commit('usb', { 'usb/b.c': 'b\n' }, { subject: 'USB: will be changed' })
  world.commit('usb', { 'usb/c.c': 'c\n' }, { subject: 'usb: will wait', author: 'Waiting <waiting@example.org>' })
  world.tag('v4.14', '2026-01-12')
  await releaseOn(world, '2026-01-14')
  git(world.path('upstream'), ['fetch', '-q', world.path('net'), '+main:main'])
  world.commit('upstream', { 'usb/a.c': 'a\n' }, { subject: 'usb: picked', time: 1_768_500_000 })
  world.commit('upstream', { 'usb/b.c': 'otherwise\n' }, { subject: 'USB: will be changed', time: 1_768_500_100 })
  world.commit('upstream', { 'mm/x.c': 'x\n' }, { subject: 'mm/slab: past next', author: 'Hasty <hasty@example.org>' })
  world.tag('v4.15-rc1', '2026-01-20')
  await releaseOn(world, '2026-01-21')
  const { stdout } = world.cli('statistics')
  expect(stdout).toMatchInlineSnapshot(`
    "No merges are counted. next-20260114 was the first release after the merge window opened.

    Commits in v4.15-rc1 (beyond v4.14):  6
    Commits in next-20260114:             6
    Commits with the same id:             3
    Others with the same patch:           1
    Others with the same subject:         1

    So 5 commits of v4.15-rc1, 83 %, had been in next-20260114.

    1 commit of v4.15-rc1 went past it.

    By the first word of their subjects:
      1 mm

    By author:
      1 hasty@example.org

    By committer:
      1 hasty@example.org

    1 commit of next-20260114 did not make it into v4.15-rc1.

    By the first word of their subjects:
      1 usb

    By author:
      1 waiting@example.org

    By committer:
      1 waiting@example.org
    "
  `)
  expect(JSON.parse(world.cli('statistics', 'v4.15-rc1', '--json').stdout)).toMatchObject({
    candidate: 'v4.15-rc1',
    base: 'v4.14',
    release: 'next-20260114',
    inUpstream: 6,
    inNext: 6,
    sameCommit: 3,
    samePatch: 1,
    sameSubject: 1,
    pastNext: { count: 1, firstWords: [{ what: 'mm', commits: 1 }] },
    notTaken: { count: 1, authors: [{ what: 'waiting@example.org', commits: 1 }] },
  })
  expect(world.cli('statistics', 'v4.13-rc1')).toMatchObject({ exit: 2 })
})
