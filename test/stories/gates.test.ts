/** Gates on real releases: what is red is searched for, the culprit is named with its commit, and nobody innocent is blamed. */
import { expect, test } from 'vitest'
import { git, importCommits } from '../world/fast-import.ts'
import {
  blamed,
  EVERY_CALL_IS_DECLARED,
  failureMails,
  gated,
  gatedWorld,
  NO_BROKEN_FILE,
  onlySearch,
  RUNS,
  runsOf,
  TREES,
  verdicts,
  withWork,
} from '../world/gated.ts'
import { file, MAIN, settleBy } from '../world/told.ts'
import type { World } from '../world/world.ts'

test('a release that passes is searched for nobody', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE, test: 'true' } })
  withWork(world)
  const gates = await gated(world)
  expect(verdicts(gates)).toEqual(['build: passed', 'test: passed'])
  expect(gates.searches).toEqual([])
})

test('one tree that breaks the build is found, with the commit', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
  withWork(world)
  world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
  world.commit('sound', { 'sound/more.c': 'more\n' }, { subject: 'sound: go on' })
  const gates = await gated(world)
  expect(verdicts(gates)).toEqual(['build: failed'])
  const search = onlySearch(gates)
  expect(blamed(search)).toEqual(['sound: sound: break it'])
  expect(search.outcome).toMatchObject({ rest: 'green', culprits: [{ removed: ['sound'], merge: undefined }] })
})

test('two trees that break it each by itself are both found', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: 'if grep -rq BAD .; then exit 1; fi' } })
  withWork(world)
  world.commit('usb', { 'usb/new.c': 'BAD\n' }, { subject: 'usb: bad' })
  world.commit('fs', { 'fs/new.c': 'BAD\n' }, { subject: 'fs: bad' })
  expect(blamed(onlySearch(await gated(world)))).toEqual(['usb: usb: bad', 'fs: fs: bad'])
})

test('two trees that break only together are named together, with a commit of each, and the merge as what is wrong', async () => {
  await using world = await gatedWorld({
    trees: TREES,
    files: { 'api.h': 'old_name\nother\n' },
    gates: { build: EVERY_CALL_IS_DECLARED },
  })
  withWork(world)
  world.commit('net', { 'api.h': 'new_name\nother\n' }, { subject: 'net: rename old_name' })
  world.commit('drm', { 'drm/calls': 'other\n' }, { subject: 'drm: call other' })
  world.commit('drm', { 'drm/calls': 'other\nold_name\n' }, { subject: 'drm: call old_name' })
  const search = onlySearch(await gated(world))
  expect(blamed(search)).toEqual(['net + drm: drm: call old_name'])
  expect(search.outcome).toMatchObject({
    culprits: [{ with: { tree: 'net', subject: 'net: rename old_name' }, merge: { settled: [] } }],
  })
})

test('upstream that is red by itself is nobody’s fault, and nobody is written to', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
  world.commit('upstream', { broken: 'yes\n' })
  withWork(world)
  expect(blamed(onlySearch(await gated(world)))).toEqual(['upstream'])
  expect(await failureMails(world)).toEqual([])
})

test('a gate that passes on the same content when it is asked again is flaky: measured, and nobody is blamed', async () => {
  const build = `echo run >> ${RUNS}; test $(wc -l < ${RUNS}) -gt 1`
  await using world = await gatedWorld({ trees: TREES, gates: { build } })
  withWork(world)
  const gates = await gated(world)
  expect(verdicts(gates)).toEqual(['build: flaky'])
  expect(onlySearch(gates).outcome).toEqual({ kind: 'flaky', failed: 1, runs: 5 })
  expect(runsOf(world)).toBe(5)
  expect(await failureMails(world)).toEqual([])
})

test('what passes only because something was left over in the work tree blames nobody innocent', async () => {
  // A rule that lacks a dependency: net.o is not made anew when config.h changes.
  const build = `
if test ! -e net.o || test net/core.c -nt net.o; then
  grep -q old config.h || { echo "core.c:1: error: not configured"; exit 1; }
  cp net/core.c net.o
fi`
  const files = { 'config.h': 'old\n', 'net/core.c': 'good\n' }
  await using world = await gatedWorld({ trees: ['net', 'usb', 'sound'], files, gates: { build } })
  world.commit('net', { 'net/more.c': 'good\n' })
  world.commit('usb', { 'config.h': 'new\n' }, { subject: 'usb: configure' })
  world.commit('sound', { 'net/core.c': 'good, too\n' }, { subject: 'sound: innocent' })
  const search = onlySearch(await gated(world))
  expect(blamed(search)).toEqual(['usb: usb: configure'])
  // Found out where the tree before the one that seemed to blame was tried in an empty work tree.
  expect(
    search.probes.some(({ about, said, places }) => about === 'again' && said === 'red' && places.length === 2),
  ).toBe(true)
})

test('without a tree another does not merge: the probe says nothing, and nobody is confirmed by it', async () => {
  const trees = ['drm', 'net', 'usb']
  await using world = await gatedWorld({ trees, gates: { build: NO_BROKEN_FILE } })
  // Only for the very same versions of the file, and drm has a line in it.
  world.configure((text) => text.replace(/^# automatic = .*$/m, 'automatic = ["same-versions"]'))
  world.commit('drm', { [MAIN]: file('two').replace('seven', 'seven of drm') })
  world.commit('drm', { broken: 'yes\n' }, { subject: 'drm: break it' })
  world.commit('net', { [MAIN]: file('two of net') })
  world.commit('usb', { [MAIN]: file('two of usb') })
  await world.release()
  await settleBy(world, file('two of both').replace('seven', 'seven of drm'))
  const search = onlySearch(await gated(world, '2026-01-15'))
  expect(search.probes.filter(({ said }) => said === 'silent').map(({ why }) => why)).toEqual([
    'the usb tree does not merge with what is left',
  ])
  expect(blamed(search)).toEqual(['drm (not confirmed): no commit'])
  expect(await failureMails(world)).toEqual([])
})

test('a resolution that is wrong is named: both trees pass, and what settled their conflict does not', async () => {
  await using world = await gatedWorld({ trees: ['net', 'usb'], gates: { build: `! grep -q BAD ${MAIN}` } })
  world.commit('net', { [MAIN]: file('two of net') })
  world.commit('usb', { [MAIN]: file('two of usb') }, { subject: 'usb: change two' })
  await world.release()
  const id = await settleBy(world, file('two of both, BAD'))
  const search = onlySearch(await gated(world, '2026-01-15'))
  expect(search.outcome).toMatchObject({
    culprits: [{ trees: ['net', 'usb'], isConfirmed: true, merge: { settled: [{ path: MAIN, by: [{ id }] }] } }],
  })
  const [mail] = await failureMails(world)
  expect(mail?.replace(/\s+/g, ' ')).toContain(`core/main.c (resolution ${id.slice(0, 12)})`)
})

test('a tree goes together with the trees that hold its commits', async () => {
  await using world = await gatedWorld({ trees: ['net', 'usb', 'sound'], gates: { build: NO_BROKEN_FILE } })
  withWork(world, ['usb', 'sound'])
  world.commit('net', { broken: 'yes\n' }, { subject: 'net: break it' })
  git(world.path('sound'), ['fetch', '-q', world.path('net'), 'main:net'])
  world.commit('sound', { broken: 'yes\n' }, { parents: ['main', 'net'], subject: 'Merge net' })
  const search = onlySearch(await gated(world))
  expect(blamed(search)).toEqual(['net: net: break it'])
  expect(search.outcome).toMatchObject({ culprits: [{ removed: ['net', 'sound'] }] })
})

test('a merge that brought the fault is taken apart; one that made it is named itself', async () => {
  await using world = await gatedWorld({
    trees: ['net', 'usb', 'sound'],
    gates: { build: 'if grep -rq BAD .; then exit 1; fi' },
  })
  withWork(world, ['net', 'usb', 'sound'])
  const topic = (tree: string, text: string): void => {
    importCommits(world.path(tree), [
      { branch: 'topic', parents: ['main'], subject: `${tree}: one`, files: { [`${tree}/one.c`]: 'good\n' } },
      { branch: 'topic', subject: `${tree}: two`, files: { [`${tree}/two.c`]: `${text}\n` } },
      { branch: 'topic', subject: `${tree}: three`, files: { [`${tree}/three.c`]: 'good\n' } },
    ])
  }
  topic('usb', 'BAD')
  topic('sound', 'good')
  const merged = (tree: string, two: string, more: Record<string, string>): void => {
    world.commit(tree, { [`${tree}/more.c`]: 'good\n' }, { subject: `${tree}: more` })
    const files = { [`${tree}/one.c`]: 'good\n', [`${tree}/two.c`]: two, [`${tree}/three.c`]: 'good\n', ...more }
    world.commit(tree, files, { parents: ['main', 'topic'], subject: `${tree}: merge the topic` })
    world.commit(tree, { [`${tree}/last.c`]: 'good\n' }, { subject: `${tree}: last` })
  }
  merged('usb', 'BAD\n', {})
  merged('sound', 'good\n', { 'sound/more.c': 'BAD\n' })
  expect(blamed(onlySearch(await gated(world)))).toEqual(['usb: usb: two', 'sound: sound: merge the topic'])
})

test('a tree of a group that was merged as one is found within the group', async () => {
  const trees = ['net', 'fs-next/vfs', 'fs-next/ext', 'fs-next/nfs', 'usb']
  await using world = await gatedWorld({ trees, gates: { build: NO_BROKEN_FILE } })
  withWork(world, ['net', 'vfs', 'ext', 'nfs', 'usb'])
  world.commit('ext', { broken: 'yes\n' }, { subject: 'ext: break it' })
  expect(blamed(onlySearch(await gated(world)))).toEqual(['ext: ext: break it'])
})

test('with more work trees several candidates are tried at once, and the same is found', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: 'if grep -rq BAD .; then exit 1; fi' } })
  world.configure((text) => text.replace(/^# slots = .*$/m, 'slots = 3'))
  withWork(world)
  world.commit('net', { 'net/new.c': 'BAD\n' }, { subject: 'net: bad' })
  world.commit('drm', { 'drm/new.c': 'BAD\n' }, { subject: 'drm: bad' })
  expect(blamed(onlySearch(await gated(world)))).toEqual(['net: net: bad', 'drm: drm: bad'])
})

test('a search that was cut off goes on where it was', async () => {
  const build = `echo run >> ${RUNS}; ${NO_BROKEN_FILE}`
  const spec = { trees: TREES, gates: { build } }
  const prepare = async (): Promise<World> => {
    const world = await gatedWorld(spec)
    withWork(world)
    world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
    return world
  }
  await using whole = await prepare()
  await gated(whole)
  await using cut = await prepare()
  let probes = 0
  const cutOff = gated(cut, '2026-01-14', (event) => {
    if (event.kind === 'search-probed' && event.probes === 3) throw new Error('the machine stops')
    if (event.kind === 'search-probed') probes = event.probes
  })
  await expect(cutOff).rejects.toThrow('the machine stops')
  expect(probes).toBe(2)
  expect(blamed(onlySearch(await gated(cut)))).toEqual(['sound: sound: break it'])
  expect(runsOf(cut)).toBe(runsOf(whole))
})
