/** Gates that act: what would be released is asked about first, and a tree that breaks it goes in otherwise, by the roster's policy. */
import { expect, test } from 'vitest'
import type { Decision } from '../../src/base/model/decision.ts'
import { isoDay } from '../../src/base/model/instant.ts'
import { readDecisions } from '../../src/memory/record/decisions.ts'
import { addFix } from '../../src/pipeline/fix/add-fix.ts'
import { gatedRun } from '../../src/pipeline/gated-run.ts'
import { look } from '../../src/pipeline/look.ts'
import { git, importCommits } from '../world/fast-import.ts'
import { actedOn, foundOnTheWay, gatesSaid, howItWent } from '../world/acting.ts'
import { hasRedis, startRedis } from '../world/redis.ts'
import type { World } from '../world/world.ts'
import { Workers } from '../world/workers.ts'
import { dayOf } from '../world/release.ts'
import { EVERY_CALL_IS_DECLARED, gatedWorld, NO_BROKEN_FILE, TREES, withWork } from '../world/gated.ts'

const BUILD = { build: NO_BROKEN_FILE }

test('a tree that breaks the build goes in as it was before, and what is released passes', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'previous' })
  withWork(world)
  expect(howItWent(await actedOn(world, '2026-01-14'))).toEqual({})
  world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
  const run = await actedOn(world, '2026-01-15')
  expect(howItWent(run)).toEqual({ sound: 'previous from next-20260114' })
  expect(gatesSaid(run)).toEqual(['build: passed'])
  expect(foundOnTheWay(run)).toEqual(['sound: sound: break it'])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('nothing goes in of a tree that was red from the beginning', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'previous' })
  withWork(world)
  world.commit('sound', { broken: 'yes\n' })
  const run = await actedOn(world)
  expect(howItWent(run)).toEqual({ sound: 'held' })
  expect(gatesSaid(run)).toEqual(['build: passed'])
})

test('an earlier version that holds the same commit is not tried, and one that is red for another reason is passed by as well', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD })
  withWork(world)
  await actedOn(world, '2026-01-13')
  world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
  await actedOn(world, '2026-01-14')
  world.commit('sound', { 'sound/more.c': 'more\n' })
  world.configure((text) => text.replace('on-failure = "report"\nrun', 'on-failure = "previous"\nrun'))
  const run = await actedOn(world, '2026-01-15')
  expect(howItWent(run)).toEqual({ sound: 'previous from next-20260113' })
})

test('the commit alone is reverted, and the rest of the tree goes in', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'revert' })
  withWork(world)
  const bad = world.commit('sound', { broken: 'yes\n', 'sound/new.c': 'new\n' }, { subject: 'sound: break it' })
  world.commit('sound', { 'sound/more.c': 'more\n' })
  const run = await actedOn(world)
  expect(howItWent(run)).toEqual({ sound: 'merged without 1' })
  expect(gatesSaid(run)).toEqual(['build: passed'])
  const files = world.record('ls-tree', '-r', '--name-only', 'next').split('\n')
  expect(files).toContain('sound/more.c')
  expect(files).not.toContain('sound/new.c')
  expect(world.record('log', '--format=%B', '-1', '--grep=sound tree', 'next')).toContain(
    `revert of ${bad.slice(0, 12)}`,
  )
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('what breaks the build in a tree that goes in split is named as its maintainer knows it', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'hold' })
  withWork(world)
  world.commit('sound', { 'sound/theirs.c': 'one\n' }, { subject: 'theirs: new' })
  world.commit('sound', { 'sound/more.c': 'one\n' }, { subject: 'sound: more' })
  const bad = world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
  await actedOn(world, '2026-01-14')
  await world.decide({ verb: 'split', tree: 'sound', without: ['theirs'] })
  const { gated } = await actedOn(world, '2026-01-15')
  const { outcome } = gated?.searches[0] ?? {}
  // A person's word about the tree comes first, so it goes in and is told of.
  expect(outcome).toMatchObject({ kind: 'found', culprits: [{ commit: { tree: 'sound', commit: bad } }] })
})

test('a split of what the tree has no more, and a deferral that is over, stand in no way of policy', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'hold' })
  withWork(world)
  world.tag('v4.14', '2026-01-12')
  const own = world.head('sound')
  world.commit('sound', { 'sound/theirs.c': 'one\n' }, { subject: 'theirs: new' })
  await actedOn(world, '2026-01-14')
  await world.decide({ verb: 'split', tree: 'sound', without: ['theirs'] })
  await world.decide({ verb: 'defer', tree: 'drm', to: 'v4.16' })
  await actedOn(world, '2026-01-15')
  world.tag('v4.15-rc1', '2026-01-16')
  world.commit('sound', { broken: 'yes\n' }, { parents: [own], subject: 'sound: break it' })
  const run = await actedOn(world, '2026-01-17')
  expect(howItWent(run)).toEqual({ sound: 'held' })
  world.commit('drm', { broken: 'yes\n' }, { subject: 'drm: break it' })
  expect(howItWent(await actedOn(world, '2026-01-18'))).toEqual({ sound: 'held', drm: 'held' })
})

test('where others have built upon the commit, the revert does not help and the tree is taken as before', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: { build: '! grep -rq BAD .' }, onFailure: 'revert' })
  withWork(world)
  world.commit('sound', { 'sound/new.c': 'one\n' })
  await actedOn(world, '2026-01-14')
  world.commit('sound', { 'sound/new.c': 'BAD\n' }, { subject: 'sound: bad' })
  world.commit('sound', { 'sound/new.c': 'BAD worse\n' })
  const run = await actedOn(world, '2026-01-15')
  expect(howItWent(run)).toEqual({ sound: 'previous from next-20260114' })
  expect(gatesSaid(run)).toEqual(['build: passed'])
})

test('a tree that holds the commits of the one to blame goes with it', async () => {
  await using world = await gatedWorld({ trees: ['net', 'net-next', 'usb'], gates: BUILD, onFailure: 'hold' })
  withWork(world, ['usb'])
  const bad = world.commit('net', { broken: 'yes\n' }, { subject: 'net: break it' })
  git(world.path('net-next'), ['fetch', '-q', world.path('net'), `+main:main`])
  importCommits(world.path('net-next'), [{ branch: 'main', subject: 'net-next: more', files: { 'net/more.c': 'x\n' } }])
  expect(bad).toBe(git(world.path('net-next'), ['rev-parse', 'main~1']))
  const run = await actedOn(world)
  expect(howItWent(run)).toEqual({ net: 'held', 'net-next': 'held' })
  expect(gatesSaid(run)).toEqual(['build: passed'])
})

test('of two that break only together, the later one goes', async () => {
  await using world = await gatedWorld({
    trees: TREES,
    files: { 'api.h': 'old_name\nother\n' },
    gates: { build: EVERY_CALL_IS_DECLARED },
    onFailure: 'drop',
  })
  withWork(world)
  world.commit('net', { 'api.h': 'new_name\nother\n' })
  world.commit('drm', { 'drm/calls': 'old_name\n' }, { subject: 'drm: call old_name' })
  const run = await actedOn(world)
  expect(howItWent(run)).toEqual({ drm: 'held' })
  expect(gatesSaid(run)).toEqual(['build: passed'])
})

test('a tree’s own policy holds before the gate’s', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'hold' })
  world.configure((text) => text.replace('name = "sound"\n', 'name = "sound"\non-failure = { build = "report" }\n'))
  withWork(world)
  world.commit('sound', { broken: 'yes\n' })
  const run = await actedOn(world)
  expect(howItWent(run)).toEqual({})
  expect(gatesSaid(run)).toEqual(['build: failed'])
})

test('what was given up stays so until the tree moves, without another release or another build', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'hold' })
  withWork(world)
  world.commit('sound', { broken: 'yes\n' })
  await actedOn(world, '2026-01-14')
  const again = await actedOn(world, '2026-01-15')
  expect(again.report.outcome.kind).toBe('unchanged')
  world.commit('sound', { broken: { gone: true } }, { subject: 'sound: mend it' })
  const mended = await actedOn(world, '2026-01-16')
  expect(howItWent(mended)).toEqual({})
  expect(gatesSaid(mended)).toEqual(['build: passed'])
})

test('where nothing has moved, what is out is asked about once, and nothing is put together anew', async () => {
  const more = '[[gates]]\nname = "boot"\nrun = "true"\non-failure = "hold"\nneeds = { tools = ["no-such-tool"] }\n'
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'hold', more })
  withWork(world)
  await actedOn(world, '2026-01-14')
  world.events.length = 0
  const again = await actedOn(world, '2026-01-15')
  expect(again.report.outcome.kind).toBe('unchanged')
  expect(gatesSaid(again)).toEqual(['build: passed', 'boot: could-not-run'])
  const asked = world.events.flatMap(({ kind }) => (/^(gate|probe|integrate)/.test(kind) ? [kind] : []))
  expect(asked.sort()).toEqual([
    'gate-answered',
    'gate-answered',
    'gates-finished',
    'gates-started',
    'probe-asked',
    'probe-done',
  ])
})

test.skipIf(!hasRedis)(
  'what could not be asked before it was released is acted on once it can, though nothing has moved',
  async () => {
    await using redis = await startRedis()
    await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'hold' })
    withWork(world)
    world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
    world.configure((text) => text.replace('[gate-pool]\n', `[gate-pool]\nqueue = "${redis.url}"\n`))
    expect(gatesSaid(await actedOn(world, '2026-01-14'))).toEqual(['build: could-not-run'])
    await using workers = new Workers({ folder: world.folder, record: `file://${world.recordDir}`, queue: redis.url })
    await workers.start()
    const run = await actedOn(world, '2026-01-15')
    expect(howItWent(run)).toEqual({ sound: 'held' })
    expect(gatesSaid(run)).toEqual(['build: passed'])
    // Of the release that was out with it, its maintainer hears.
    expect((await world.mails()).filter(({ subject }) => subject.includes('failure after merge of'))).toHaveLength(1)
  },
)

test('a person who takes the decision back has the tree in, red as it is', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'hold' })
  withWork(world)
  world.commit('sound', { broken: 'yes\n' })
  const { report } = await actedOn(world, '2026-01-14')
  const reason = report.outcome.release.record.plan.trees.find(({ name }) => name === 'sound')?.reason
  if (reason?.kind !== 'given-up') throw new Error('it was not given up')
  await world.decide({ verb: 'undo', decision: reason.decision })
  const run = await actedOn(world, '2026-01-15')
  expect(howItWent(run)).toEqual({})
  expect(gatesSaid(run)).toEqual(['build: failed'])
})

test('after a week the tree is tried again as it is, by the days of the releases', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'hold' })
  withWork(world)
  world.commit('sound', { broken: 'yes\n' })
  await actedOn(world, '2026-01-14')
  world.now = dayOf('2026-03-01')
  const options = { offline: false, dryRun: false, asksGates: true, released: () => undefined }
  const again = await gatedRun(world.workspace, world.machine, { ...options, at: dayOf('2026-01-21') })
  expect(howItWent(again)).toEqual({ sound: 'held' })
  const decisions = await decisionsOf(world)
  expect(decisions.map(({ when }) => isoDay(when))).toEqual(['2026-01-14', '2026-01-21'])
})

test('the mail says what was done, and that the tree is mended ends the thread', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'previous' })
  withWork(world)
  await actedOn(world, '2026-01-14')
  world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
  await actedOn(world, '2026-01-15')
  world.commit('net', { 'net/core.c': 'better\n' })
  await actedOn(world, '2026-01-16')
  const mails = await toldOf(world)
  expect(mails.map(({ subject }) => subject)).toEqual(['test-next: build failure after merge of the sound tree'])
  expect(mails[0]?.body.replaceAll(/\s+/g, ' ')).toContain(
    'next-20260115 was put together anew for that. The sound tree is in it as it was in next-20260114. What moves is tried again as it then is.',
  )
  world.commit('sound', { broken: { gone: true } }, { subject: 'sound: mend it' })
  await actedOn(world, '2026-01-17')
  expect((await toldOf(world)).map(({ subject }) => subject.slice(0, 4))).toEqual(['test', 'Re: '])
})

test('a tree that was given up is tried again with a fix, and goes in with it for as long as it helps', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'hold' })
  withWork(world)
  world.commit('sound', { broken: 'yes\n' }, { subject: 'sound: break it' })
  await actedOn(world, '2026-01-14')
  const useless =
    'diff --git a/sound/core.c b/sound/core.c\n--- a/sound/core.c\n+++ b/sound/core.c\n@@ -1 +1 @@\n-good\n+better\n'
  await fixed(world, useless)
  expect(howItWent(await actedOn(world, '2026-01-15'))).toEqual({ sound: 'held' })
  const mend =
    'diff --git a/broken b/broken\ndeleted file mode 100644\n--- a/broken\n+++ /dev/null\n@@ -1 +0,0 @@\n-yes\n'
  const { isTriedAgain, tree } = await fixed(world, mend)
  expect({ isTriedAgain, tree }).toEqual({ isTriedAgain: true, tree: 'sound' })
  const run = await actedOn(world, '2026-01-16')
  expect(howItWent(run)).toEqual({})
  expect(gatesSaid(run)).toEqual(['build: passed'])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('what a draft was red with can be tried again by hand', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'revert' })
  withWork(world)
  world.commit('usb', { broken: 'yes\n' }, { subject: 'usb: break it' })
  const { gated } = await actedOn(world)
  const [search] = gated?.searches ?? []
  const red = search?.probes.find(({ said }) => said === 'red')?.verdict
  const result = world.cli('reproduce', red ?? '', '--run')
  expect(result.stdout).toContain('no such thing')
  expect(result.exit).toBe(1)
})

function toldOf(world: World) {
  return world.mails().then((mails) => mails.filter(({ subject }) => subject.includes('build failure')))
}

function fixed(world: World, patch: string) {
  const edit = { kind: 'patch', patch: Buffer.from(patch) } as const
  return addFix(world.workspace, world.machine, { on: 'sound', with: [], edit, why: 'the test says so' })
}

test('a tree that goes in without some of its commits is tried as it goes in', async () => {
  await using world = await gatedWorld({ trees: TREES, gates: BUILD, onFailure: 'previous' })
  withWork(world)
  world.commit('sound', { 'sound/odd.c': 'odd\n' }, { subject: 'odd: leave me out' })
  const last = world.commit('sound', { 'sound/more.c': 'more\n' }, { subject: 'sound: more' })
  await actedOn(world, '2026-01-13')
  await world.decide({ verb: 'split', tree: 'sound', without: ['odd'] })
  const run = await actedOn(world, '2026-01-14')
  expect(gatesSaid(run)).toEqual(['build: passed'])
  const { version, outcome } = run.report.outcome.release.record.trees.find(({ name }) => name === 'sound') ?? {}
  expect([outcome, version === last]).toEqual(['merged', false])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

async function decisionsOf(world: World): Promise<readonly Decision[]> {
  await using looked = await look(world.workspace)
  return await readDecisions(looked.folders, looked.reader, looked.heads.decisions)
}
