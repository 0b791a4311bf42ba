/** What the operator reads about a tree after a fetch, one state after the other. */
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { commitOid } from '../../src/base/model/oid.ts'
import { EPOCH, git, importCommits } from '../world/fast-import.ts'
import { FetchScene } from '../world/fetch-scene.ts'
import { treeName } from '../world/roster.ts'
import { World } from '../world/world.ts'

const FIX = { branch: 'main', subject: 'net: fix it', files: { 'net/core.c': 'int fixed;\n' } }

test('a tree is new, then stays, then moves', async () => {
  using scene = new FetchScene()
  const net = scene.tree('net', [FIX])
  expect(await scene.fetch()).toEqual(['upstream: moved', 'net: moved'])
  expect(scene.recorded('refs/trees/net')).toBe(scene.head('net', 'main'))
  expect(scene.recorded('refs/upstream/head')).toBe(scene.head('upstream', 'main'))
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: same'])
  importCommits(net, [{ branch: 'main', subject: 'net: more', files: { 'net/more.c': '' } }])
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: moved'])
  expect(scene.recorded('refs/trees/net')).toBe(scene.head('net', 'main'))
})

test('a tree that was reset has lost commits, and says how many', async () => {
  using scene = new FetchScene()
  const net = scene.tree('net', [FIX, { ...FIX, subject: 'net: second', files: { 'net/b.c': '' } }])
  await scene.fetch()
  git(net, ['update-ref', 'refs/heads/main', 'refs/heads/main~2'])
  importCommits(net, [{ branch: 'main', subject: 'net: anew', files: { 'net/c.c': '' } }])
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: rewound, 2 lost'])
  expect(scene.recorded('refs/trees/net')).toBe(scene.head('net', 'main'))
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: same'])
})

test('a fetch that was killed before it could tell of a lost commit has the next one tell', async () => {
  using scene = new FetchScene()
  const net = scene.tree('net', [FIX])
  await scene.fetch()
  const { tips, upstreamTip } = scene
  git(net, ['update-ref', 'refs/heads/main', 'refs/heads/main~1'])
  importCommits(net, [{ branch: 'main', subject: 'net: anew', files: { 'net/c.c': '' } }])
  await scene.fetch()
  scene.tips = tips
  scene.upstreamTip = upstreamTip
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: rewound, 1 lost'])
})

test('a tree with nothing beyond upstream is empty, until it has something again', async () => {
  using scene = new FetchScene()
  const net = scene.tree('net', [FIX])
  git(scene.path('upstream'), ['fetch', '-q', net, 'main:main'])
  expect(await scene.fetch()).toEqual(['upstream: moved', 'net: empty'])
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: empty'])
  importCommits(net, [{ branch: 'main', subject: 'net: more', files: { 'net/more.c': '' } }])
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: moved'])
})

test('a tree becomes empty when upstream takes all of it', async () => {
  using scene = new FetchScene()
  const net = scene.tree('net', [FIX])
  await scene.fetch()
  git(scene.path('upstream'), ['fetch', '-q', net, 'main:main'])
  expect(await scene.fetch()).toEqual(['upstream: moved', 'net: empty'])
})

test('a deleted branch and a dead remote keep the last good tip, and the day it was last fresh', async () => {
  using scene = new FetchScene()
  const net = scene.tree('net', [FIX])
  scene.tree('usb', [{ branch: 'main', subject: 'usb: fix', files: { 'usb.c': '' } }])
  await scene.fetch()
  const good = scene.head('net', 'main')
  git(net, ['update-ref', '-d', 'refs/heads/main'])
  rmSync(scene.path('usb'), { recursive: true })
  const [, gone, dead] = await scene.fetch()
  expect(gone).toBe('net: gone')
  expect(dead).toMatch(/^usb: unreachable: .*does not appear to be a git repository/)
  const secondDay = { epochSeconds: EPOCH + 2 * 86_400, zoneMinutes: 0 }
  const kept = { tree: 'net', state: 'gone', commit: good, since: secondDay }
  expect(scene.tips.get(treeName('net'))).toEqual(kept)
  await scene.fetch()
  expect(scene.tips.get(treeName('net'))).toEqual(kept)
  expect(scene.recorded('refs/trees/net')).toBe(good)
})

test('a dead upstream keeps its last good tip and stops nothing', async () => {
  using scene = new FetchScene()
  const net = scene.tree('net', [FIX])
  await scene.fetch()
  const good = scene.recorded('refs/upstream/head')
  rmSync(scene.path('upstream'), { recursive: true })
  importCommits(net, [{ branch: 'main', subject: 'net: more', files: { 'net/more.c': '' } }])
  const [upstream, moved] = await scene.fetch()
  expect(upstream).toMatch(/^upstream: unreachable/)
  expect(scene.upstreamTip?.commit).toBe(good)
  expect(moved).toBe('net: moved')
})

test('trees of one repository are asked for together, and events name each', async () => {
  using scene = new FetchScene()
  const shared = scene.repository('shared', [
    { branch: 'a', subject: 'a', files: { a: '1' } },
    { branch: 'b', subject: 'b', files: { b: '1' } },
  ])
  scene.follow('a', { url: shared, branch: 'a' })
  scene.follow('b', { url: `file://${shared}/`, branch: 'b' })
  scene.follow('c', { url: shared, branch: 'nowhere' })
  expect(await scene.fetch()).toEqual(['upstream: moved', 'a: moved', 'b: moved', 'c: gone'])
  expect(scene.events).toEqual([
    { kind: 'fetch-started', trees: 3 },
    { kind: 'tip-fetched', tree: 'c', state: 'gone' },
    { kind: 'tip-fetched', tree: 'a', state: 'moved' },
    { kind: 'tip-fetched', tree: 'b', state: 'moved' },
    { kind: 'fetch-finished' },
  ])
})

test('only the trees that were named are asked for', async () => {
  using scene = new FetchScene()
  scene.tree('net', [FIX])
  scene.tree('usb', [{ branch: 'main', subject: 'usb: fix', files: { 'usb.c': '' } }])
  expect(await scene.fetch({ only: new Set([treeName('usb')]) })).toEqual(['upstream: moved', 'usb: moved'])
  expect(scene.recorded('refs/trees/net')).toBe('')
})

test('a pinned tree is fetched by its commit, and found in the record from then on', async () => {
  using scene = new FetchScene()
  const net = scene.tree('net', [FIX])
  importCommits(net, [{ branch: 'main', subject: 'net: more', files: { 'net/more.c': '' } }])
  scene.trees = []
  const pinned = commitOid(scene.head('net', 'main~1'))
  scene.follow('net', { pinned, branch: '' })
  expect(await scene.fetch()).toEqual(['upstream: moved', 'net: moved'])
  expect(scene.recorded('refs/trees/net')).toBe(pinned)
  rmSync(net, { recursive: true })
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: same'])
  scene.follow('net-too', { pinned, branch: '' })
  expect(await scene.fetch()).toEqual(['upstream: same', 'net: same', 'net-too: moved'])
})

test("upstream's tags come along when they lie in its history, and go when upstream drops them", async () => {
  using scene = new FetchScene()
  const upstream = scene.path('upstream')
  git(upstream, ['tag', 'v1'])
  git(upstream, ['tag', '-a', '-m', 'one', 'v1-annotated'])
  git(upstream, ['tag', 'a-folder', 'main^{tree}'])
  importCommits(upstream, [{ branch: 'elsewhere', subject: 'elsewhere', parents: [], files: { x: '' } }])
  git(upstream, ['tag', 'outside', 'elsewhere'])
  await scene.fetch()
  const tags = (): string =>
    git(scene.recordDir, ['for-each-ref', '--format=%(refname) %(objecttype)', 'refs/upstream/tags/'])
  expect(tags()).toBe('refs/upstream/tags/v1 commit\nrefs/upstream/tags/v1-annotated tag')
  git(upstream, ['tag', '-a', '-m', 'later', 'sub/v2'])
  git(upstream, ['tag', '-d', 'v1'])
  expect(await scene.fetch()).toEqual(['upstream: same'])
  expect(tags()).toBe('refs/upstream/tags/sub/v2 tag\nrefs/upstream/tags/v1-annotated tag')
})

test('a branch with a name of its own script, followed by two trees', async () => {
  using scene = new FetchScene()
  const url = scene.repository('shared', [{ ...FIX, branch: 'größer' }])
  scene.follow('one', { url, branch: 'größer' })
  scene.follow('other', { url, branch: 'größer' })
  expect(await scene.fetch()).toEqual(['upstream: moved', 'one: moved', 'other: moved'])
  expect(await scene.fetch()).toEqual(['upstream: same', 'one: same', 'other: same'])
})

test('what cannot be merged with the others says why: half a history, other ids, nothing at all', async () => {
  using scene = new FetchScene()
  scene.repository('whole', [FIX, { ...FIX, files: { more: '' } }])
  git(scene.folder, ['clone', '-q', '--bare', '--depth=1', `file://${scene.path('whole')}`, scene.path('shallow')])
  git(scene.folder, ['init', '-q', '--bare', '--object-format=sha256', '--initial-branch=main', scene.path('sha256')])
  importCommits(scene.path('sha256'), [FIX])
  scene.repository('bare', [])
  for (const name of ['shallow', 'sha256', 'bare']) scene.follow(name)
  expect((await scene.fetch()).slice(1)).toEqual([
    'shallow: refused: its server did not send all that it offers, as a shallow repository does, which lacks the older history',
    'sha256: unreachable: it names its objects by SHA-256, not SHA-1',
    'bare: gone',
  ])
})

test('the history that came with the first fetch is in a commit-graph', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  await world.release()
  expect(commitGraphs(world.recordDir)).toHaveLength(1)
  const mirror = await world.mirrored('taken up')
  expect(commitGraphs(mirror.recordDir)).toHaveLength(1)
  world.day('2026-01-15')
  world.commit('net', { 'net/core.c': 'two\n' })
  await world.release()
  expect(commitGraphs(world.recordDir)).toHaveLength(1)
})

function commitGraphs(recordDir: string): string[] {
  return readdirSync(join(recordDir, 'objects/info/commit-graphs')).filter((name) => name.endsWith('.graph'))
}

test('refs are packed after a fetch that moved many, and stand as they did', async () => {
  const trees = Array.from({ length: 40 }, (_, at) => `tree${at}`)
  await using world = await World.create({ trees })
  for (const tree of trees) world.commit(tree, { [`${tree}.c`]: 'one\n' })
  await world.release()
  expect(readdirSync(join(world.recordDir, 'refs'), { recursive: true }).map(String)).not.toContain('trees/tree0')
  expect(world.record('rev-parse', 'refs/trees/tree39')).toBe(git(world.path('tree39'), ['rev-parse', 'main']))
  world.day('2026-01-15')
  world.commit('tree7', { 'tree7.c': 'two\n' })
  const release = await world.release()
  expect(world.record('show', `${release.name}:tree7.c`)).toBe('two')
})
