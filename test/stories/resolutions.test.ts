/** A conflict is settled once and stays settled; a resolution can be looked at, replaced, revoked, and proved. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addFix } from '../../src/pipeline/fix/add-fix.ts'
import { beginResolve, finishResolve } from '../../src/pipeline/resolve.ts'
import { proposalsForConflict } from '../../src/pipeline/resolve/proposals.ts'
import type { Taking } from '../../src/pipeline/resolve/taking.ts'
import { findResolution, revoke, whyIs } from '../../src/pipeline/resolutions.ts'
import { outcomes, World } from '../world/world.ts'

const MAIN = 'core/main.c'
const NET = 'one\ntwo of net\nthree\nfour\nfive\nsix\nseven\n'
const USB = 'one\ntwo of usb\nthree\nfour\nfive\nsix\nseven\n'
const BOTH = 'one\ntwo of net and usb\nthree\nfour\nfive\nsix\nseven\n'

async function clash(): Promise<World> {
  const world = await World.create({ trees: ['net', 'usb'] })
  world.commit('net', { [MAIN]: NET })
  world.commit('usb', { [MAIN]: USB })
  return world
}

/** Settles the only open conflict of a tree. */
function settle(world: World, tree: string, taking: Taking, why = 'both are wanted') {
  return finishResolve(world.workspace, world.machine, tree, taking, why)
}

async function edit(world: World, tree: string, text: string) {
  const { file } = await beginResolve(world.workspace, world.machine, tree)
  writeFileSync(file, text)
  return settle(world, tree, { kind: 'edited' })
}

test('a conflict that is resolved once stays resolved, whatever else moves', async () => {
  await using world = await clash()
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: left-out'])
  const { resolution, foreign, report } = await edit(world, 'usb', BOTH)
  expect(foreign).toEqual(['two of net and usb'])
  expect(report?.outcome.kind).toBe('planned')
  expect([...(report?.diffs ?? [])].map(([, diff]) => diff).join()).toContain('++two of net and usb')

  world.day('2026-01-15')
  const first = await world.release()
  expect(outcomes(first)).toEqual(['net: merged', 'usb: merged'])
  expect(world.record('show', `${first.name}:${MAIN}`)).toBe(BOTH.trimEnd())
  expect(first.record.trees[1]?.settled).toEqual([
    { path: MAIN, by: [{ kind: 'resolution', id: resolution.id, tier: 'same-versions' }] },
  ])
  expect(world.record('log', '-1', '--format=%b', first.record.trees[1]?.mergeCommit ?? '')).toContain(resolution.id)
  expect(await world.verify()).toMatchObject({ kind: 'same' })

  world.day('2026-01-16')
  world.commit('net', { [MAIN]: NET.replace('six', 'six of net'), 'net/more.c': 'more\n' })
  const second = await world.release()
  expect(second.record.trees[1]?.settled?.[0]?.by).toEqual([
    { kind: 'resolution', id: resolution.id, tier: 'same-conflict' },
  ])
  expect(world.record('show', `${second.name}:${MAIN}`)).toBe(BOTH.replace('six', 'six of net').trimEnd())
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('what is settled is known as settled, also while another file keeps the tree out', async () => {
  await using world = await clash()
  await world.release()
  await edit(world, 'usb', BOTH)
  world.day('2026-01-15')
  for (const tree of ['net', 'usb']) world.commit(tree, { Makefile: `all: ${tree}\n` })
  const { outcome, diffs } = await world.run()
  expect(outcomes(outcome.release)).toEqual(['net: merged', 'usb: left-out'])
  const { conflicts } = outcome.release.record
  expect(conflicts.map(({ path, settled }) => [path, settled?.length])).toEqual([
    ['Makefile', undefined],
    [MAIN, 1],
  ])
  const shown = conflicts.map(({ id }) => diffs?.get(id) ?? '')
  expect(shown[0]).toContain('++<<<<<<< HEAD')
  expect(shown[1]).toContain('++two of net and usb')
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('nothing moved and nothing new on record: no new release', async () => {
  await using world = await clash()
  await world.release()
  await settle(world, 'usb', { kind: 'side', take: 'theirs' })
  await world.release()
  expect((await world.run()).outcome.kind).toBe('unchanged')
})

test('a remembered run and a run from nothing agree on what is settled', async () => {
  await using world = await clash()
  await world.release()
  await settle(world, 'usb', { kind: 'side', take: 'union' })
  world.day('2026-01-15')
  await world.release()
  world.day('2026-01-16')
  world.commit('net', { 'net/other.c': 'other\n' })
  const planned = await world.run({ dryRun: true })
  world.forgetCache()
  const anew = await world.run({ dryRun: true })
  expect(anew.outcome.release.commit).toBe(planned.outcome.release.commit)
  expect(outcomes(anew.outcome.release)).toEqual(['net: merged', 'usb: merged'])
})

test('who made the lines is asked anew when upstream has taken them, as a run that remembers nothing would', async () => {
  await using world = await clash()
  await world.release()
  world.day('2026-01-15')
  world.commit('upstream', { [MAIN]: NET })
  const planned = await world.run({ dryRun: true })
  expect(planned.outcome.release.record.conflicts[0]?.oursBy.tree).toBeUndefined()
  world.forgetCache()
  const anew = await world.run({ dryRun: true })
  expect(anew.outcome.release.commit).toBe(planned.outcome.release.commit)
})

test('what is laid out has the versions, the markers with their base, and what the authors said', async () => {
  await using world = await clash()
  await world.release()
  const { folder, file } = await beginResolve(world.workspace, world.machine, 'usb')
  expect(readFileSync(file, 'utf8')).toMatchInlineSnapshot(`
    "one
    <<<<<<< ours: the net tree
    two of net
    ||||||| 2645ba7
    two
    =======
    two of usb
    >>>>>>> theirs: the usb tree
    three
    four
    five
    six
    seven
    "
  `)
  expect(readFileSync(`${file}.theirs`, 'utf8')).toBe(USB)
  expect(readFileSync(join(folder, 'CONFLICT'), 'utf8')).toMatchInlineSnapshot(`
    "core/main.c: content

    ========================================================================
    ours: the net tree

    7f766307562c ("net: change core/main.c")

        net: change core/main.c

    ========================================================================
    theirs: the usb tree

    0a31f5e06e10 ("usb: change core/main.c")

        usb: change core/main.c
    "
  `)
})

test('what is proposed lies beside the file, and is taken by its number', async () => {
  await using world = await clash()
  const release = await world.release()
  const { file, proposals } = await beginResolve(world.workspace, world.machine, 'usb')
  const [conflict] = release.record.conflicts
  expect(conflict && (await proposalsForConflict(world.workspace, world.machine, release, conflict))).toEqual(proposals)
  const texts = proposals.map(({ outcome }) => ('text' in outcome ? outcome.text : ''))
  expect(proposals.map((_, place) => readFileSync(`${file}.proposal-${place + 1}`, 'utf8'))).toEqual(texts)
  const place = texts.indexOf(USB) + 1
  const { resolution } = await settle(world, 'usb', { kind: 'proposal', place })
  expect(resolution.files.flatMap(({ hunks }) => hunks.map(({ result }) => result))).toEqual(['two of usb\n'])
})

test('a file that still has markers is not taken', async () => {
  await using world = await clash()
  await world.release()
  await beginResolve(world.workspace, world.machine, 'usb')
  await expect(settle(world, 'usb', { kind: 'edited' })).rejects.toThrow(/still has conflict markers/)
  await expect(settle(world, 'usb', { kind: 'proposal', place: 99 })).rejects.toThrow(/no proposal 99/)
  await expect(settle(world, 'usb', { kind: 'commit', name: '--exec=x' })).rejects.toThrow(/has no commit/)
  await expect(settle(world, 'net', { kind: 'edited' })).rejects.toThrow(/has no conflict "net"/)
})

test('a revoked resolution settles nothing more, and the releases made with it are told', async () => {
  await using world = await clash()
  await world.release()
  const { resolution } = await edit(world, 'usb', BOTH)
  world.day('2026-01-15')
  await world.release()
  const revoked = await revoke(world.workspace, world.machine, resolution.id.slice(0, 8), 'it is wrong')
  expect(revoked.uses.map(({ release }) => release)).toEqual(['next-20260115'])
  world.day('2026-01-16')
  const release = await world.release()
  expect(release.record.conflicts.filter(({ settled }) => settled === undefined)).toHaveLength(1)
  expect((await findResolution(world.workspace, resolution.id)).withdrawal?.why).toBe('it is wrong')
  const { settled } = await whyIs(world.workspace, 'next-20260115', MAIN)
  expect(settled.map(({ tree }) => tree)).toEqual(['usb'])
})

test('an edited resolution takes the place of the first', async () => {
  await using world = await clash()
  await world.release()
  const first = await edit(world, 'usb', BOTH)
  world.day('2026-01-15')
  await world.release()
  const { file } = await beginResolve(world.workspace, world.machine, first.resolution.id)
  expect(readFileSync(file, 'utf8')).toBe(BOTH)
  writeFileSync(file, BOTH.replace('net and usb', 'usb and net'))
  const second = await settle(world, first.resolution.id, { kind: 'edited' })
  expect(second.resolution.supersedes).toBe(first.resolution.id)
  world.day('2026-01-16')
  const release = await world.release()
  expect(world.record('show', `${release.name}:${MAIN}`)).toContain('two of usb and net')
})

test('a release is verified by what was on record then, wherever that has gone since', async () => {
  await using world = await clash()
  const open = await world.release()
  const { resolution } = await edit(world, 'usb', BOTH)
  world.day('2026-01-15')
  const settled = await world.release()
  await revoke(world.workspace, world.machine, resolution.id, 'it is wrong')
  world.day('2026-01-16')
  const revoked = await world.release()
  expect(outcomes(revoked)).toEqual(['net: merged', 'usb: left-out'])
  const all = async (): Promise<string[]> => {
    const kinds: string[] = []
    for (const { name } of [open, settled, revoked]) kinds.push((await world.verify(name)).kind)
    return kinds
  }
  const same = ['same', 'same', 'same']
  expect(await all()).toEqual(same)
  rmSync(world.workspace.shelfPath)
  expect(await all()).toEqual(same)
  // The releases themselves keep what they were made with.
  world.record('update-ref', '-d', 'refs/tributary/resolutions')
  expect(await all()).toEqual(same)
})

test('a file deleted on one side stays deleted when that was decided', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  world.commit('net', { [MAIN]: { gone: true } })
  world.commit('usb', { [MAIN]: USB })
  await world.release()
  await settle(world, 'usb', { kind: 'deleted' })
  world.day('2026-01-15')
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(world.record('ls-tree', '-r', '--name-only', release.name)).not.toContain(MAIN)
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('a rule of the roster settles what is on no record', async () => {
  await using world = await clash()
  world.configure((text) => `${text}\n[[resolve]]\npath = "core/*"\ntake = "theirs"\n`)
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(world.record('show', `${release.name}:${MAIN}`)).toBe(USB.trimEnd())
  expect(release.record.trees[1]?.settled).toEqual([{ path: MAIN, by: [{ kind: 'rule', take: 'theirs' }] }])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('a tier that the roster does not name settles nothing', async () => {
  await using world = await clash()
  await world.release()
  await edit(world, 'usb', BOTH)
  world.configure((text) => text.replace('[resolutions]', '[resolutions]\nautomatic = ["same-hunks"]'))
  world.day('2026-01-15')
  world.configure((text) => text.replace('["same-hunks"]', '[]'))
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: left-out'])
})

const RENAMED = 'int new_name(void);\n'
const PATCH = `diff --git a/usb/user.c b/usb/user.c
--- a/usb/user.c
+++ b/usb/user.c
@@ -1 +1 @@
-old_name();
+new_name();
`

async function renamed(): Promise<World> {
  const world = await World.create({ trees: ['net', 'usb'], files: { 'api.h': 'int old_name(void);\n' } })
  world.commit('net', { 'api.h': RENAMED })
  world.commit('usb', { 'usb/user.c': 'old_name();\n' })
  await world.release()
  const wish = {
    on: 'usb',
    with: ['net'],
    edit: { kind: 'patch', patch: Buffer.from(PATCH) } as const,
    why: 'net renamed it',
  }
  await addFix(world.workspace, world.machine, wish)
  return world
}

test('a merge fix goes with the merge that needs it, and is retired when it changes nothing any more', async () => {
  await using world = await renamed()
  world.day('2026-01-15')
  const fixed = await world.release()
  expect(world.record('show', `${fixed.name}:usb/user.c`)).toBe('new_name();')
  expect(fixed.record.trees[1]?.settled?.[0]?.by).toMatchObject([{ kind: 'resolution', tier: 'merge-fix' }])
  expect(await world.verify()).toMatchObject({ kind: 'same' })

  world.day('2026-01-16')
  world.commit('usb', { 'usb/user.c': 'new_name();\n' })
  const retired = await world.release()
  expect(retired.record.retired).toHaveLength(1)
  expect(retired.record.trees[1]?.settled).toBeUndefined()
  expect(await world.verify()).toMatchObject({ kind: 'same' })
  expect((await world.run()).outcome.kind).toBe('unchanged')

  world.day('2026-01-17')
  world.commit('usb', { 'usb/more.c': 'more\n' })
  expect((await world.release()).record.retired).toBeUndefined()
})

test('a merge fix is not wanted while one of its trees is out', async () => {
  await using world = await renamed()
  await world.decide({ verb: 'hold', tree: 'net' })
  world.day('2026-01-15')
  const release = await world.release()
  expect(world.record('show', `${release.name}:usb/user.c`)).toBe('old_name();')
  expect(release.record.retired).toBeUndefined()
})

test('a merge fix that no longer applies is a conflict like any other', async () => {
  await using world = await renamed()
  world.day('2026-01-15')
  await world.release()
  world.day('2026-01-16')
  world.commit('usb', { 'usb/user.c': 'old_name(1, 2);\n' })
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: previous'])
  const [conflict] = release.record.conflicts
  expect(conflict).toMatchObject({ path: 'usb/user.c', kind: 'content', settled: undefined })
  expect(conflict?.fix).toBeDefined()
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('a tried branch is settled by what is on record', async () => {
  await using world = await clash()
  await world.release()
  await edit(world, 'usb', BOTH)
  world.day('2026-01-15')
  await world.release()
  const tried = world.cli('try', `${world.path('usb')}#main`, '--as', 'usb')
  expect(tried.stdout).toContain('core/main.c is settled')
  expect(tried.exit).toBe(0)
})
