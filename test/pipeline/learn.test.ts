/** What people did in their merges settles the conflicts of the next run. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fetch } from '../../src/pipeline/fetch.ts'
import { learn, type LearnWish } from '../../src/pipeline/learn.ts'
import { git } from '../world/fast-import.ts'
import { Integrator } from '../world/by-hand.ts'
import { outcomes, World } from '../world/world.ts'

const MAIN = (third: string): string => `one\ntwo\n${third}\nfour\nfive\nsix\nseven\n`

/** Two trees that clash, and a function that one renames and the other calls. */
async function clashing(): Promise<World> {
  const world = await World.create({
    trees: ['net', 'usb'],
    files: { 'core/main.c': MAIN('three'), 'api.h': 'api\n', 'user.c': 'user\n' },
  })
  world.commit('net', { 'core/main.c': MAIN('three by net'), 'api.h': 'new_api\n' })
  world.commit('usb', { 'core/main.c': MAIN('three by usb'), 'user.c': 'user\ncalls api\n' })
  return world
}

function integratorOf(world: World): Integrator {
  return Integrator.fetch(join(world.folder, 'by-hand'), world.path('upstream'), {
    net: world.path('net'),
    usb: world.path('usb'),
  })
}

function learnIn(world: World, wish: Partial<LearnWish> = {}) {
  return learn(world.workspace, world.machine, {
    range: 'upstream..main',
    repo: join(world.folder, 'by-hand'),
    dryRun: false,
    ...wish,
  })
}

test('a conflict that somebody settled, with the edit beside it, is settled so from then on', async () => {
  await using world = await clashing()
  const integrator = integratorOf(world)
  integrator.merge('net')
  integrator.merge('usb', { 'core/main.c': MAIN('three by both'), 'user.c': 'user\ncalls new_api\n' })
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: left-out'])
  expect(await learnIn(world, { dryRun: true })).toMatchObject({ learned: [{}] })
  expect(world.record('for-each-ref', 'refs/tributary/resolutions')).toBe('')
  const lesson = await learnIn(world)
  expect(lesson).toMatchObject({ merges: 2, byHand: 1, conflictedFiles: 1, fixedFiles: 1, known: 0, skipped: [] })
  expect(lesson.learned[0]).toMatchObject({
    by: { name: 'Test Author', email: 'author@example.org' },
    why: "Merge branch 'usb'",
    origin: { kind: 'learned', merge: git(integrator.dir, ['rev-parse', 'main']) },
    needed: { trees: [], commits: [world.head('net'), world.head('usb')] },
  })
  world.day('2026-01-15')
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(release.record.contentTree).toBe(integrator.tree('main'))
  expect(await learnIn(world)).toMatchObject({ learned: [], known: 1 })
})

test('what a later merge made of the very same conflict takes the place of what an earlier one did', async () => {
  await using world = await clashing()
  const integrator = integratorOf(world)
  const again = (branch: string, third: string): void => {
    git(integrator.dir, ['checkout', '-q', '-b', branch, 'upstream'])
    integrator.merge('net')
    integrator.merge('usb', { 'core/main.c': MAIN(third) })
  }
  for (const [branch, third] of [
    ['first', 'x'],
    ['second', 'y'],
    ['third', 'x'],
  ] as const)
    again(branch, third)
  const [first] = (await learnIn(world, { range: 'upstream..first' })).learned
  const [second] = (await learnIn(world, { range: 'upstream..second' })).learned
  expect([first?.supersedes, second?.supersedes]).toEqual([undefined, first?.id])
  world.day('2026-01-15')
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(world.record('show', `${release.name}:core/main.c`)).toBe(MAIN('y').trimEnd())
  expect(await learnIn(world, { range: 'upstream..third' })).toMatchObject({ learned: [{ supersedes: second?.id }] })
  expect(await learnIn(world, { range: 'upstream..first' })).toMatchObject({ learned: [], known: 1 })
})

test('what teaches nothing is told with the reason', async () => {
  await using world = await clashing()
  const integrator = integratorOf(world)
  integrator.topics([
    { branch: 'a', parents: ['upstream'], subject: 'a', files: { a: 'a\n' } },
    { branch: 'b', parents: ['upstream'], subject: 'b', files: { b: 'b\n' } },
  ])
  integrator.merge(['a', 'b'], {}, 'three at once')
  integrator.merge('net')
  integrator.merge('usb', { 'core/main.c': MAIN('<<<<<<< HEAD\nthree\n=======\nthree\n>>>>>>> usb') })
  const { skipped, learned } = await learnIn(world)
  expect(learned).toEqual([])
  expect(skipped.map(({ subject, why }) => `${subject}: ${why}`)).toEqual([
    "Merge branch 'usb': core/main.c was committed with conflict markers in it",
    'three at once: it joins more than two, which git does only where nothing conflicts',
  ])
})

test('merges are read from the record by its own names, from a folder, and by URL', async () => {
  await using world = await clashing()
  const integrator = integratorOf(world)
  integrator.merge('net')
  integrator.merge('usb', { 'core/main.c': MAIN('three by both') })
  git(integrator.dir, ['branch', 'usb-merged', 'main'])
  git(integrator.dir, ['push', '-q', world.path('usb'), '+main:main'])
  await fetch(world.workspace, world.machine, [])
  const fromRecord = await learnIn(world, { range: 'upstream..usb', repo: undefined, dryRun: true })
  expect(fromRecord).toMatchObject({ merges: 2, learned: [{ why: "Merge branch 'usb'" }] })
  for (const repo of [integrator.dir, `file://${integrator.dir}`, `file://localhost${integrator.dir}`])
    expect(await learnIn(world, { repo, range: 'usb-merged', dryRun: true })).toEqual(fromRecord)
  expect(world.record('for-each-ref', 'refs/trees/staged-0')).toBe('')
})

test.each([
  ['a...b', 'is no range'],
  ['..b', 'is no range'],
  ['a..', 'is no range'],
  ['nosuch..main', 'there is no commit "nosuch"'],
  ['--all..main', 'there is no commit "--all"'],
  ['main^@..main', 'there is no commit "main^@"'],
])('the range %s is refused', async (range, why) => {
  await using world = await clashing()
  integratorOf(world)
  await expect(learnIn(world, { range })).rejects.toThrow(why)
})

test('a folder that is no repository is refused', async () => {
  await using world = await clashing()
  await expect(learnIn(world, { repo: join(world.folder, 'nothing') })).rejects.toThrow('there is no git repository')
})
