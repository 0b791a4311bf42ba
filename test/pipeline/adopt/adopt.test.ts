/** Adopting branches of other shapes, and what is refused. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { adopt, type Adoption } from '../../../src/pipeline/adopt/adopt.ts'
import { Integrator } from '../../world/by-hand.ts'
import { git } from '../../world/fast-import.ts'
import { INTEGRATOR } from '../../world/release.ts'
import { outcomes, World } from '../../world/world.ts'

const topic = (branch: string, path: string, parent = 'main') => ({
  branch,
  parents: [parent],
  subject: `${branch}: work`,
  files: { [path]: `${branch}\n` },
})

function projectIn(world: World, branch = 'seen'): Integrator {
  return Integrator.begin(join(world.folder, 'project'), { a: 'one\ntwo\nthree\n', b: 'b\n' }, branch)
}

function adopted(
  world: World,
  range = 'main..seen',
  repo: string | undefined = join(world.folder, 'project'),
): Promise<Adoption> {
  return adopt(world.machine, world.dir, { range, repo, integrator: INTEGRATOR })
}

test('an octopus becomes trees in a row, and a merge that took nothing is left out', async () => {
  await using scene = await World.create()
  const world = scene.beside('adopted')
  const integrator = projectIn(scene)
  integrator.topics([topic('x', 'x'), topic('y', 'y'), topic('z', 'z'), topic('w', 'w')])
  integrator.merge(['x', 'y', 'z'])
  git(integrator.dir, ['merge', '-q', '-s', 'ours', '--no-edit', 'w'])
  const { trees, notes } = await adopted(world)
  expect(trees.map(({ name, branch, commit }) => [name, branch, commit])).toEqual([
    ['x', 'x', undefined],
    ['y', 'y', undefined],
    ['z', 'z', undefined],
  ])
  expect(notes).toEqual([expect.stringContaining('took nothing of what it merged, and is left out')])
  expect((await world.release()).record.contentTree).toBe(integrator.tree('seen'))
})

test('an octopus of which nothing was taken comes to what the branch has', async () => {
  await using scene = await World.create()
  const world = scene.beside('adopted')
  const integrator = projectIn(scene)
  integrator.topics([topic('x', 'x'), topic('y', 'y'), topic('z', 'z')])
  integrator.merge('x')
  git(integrator.dir, ['merge', '-q', '-s', 'ours', '-m', "Merge branches 'y' and 'z' into seen", 'y', 'z'])
  await adopted(world)
  expect((await world.release()).record.contentTree).toBe(integrator.tree('seen'))
})

test('commits of the branch itself: on the base, on others like it, and after trees', async () => {
  await using scene = await World.create()
  const world = scene.beside('adopted')
  const integrator = projectIn(scene)
  integrator.topics([topic('x', 'x')])
  integrator.commit('first: before everything', { own: 'one\n' })
  integrator.commit('second: on the first', { own: 'one\ntwo\n' })
  integrator.merge('x')
  integrator.commit('third: of its own', { other: 'three\n' })
  integrator.commit('fourth: mends x', { x: 'mended\n' })
  integrator.commit('fifth: mends x again', { x: 'mended twice\n' })
  integrator.commit('sixth: takes a file away', { b: undefined })
  const adoption = await adopted(world)
  expect(adoption.trees.map(({ name }) => name)).toEqual([
    'fix-before-everything',
    'fix-on-the-first',
    'x',
    'fix-of-its-own',
    'fix-takes-a-file-away',
  ])
  expect(adoption).toMatchObject({ carriedFixes: 2, resolutions: 2, notes: [] })
  const release = await world.release()
  expect(release.record.contentTree).toBe(integrator.tree('seen'))
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('a branch that moved on is followed and told, one that was made anew or merged before is pinned', async () => {
  await using scene = await World.create()
  const world = scene.beside('adopted')
  const integrator = projectIn(scene)
  integrator.topics([topic('moved', 'm'), topic('anew', 'n'), topic('twice', 't1')])
  for (const name of ['moved', 'anew', 'twice']) integrator.merge(name)
  integrator.topics([topic('twice', 't2', 'twice')])
  integrator.merge('twice')
  integrator.topics([topic('moved', 'm2', 'moved'), topic('anew', 'n2')])
  const { trees, notes } = await adopted(world)
  expect(trees.map(({ name, commit }) => `${name}: ${commit === undefined ? 'followed' : 'pinned'}`)).toEqual([
    'moved: followed',
    'anew: pinned',
    'twice: pinned',
    'twice-2: followed',
  ])
  expect(notes).toEqual(['moved has 1 new commit since it was merged: the next release will have it'])
  expect(outcomes(await world.release())).toEqual(trees.map(({ name }) => `${name}: merged`))
})

test('by URL, branches are known by where they stand, and upstream that moved on is told', async () => {
  await using scene = await World.create()
  const world = scene.beside('adopted')
  const integrator = projectIn(scene)
  integrator.topics([topic('x', 'x'), topic('y', 'y')])
  integrator.merge('x')
  integrator.merge('y')
  integrator.topics([{ branch: 'main', subject: 'later', files: { later: 'later\n' } }, topic('y', 'y2', 'y')])
  const { trees, notes } = await adopted(world, 'main..seen', `file://localhost${integrator.dir}`)
  expect(trees.map(({ commit }) => commit === undefined)).toEqual([true, false])
  expect(notes).toEqual([expect.stringContaining('the next release will be on that')])
  expect(outcomes(await world.release())).toEqual(['x: merged', 'y: merged'])
})

test('branches of remotes are followed at the remotes themselves', async () => {
  await using scene = await World.create({ trees: ['net'] })
  const world = scene.beside('adopted')
  scene.commit('net', { 'net/core.c': 'net\n' })
  const dir = join(scene.folder, 'project')
  git(scene.folder, ['clone', '-q', scene.path('upstream'), 'project'])
  git(dir, ['remote', 'add', '-f', 'net', scene.path('net')])
  git(dir, ['checkout', '-q', '-b', 'tip'])
  git(dir, ['merge', '-q', '--no-ff', '--no-edit', 'net/main'])
  const { trees } = await adopted(world, 'origin/main..tip')
  expect(trees).toMatchObject([{ name: 'net', url: scene.path('net'), branch: 'main' }])
  expect(world.roster).toContain(`url = "${scene.path('upstream')}"\nbranch = "main"`)
  expect((await world.release()).record.contentTree).toBe(git(dir, ['rev-parse', 'tip^{tree}']))
})

test('what cannot be adopted is refused, and a roster with trees stays as it is', async () => {
  await using scene = await World.create({ trees: ['net'] })
  const integrator = projectIn(scene)
  integrator.topics([topic('x', 'x')])
  integrator.merge('x')
  const before = scene.roster
  await expect(adopted(scene)).rejects.toThrow('the roster has a tree already')
  expect(scene.roster).toBe(before)
  const world = scene.beside('adopted')
  await expect(adopted(world, 'seen')).rejects.toThrow('has no base')
  await expect(adopted(world, 'nosuch..seen')).rejects.toThrow('there is no branch "nosuch"')
  await expect(adopted(world, 'main..nosuch')).rejects.toThrow('there is no branch "nosuch"')
  await expect(
    adopt(world.machine, world.dir, { range: 'main..seen', repo: undefined, integrator: INTEGRATOR }),
  ).rejects.toThrow('the repository to adopt from is missing')
  mkdirSync(world.dir)
  writeFileSync(join(world.dir, 'something'), '')
  await expect(adopted(world)).rejects.toThrow('is no workspace')
})

test('nothing beyond the base is nothing to adopt', async () => {
  await using scene = await World.create()
  projectIn(scene)
  await expect(adopted(scene.beside('adopted'))).rejects.toThrow('seen has nothing beyond main')
})

test('a range typed the wrong way round leaves no workspace, and so no wrong upstream for the next attempt', async () => {
  await using scene = await World.create()
  const world = scene.beside('adopted')
  const integrator = projectIn(scene)
  integrator.topics([topic('x', 'x')])
  integrator.merge('x')
  await expect(adopted(world, 'seen..main')).rejects.toThrow('main has nothing beyond seen')
  expect(existsSync(world.dir)).toBe(false)
  const { made } = await adopted(world)
  expect(made).toBe(world.dir)
  expect((await world.release()).record.plan.upstream.branch).toBe('main')
})

test('on the command line', async () => {
  await using scene = await World.create()
  const integrator = projectIn(scene)
  integrator.topics([topic('x', 'x')])
  integrator.merge('x')
  const into = ['-C', join(scene.folder, 'made'), 'adopt', 'main..seen', '--repo', integrator.dir]
  const said = scene.cli(...into)
  expect(said).toMatchObject({ exit: 0 })
  expect(said.stdout.replaceAll(scene.folder, '/srv')).toMatchInlineSnapshot(`
    "Made a workspace in /srv/made: tributary.toml is the roster, record.git the record.
    Set the integrator in tributary.toml: merges and mails bear that name.
    Adopted 1 tree, 0 of them pinned to a commit that no branch stands at.
    Took over 0 resolutions: 0 conflicted files, and edits of 0 files that merged clean.
    Next: tributary -C /srv/made run
    "
  `)
  expect(scene.cli(...into)).toMatchObject({ exit: 2 })
  const json = scene.cli('-C', join(scene.folder, 'again'), ...into.slice(2), '--json')
  expect(JSON.parse(json.stdout)).toMatchObject({
    made: join(scene.folder, 'again'),
    trees: [{ name: 'x', branch: 'x', commit: null, note: null }],
    resolutions: 0,
    notes: [],
  })
})
