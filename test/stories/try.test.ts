/** `try`: what would happen to one more branch, told without changing anything. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import pc from 'picocolors'
import { expect, test } from 'vitest'
import { trialJson } from '../../src/faces/cli/print/trial-json.ts'
import { trialText } from '../../src/faces/cli/print/trial-text.ts'
import { type Trial, tryBranch } from '../../src/pipeline/try.ts'
import { type FileSpec, git, importCommits } from '../world/fast-import.ts'
import { World } from '../world/world.ts'

const MAIN = (third: string): string => `one\ntwo\n${third}\nfour\nfive\nsix\nseven\n`

/** A repository of a maintainer's own, a copy of upstream with these commits on `work`. */
function branch(world: World, files: Record<string, FileSpec>): string {
  git(world.folder, ['clone', '-q', '--bare', world.path('upstream'), world.path('mine')])
  importCommits(world.path('mine'), [{ branch: 'work', parents: ['main'], subject: 'mine: my work', files }])
  return world.path('mine')
}

function tryIt(world: World, url: string, more: { branch?: string; as?: string } = {}): Promise<Trial> {
  const source = { url, branch: more.branch ?? 'work' }
  return tryBranch(world.workspace, world.machine, { source, as: more.as })
}

/** Everything that a command may have touched. */
function state(world: World): string {
  const packs = readdirSync(join(world.recordDir, 'objects', 'pack')).sort()
  return [world.record('for-each-ref'), ...packs, world.record('count-objects', '-v')].join('\n')
}

async function releasedWorld(): Promise<World> {
  const world = await World.create({ trees: ['net', 'usb'] })
  world.commit('net', { 'core/main.c': MAIN('THREE by net'), 'net/core.c': 'one\n' })
  world.commit('usb', { 'usb/core.c': 'one\n' })
  await world.release()
  return world
}

test('a branch that merges is told with its size, and nothing is left of it', async () => {
  await using world = await releasedWorld()
  const mine = branch(world, { 'mine/new.c': 'one\ntwo\n' })
  const before = state(world)
  const trial = await tryIt(world, mine)
  const stat = { files: 1, insertions: 2, deletions: 0 }
  expect(trial.outcome).toEqual({ kind: 'merged', commits: 1, settled: [], stat })
  expect(trial.trees).toBe(2)
  expect(state(world)).toBe(before)
  expect(readdirSync(world.workspace.quarantineFolder).filter((name) => name.startsWith('tributary-'))).toEqual([])
  expect(readdirSync(world.machine.scratchFolder)).toEqual([])
})

test('a file that a branch renames is one file, on the last release and among all trees', async () => {
  await using world = await releasedWorld()
  const mine = branch(world, { 'core/main.c': { gone: true }, 'core/first.c': MAIN('THREE by net') })
  for (const as of [undefined, 'usb']) {
    const { outcome } = await tryIt(world, mine, as === undefined ? {} : { as })
    expect(outcome).toMatchObject({ kind: 'merged', stat: { files: 1, insertions: 0, deletions: 0 } })
  }
})

test('a branch that conflicts hears with which commit of which tree', async () => {
  await using world = await releasedWorld()
  const mine = branch(world, { 'core/main.c': MAIN('Three, mine') })
  const trial = await tryIt(world, mine)
  const source = { url: mine, branch: 'work' }
  const text = trialText(trial, { source, as: undefined }, pc.createColors(true)).map(stripVTControlCharacters)
  expect(text.join('\n')).toMatchInlineSnapshot(`
    "work 078cd6ba6fa8 conflicts, with upstream 9c73c75d2038 and 2 trees, in 1 place:

    core/main.c: content
      between the net tree:
        f28984e8b08c ("net: change core/main.c, net/core.c") by Test Author
      and the branch:
        078cd6ba6fa8 ("mine: my work") by Test Author

      diff --cc core/main.c
      index 55ac6f3505f7,8cf7240d6ae4..000000000000
      --- a/core/main.c
      +++ b/core/main.c
      @@@ -1,6 -1,6 +1,10 @@@
        one
        two
      ++<<<<<<< HEAD
       +THREE by net
      ++=======
      + Three, mine
      ++>>>>>>> tried
        four
        five
        six"
  `)
  expect(trialJson(trial)).toMatchObject({
    outcome: 'conflicted',
    tree: 'tried',
    release: 'next-20260114',
    conflicts: [{ path: 'core/main.c', kind: 'content', ours: { tree: 'net' }, theirs: { tree: 'tried' } }],
    met: [],
  })
})

test('the answer onto the last release is the answer with all trees merged anew', async () => {
  await using world = await releasedWorld()
  const mine = branch(world, { 'core/main.c': MAIN('Three, mine'), 'net/core.c': 'another one\n' })
  const quick = await tryIt(world, mine)
  world.forgetCache()
  expect(await tryIt(world, mine)).toEqual(quick)
})

test('without a release it is tried with the trees as they were fetched, and those that moved count as they are now', async () => {
  await using world = await World.create({ trees: ['net'] })
  const mine = branch(world, { 'core/main.c': MAIN('Three, mine') })
  await expect(tryIt(world, mine)).rejects.toThrow('has not been fetched yet')
  world.cli('fetch')
  expect((await tryIt(world, mine)).outcome.kind).toBe('merged')
  world.commit('net', { 'core/main.c': MAIN('THREE by net') })
  world.cli('fetch')
  expect(await tryIt(world, mine)).toMatchObject({ on: undefined, outcome: { kind: 'conflicted' } })
  await world.release()
  world.commit('net', { 'core/main.c': MAIN('three') })
  world.cli('fetch')
  expect(await tryIt(world, mine)).toMatchObject({ on: 'next-20260114', outcome: { kind: 'merged' } })
})

test('in place of a tree, its own commits are no obstacle, and trees after it may meet it', async () => {
  await using world = await releasedWorld()
  const mine = branch(world, { 'core/main.c': MAIN('Three, mine'), 'usb/core.c': 'mine\n' })
  expect((await tryIt(world, mine)).outcome.kind).toBe('conflicted')
  const trial = await tryIt(world, mine, { as: 'net' })
  expect(trial).toMatchObject({ tree: 'net', trees: 0, outcome: { kind: 'merged' } })
  expect(trial.met.map(({ tree, path, oursBy }) => [tree, path, oursBy.tree])).toEqual([['usb', 'usb/core.c', 'net']])
})

test('a branch with nothing new is told to be empty or in already', async () => {
  await using world = await releasedWorld()
  const mine = branch(world, { 'mine/new.c': 'one\n' })
  expect((await tryIt(world, mine, { branch: 'main' })).outcome).toEqual({ kind: 'empty' })
  expect((await tryIt(world, world.path('net'), { branch: 'main' })).outcome).toEqual({ kind: 'already-in' })
})

test('what cannot be fetched or merged is told with the reason', async () => {
  await using world = await releasedWorld()
  const mine = branch(world, { 'mine/new.c': 'one\n' })
  importCommits(mine, [{ branch: 'orphan', parents: [], subject: 'another project', files: { a: 'b\n' } }])
  expect((await tryIt(world, mine, { branch: 'nosuch' })).outcome).toEqual({
    kind: 'gone',
    why: 'there is no such branch',
  })
  expect((await tryIt(world, world.path('nosuch'))).outcome).toMatchObject({ kind: 'unreachable' })
  expect((await tryIt(world, mine, { branch: 'orphan' })).outcome).toMatchObject({ kind: 'refused' })
  world.configure((text) => text.replace('[limits.first]', '[limits.first]\npath_length = 5'))
  expect((await tryIt(world, mine)).outcome).toMatchObject({ kind: 'refused' })
  await expect(tryIt(world, mine, { as: 'nosuch' })).rejects.toThrow('there is no tree "nosuch"')
  await expect(tryIt(world, 'ext::sh -c true')).rejects.toThrow('names a program of git')
})

test('the command exits with 0, 1 or 3', async () => {
  await using world = await releasedWorld()
  const mine = branch(world, { 'mine/new.c': 'one\n' })
  importCommits(mine, [{ branch: 'clash', parents: ['main'], subject: 'clash', files: { 'net/core.c': 'mine\n' } }])
  expect(world.cli('try', `${mine}#clash`)).toMatchObject({ exit: 1 })
  // The operator's word is enough for a path, even where the roster allows none.
  const upstream = 'url = "https://example.org/upstream.git"\nbranch = "main"\n'
  world.configure(
    () => `[project]\nname = "test"\nintegrator = { name = "I", email = "i@example.org" }\n\n[upstream]\n${upstream}`,
  )
  expect(world.cli('try', `${mine}#work`)).toMatchObject({ exit: 0 })
  expect(world.cli('try', `file://${mine}#nosuch`, '--json')).toMatchObject({ exit: 3 })
  expect(world.cli('try', mine)).toMatchObject({ exit: 2 })
})

test('the matrix names the trees that conflict with one another, and finds nothing new to ask the second time', async () => {
  await using world = await World.create({ trees: ['net', 'usb', 'tty'] })
  world.commit('net', { 'core/main.c': MAIN('THREE by net') })
  world.commit('usb', { 'core/main.c': MAIN('Three by usb') })
  world.commit('tty', { 'tty/core.c': 'one\n' })
  expect(world.cli('matrix')).toMatchObject({ exit: 2 })
  world.cli('fetch')
  expect(world.cli('matrix').stdout).toMatchInlineSnapshot(`
    "Pairs that conflict:
      net  usb  core/main.c

    With how many others each conflicts:
      net  1
      usb  1

    3 trees, 3 pairs: 1 in conflict.
    "
  `)
  expect(JSON.parse(world.cli('matrix', '--json').stdout)).toMatchObject({
    trees: [{ name: 'net' }, { name: 'usb' }, { name: 'tty' }],
    missing: [],
    pairs: [{ a: 'net', b: 'usb', paths: ['core/main.c'] }],
    counts: { pairs: 3, asked: 0, contents: 0 },
  })
})
