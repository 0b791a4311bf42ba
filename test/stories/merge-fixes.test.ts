/** A merge fix goes where both things meet that need it, follows its lines, and is kept back, told or retired when it must be. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Release } from '../../src/base/model/run.ts'
import { addFix } from '../../src/pipeline/fix/add-fix.ts'
import { learn } from '../../src/pipeline/learn.ts'
import { revoke } from '../../src/pipeline/resolutions.ts'
import { Integrator } from '../world/by-hand.ts'
import { git, importCommits } from '../world/fast-import.ts'
import { containing } from '../world/matching.ts'
import { summed, told } from '../world/told.ts'
import { outcomes, World } from '../world/world.ts'

const USER = 'usb/user.c'

const lines = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => `line ${from + at}\n`)

/** A file that calls something in its middle. */
const user = (call: string, above: readonly string[] = []): string =>
  [...above, ...lines(1, 8), `${call}();\n`, ...lines(9, 16)].join('')

const PATCH = Buffer.from(`--- a/${USER}
+++ b/${USER}
@@ -8,3 +8,3 @@
 line 8
-old_name();
+new_name();
 line 9
`)

interface Spec {
  /** The trees in order; usb uses what net renames. */
  readonly trees?: readonly string[]
  readonly with?: readonly string[]
}

/** The integration of 14 January, and a fix recorded after it. */
async function renamed({ trees = ['net', 'usb'], with: others = ['net'] }: Spec = {}): Promise<World> {
  const world = await World.create({ trees, files: { 'api.h': 'int old_name(void);\n', other: 'one\n' } })
  world.commit('net', { 'api.h': 'int new_name(void);\n' })
  world.commit('usb', { [USER]: user('old_name') })
  await world.release()
  const wish = { on: 'usb', with: others, edit: { kind: 'patch', patch: PATCH } as const, why: 'net renamed it' }
  await addFix(world.workspace, world.machine, wish)
  return world
}

async function next(world: World, day: string): Promise<Release> {
  world.day(day)
  const release = await world.release()
  expect(await world.verify()).toMatchObject({ kind: 'same' })
  return release
}

/** The file in a release. */
const shown = (world: World, { name }: Release, path = USER): string =>
  `${world.record('cat-file', 'blob', `${name}:${path}`)}\n`

const fixed = ({ record }: Release): string[] =>
  record.trees.filter(({ settled }) => settled !== undefined).map(({ name }) => name)

describe('a merge fix', () => {
  test('follows its lines when others come in above them, or beside', async () => {
    await using world = await renamed()
    world.commit('usb', { [USER]: user('old_name', lines(100, 130)) })
    const release = await next(world, '2026-01-15')
    expect(shown(world, release)).toBe(user('new_name', lines(100, 130)))
    expect(fixed(release)).toEqual(['usb'])
    world.commit('usb', { [USER]: user('old_name').replace('line 1\n', 'line one\n').replace('line 16', 'the end') })
    expect(shown(world, await next(world, '2026-01-16'))).toBe(
      user('new_name').replace('line 1\n', 'line one\n').replace('line 16', 'the end'),
    )
  })

  test('goes with whichever of its trees comes last', async () => {
    await using world = await renamed({ trees: ['usb', 'net'] })
    const release = await next(world, '2026-01-15')
    expect(shown(world, release)).toBe(user('new_name'))
    expect(fixed(release)).toEqual(['net'])
  })

  test('is left out with one of its trees, and comes back with it', async () => {
    await using world = await renamed()
    const { id } = await world.decide({ verb: 'hold', tree: 'net' })
    const held = await next(world, '2026-01-15')
    expect([shown(world, held), fixed(held), held.record.retired]).toEqual([user('old_name'), [], undefined])
    await world.decide({ verb: 'undo', decision: id })
    expect(shown(world, await next(world, '2026-01-16'))).toBe(user('new_name'))
  })

  test('goes with an earlier version of its tree too', async () => {
    await using world = await renamed()
    await next(world, '2026-01-15')
    world.commit('net', { other: 'of net\n' })
    world.commit('usb', { other: 'of usb\n' })
    const release = await next(world, '2026-01-16')
    expect(outcomes(release)).toEqual(['net: merged', 'usb: previous'])
    expect(shown(world, release)).toBe(user('new_name'))
  })

  test('is not retired for a version that the tree is only kept at', async () => {
    await using world = await World.create({ trees: ['net', 'usb'] })
    world.commit('net', { 'api.h': 'int new_name(void);\n' })
    world.commit('usb', { [USER]: user('new_name') })
    const first = await world.release()
    world.commit('usb', { [USER]: user('old_name') })
    await next(world, '2026-01-15')
    await addFix(world.workspace, world.machine, {
      on: 'usb',
      with: ['net'],
      edit: { kind: 'patch', patch: PATCH } as const,
      why: 'net renamed it',
    })
    const { id } = await world.decide({ verb: 'keep', tree: 'usb', at: first.name })
    const kept = await next(world, '2026-01-16')
    expect([shown(world, kept), kept.record.retired]).toEqual([user('new_name'), undefined])
    await world.decide({ verb: 'undo', decision: id })
    const release = await next(world, '2026-01-17')
    expect([shown(world, release), fixed(release)]).toEqual([user('new_name'), ['usb']])
  })

  test('is needed as before when upstream has taken one of its trees, and no more when it has both', async () => {
    await using world = await renamed()
    git(world.path('upstream'), ['fetch', '-q', world.path('usb'), 'main:main'])
    const release = await next(world, '2026-01-15')
    expect(outcomes(release)).toEqual(['net: merged', 'usb: empty'])
    expect([shown(world, release), fixed(release)]).toEqual([user('new_name'), ['net']])
    git(world.path('upstream'), ['fetch', '-q', world.path('net'), 'main:net'])
    world.commit('upstream', {}, { parents: ['main', 'net'] })
    world.commit('upstream', { [USER]: user('new_name') })
    const taken = await next(world, '2026-01-16')
    expect([shown(world, taken), fixed(taken)]).toEqual([user('new_name'), []])
  })

  test('keeps nobody back when a tree without anything of its own has dropped what it is about', async () => {
    await using world = await renamed({ trees: ['net', 'usb'] })
    git(world.path('usb'), ['update-ref', 'refs/heads/main', world.head('upstream')])
    const release = await next(world, '2026-01-15')
    expect(outcomes(release)).toEqual(['net: merged', 'usb: empty'])
    expect(release.record.conflicts).toEqual([])
  })

  test('is retired by the run that finds it without effect, which the summary says, and not applied again', async () => {
    await using world = await renamed()
    world.commit('usb', { [USER]: user('new_name') })
    expect(await summed(world, '2026-01-15')).toMatch(
      /Merge fix [0-9a-f]{12} for the net tree and the usb tree changes nothing\nany more and is retired; it was recorded for this: net renamed it\./,
    )
    expect((await world.recorded()).record.retired).toHaveLength(1)
    world.commit('usb', { [USER]: user('old_name') })
    const again = await next(world, '2026-01-16')
    expect([shown(world, again), again.record.retired]).toEqual([user('old_name'), undefined])
  })

  test('that does not apply keeps its tree at the earlier version, is told, and can be revoked', async () => {
    await using world = await renamed()
    const { record } = await next(world, '2026-01-15')
    const [settled] = record.trees[1]?.settled?.[0]?.by ?? []
    world.commit('usb', { [USER]: user('old_name(1, 2)') })
    expect(await told(world, '2026-01-16')).toMatch(
      /^test-next: merge fix [0-9a-f]{12} for the usb tree no longer applies/,
    )
    const kept = await world.recorded()
    expect(outcomes(kept)).toEqual(['net: merged', 'usb: previous'])
    expect(shown(world, kept)).toBe(user('new_name'))
    expect(await world.verify()).toMatchObject({ kind: 'same' })
    await revoke(
      world.workspace,
      world.machine,
      settled?.kind === 'resolution' ? settled.id : '',
      'it has arguments now',
    )
    const release = await next(world, '2026-01-17')
    expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
    expect(shown(world, release)).toBe(user('old_name(1, 2)'))
  })

  test('whose file is gone is told too', async () => {
    await using world = await renamed()
    await next(world, '2026-01-15')
    world.commit('usb', { [USER]: { gone: true } })
    const release = await next(world, '2026-01-16')
    expect(outcomes(release)).toEqual(['net: merged', 'usb: previous'])
    expect(release.record.conflicts).toMatchObject([{ path: USER, kind: 'modify/delete', fix: containing('') }])
  })
})

describe('a merge fix that is tied to commits', () => {
  /** Learned from a merge that an integrator made by hand. */
  async function learned(): Promise<World> {
    const world = await World.create({ trees: ['net', 'usb', 'pci'], files: { 'api.h': 'int old_name(void);\n' } })
    world.commit('net', { 'api.h': 'int new_name(void);\n' })
    world.commit('usb', { [USER]: user('old_name') })
    const integrator = Integrator.fetch(join(world.folder, 'by-hand'), world.path('net'), { usb: world.path('usb') })
    integrator.merge('usb', { [USER]: user('new_name') })
    await world.release()
    await learn(world.workspace, world.machine, { range: 'upstream..main', repo: integrator.dir, dryRun: false })
    return world
  }

  test('goes where both meet, whichever trees bring them', async () => {
    await using world = await learned()
    const both = await next(world, '2026-01-15')
    expect([shown(world, both), fixed(both)]).toEqual([user('new_name'), ['usb']])
    // net's commit comes by pci alone.
    git(world.path('pci'), ['fetch', '-q', world.path('net'), 'main:main'])
    await world.decide({ verb: 'hold', tree: 'net' })
    const other = await next(world, '2026-01-16')
    expect([shown(world, other), fixed(other)]).toEqual([user('new_name'), ['pci']])
  })

  test('goes with a branch that is tried, when it brings the last of them', async () => {
    await using world = await learned()
    await world.decide({ verb: 'hold', tree: 'usb' })
    await next(world, '2026-01-15')
    const tried = world.cli('try', `${world.path('usb')}#main`)
    expect(tried.stdout).toContain(`${USER} is settled: merge-fix`)
    expect(tried.exit).toBe(0)
  })

  test('is not wanted without one of them, nor when upstream has both', async () => {
    await using world = await learned()
    const { id } = await world.decide({ verb: 'hold', tree: 'net' })
    const alone = await next(world, '2026-01-15')
    expect([shown(world, alone), fixed(alone), alone.record.retired]).toEqual([user('old_name'), [], undefined])
    await world.decide({ verb: 'undo', decision: id })
    git(world.path('upstream'), ['fetch', '-q', join(world.folder, 'by-hand'), '+main:main'])
    world.commit('upstream', { [USER]: user('newer_name') })
    const taken = await next(world, '2026-01-16')
    expect(outcomes(taken)).toEqual(['net: empty', 'usb: empty', 'pci: empty'])
    expect(shown(world, taken)).toBe(user('newer_name'))
  })
})

describe('a merge fix and a group', () => {
  const grouped = { trees: ['net', 'drivers/usb', 'drivers/pci'] }

  test('goes with the group as a whole when the other tree is outside of it', async () => {
    await using world = await renamed(grouped)
    world.commit('pci', { 'pci.c': 'pci\n' })
    const release = await next(world, '2026-01-15')
    expect(outcomes(release)).toEqual(['net: merged', 'usb: merged', 'pci: merged'])
    expect(shown(world, release)).toBe(user('new_name'))
    expect(release.record.groups).toMatchObject([{ name: 'drivers', settled: [{ path: USER }] }])
  })

  test('is retired once, and keeps one member back alone when it no longer applies', async () => {
    await using world = await renamed(grouped)
    world.commit('pci', { 'pci.c': 'pci\n' })
    await next(world, '2026-01-15')
    world.commit('usb', { [USER]: user('old_name(1)') })
    world.commit('pci', { 'pci.c': 'more\n' })
    const kept = await next(world, '2026-01-16')
    expect(outcomes(kept)).toEqual(['net: merged', 'usb: previous', 'pci: merged'])
    expect([shown(world, kept), shown(world, kept, 'pci.c')]).toEqual([user('new_name'), 'more\n'])
    world.commit('usb', { [USER]: user('new_name') })
    const retired = await next(world, '2026-01-17')
    expect(outcomes(retired)).toEqual(['net: merged', 'usb: merged', 'pci: merged'])
    expect(retired.record.retired).toHaveLength(1)
  })
})

describe('a fix that is added', () => {
  test('by the name of a release, goes with the last tree that touched the files', async () => {
    await using world = await renamed({ with: [] })
    const edit = { kind: 'patch', patch: PATCH } as const
    const { name } = await world.recorded()
    const { tree } = await addFix(world.workspace, world.machine, { on: name, with: [], edit, why: 'it is better' })
    expect(tree).toBe('usb')
  })

  test('as a commit does it, wherever that is', async () => {
    await using world = await World.create({ trees: ['net', 'usb'], files: { 'api.h': 'int old_name(void);\n' } })
    world.commit('net', { 'api.h': 'int new_name(void);\n' })
    world.commit('usb', { [USER]: user('old_name') })
    const files = { [USER]: user('new_name') }
    importCommits(world.path('usb'), [{ branch: 'fix', parents: ['main'], subject: 'usb: follow net', files }])
    await world.release()
    git(world.recordDir, ['fetch', '-q', world.path('usb'), 'fix:refs/heads/fix'])
    const fix = world.head('usb', 'fix')
    const edit = { kind: 'commit', name: fix } as const
    await addFix(world.workspace, world.machine, { on: 'usb', with: ['net'], edit, why: 'net renamed it' })
    expect(shown(world, await next(world, '2026-01-15'))).toBe(user('new_name'))
  })

  test.each([
    ['a tree or release that is not there', 'nobody', 'HEAD', /has no tree "nobody", nor is that a release/],
    ['a commit that is not there', 'usb', 'f'.repeat(40), /no file "f{40}", and no such commit in the record/],
  ])('is refused for %s', async (_, on, name, said) => {
    await using world = await renamed()
    const edit = { kind: 'commit', name } as const
    await expect(addFix(world.workspace, world.machine, { on, with: [], edit, why: 'why not' })).rejects.toThrow(said)
  })
})
