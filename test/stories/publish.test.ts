/** What a release promises: the same from the same, nothing lost, nothing published twice. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { addPack } from '../../src/base/git/pack.ts'
import { moveRefs } from '../../src/base/git/refs.ts'
import { REF_RUNS } from '../../src/base/model/names.ts'
import type { CommitOid } from '../../src/base/model/oid.ts'
import { extendChain, readChainFile } from '../../src/memory/record/chain.ts'
import { openReading } from '../../src/pipeline/workspace.ts'
import { type CommitSpec, git, importCommits } from '../world/fast-import.ts'
import { INTEGRATOR } from '../world/release.ts'
import { containing } from '../world/matching.ts'
import { outcomes, World } from '../world/world.ts'

/** Two days: a clean one, then one on which `usb` clashes with `net`. */
async function twoDays(world: World): Promise<void> {
  world.commit('net', { 'net/core.c': 'one\n' })
  world.commit('usb', { 'usb/core.c': 'one\n' })
  await world.release()
  world.day('2026-01-15')
  world.commit('net', { 'core/main.c': 'one\ntwo\nTHREE by net\nfour\nfive\nsix\nseven\n' })
  world.commit('usb', { 'core/main.c': 'one\ntwo\nThree by usb\nfour\nfive\nsix\nseven\n' })
  await world.release()
}

test('the same plan gives the same commits in another folder, and with an empty cache', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  const other = await world.elsewhere('a folder of another name')
  world.commit('net', { 'net/core.c': 'one\n' })
  world.commit('usb', { 'usb/core.c': 'one\n' })
  expect((await other.release()).commit).toBe((await world.release()).commit)
  for (const [day, text] of [
    ['2026-01-15', 'THREE by net'],
    ['2026-01-16', 'three again'],
  ] as const) {
    world.day(day)
    other.day(day)
    other.forgetCache()
    world.commit('net', { 'core/main.c': `one\ntwo\n${text}\nfour\nfive\nsix\nseven\n` })
    world.commit('usb', { 'core/main.c': `one\ntwo\n${text} by usb\nfour\nfive\nsix\nseven\n` })
    const [one, two] = [await world.release(), await other.release()]
    expect(outcomes(one)).toEqual(['net: merged', 'usb: previous'])
    expect(two.commit).toBe(one.commit)
  }
  expect(other.record('rev-parse', 'refs/tributary/runs')).toBe(world.record('rev-parse', 'refs/tributary/runs'))
  expect(other.record('rev-parse', 'refs/tags/next-20260116')).toBe(
    world.record('rev-parse', 'refs/tags/next-20260116'),
  )
})

test('a release that does without trees nobody could fetch yet is what its record says', async () => {
  await using world = await World.create({ trees: ['net', 'gone', 'dead', 'refused'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  git(world.path('gone'), ['update-ref', '-d', 'refs/heads/main'])
  rmSync(world.path('dead'), { recursive: true })
  world.configure((text) => text.replace(world.path('refused'), 'https://127.0.0.1/refused.git'))
  expect(outcomes(await world.release())).toEqual([
    'net: merged',
    'gone: unreachable',
    'dead: unreachable',
    'refused: refused',
  ])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('nothing changed: no new release, whatever the day', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  const first = await world.release()
  world.day('2026-02-01')
  expect((await world.run()).outcome).toMatchObject({ kind: 'unchanged', release: { name: first.name } })
  expect(world.record('tag').split('\n')).toEqual(['next-20260114'])
})

test('more releases of a day are numbered, and a date can be asked for', async () => {
  await using world = await World.create({ trees: ['net'] })
  const names: string[] = []
  for (const text of ['one\n', 'two\n', 'three\n']) {
    world.commit('net', { 'net/core.c': text })
    names.push((await world.release()).name)
  }
  expect(names).toEqual(['next-20260114', 'next-20260114.1', 'next-20260114.2'])
  world.commit('net', { 'net/core.c': 'four\n' })
  expect(world.cli('run', '--date', '2026-03-01')).toMatchObject({ exit: 0, stderr: '' })
  const release = await world.recorded()
  expect(release.name).toBe('next-20260301')
  expect(world.record('show', '-s', '--format=%cd %ad', '--date=raw', 'next')).toBe('1772323200 +0000 1772323200 +0000')
  expect(world.record('rev-parse', 'next-20260301^{commit}')).toBe(release.commit)
  expect(world.record('cat-file', '-t', 'next-20260301')).toBe('tag')
})

test('a release carries its record in the formats of linux-next', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  await twoDays(world)
  const shown = (file: string): string => world.record('show', `next:Next/${file}`).replaceAll(world.folder, '/srv')
  expect(shown('Trees')).toMatchInlineSnapshot(`
    "Trees included into this release:

    Name		Url
    ----		---
    origin		/srv/upstream.git#main
    net		/srv/net.git#main
    usb		/srv/usb.git#main"
  `)
  expect(
    shown('SHA1s')
      .split('\n')
      .map((line) => line.split('\t')[0]),
  ).toEqual(['Name', '----', 'origin', 'net', 'usb'])
  expect(JSON.parse(shown('run.json'))).toMatchObject({ plan: { release: 'next-20260115' } })
})

test('verify rebuilds every release from its record alone', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  await twoDays(world)
  world.forgetCache()
  rmSync(world.path('net'), { recursive: true })
  for (const release of ['next-20260114', 'next-20260115'])
    expect(world.cli('verify', release)).toMatchObject({
      exit: 0,
      stdout: containing('the same commit id'),
    })
})

test('a tag of the coming release’s name and a branch that somebody moved do not keep it back', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  await world.release()
  const upstream = world.record('rev-parse', 'refs/upstream/head')
  world.record('update-ref', 'refs/tags/next-20260115', upstream)
  world.record('update-ref', 'refs/heads/next', upstream)
  world.day('2026-01-15')
  world.commit('net', { 'net/core.c': 'two\n' })
  const release = await world.release()
  expect(world.record('rev-parse', 'refs/heads/next')).toBe(release.commit)
  expect(world.record('rev-parse', 'refs/tags/next-20260115')).toBe(upstream)
  const told = (await world.mails()).filter(({ subject }) => subject.includes('Jan 15'))
  expect(told).toHaveLength(1)
})

interface Forgeable {
  readonly plan: { readonly trees: { tip: string; versions: { commit: string }[] }[] }
  readonly trees: { outcome: string }[]
  conflicts: unknown[]
}

/** Puts another run.json into the newest run, as somebody with access to the record might. */
async function forge(world: World, edit: (record: Forgeable) => void): Promise<void> {
  const { git: record } = world.workspace.record
  await using reading = openReading(record)
  const head = world.record('rev-parse', REF_RUNS) as CommitOid
  const { name } = await world.recorded()
  const path = `2026/${name}/run.json`
  const forged = JSON.parse((await readChainFile(reading.folders, reading.reader, head, path)) ?? '') as Forgeable
  edit(forged)
  const next = await extendChain(reading.folders, reading.reader, {
    head,
    files: [{ path, content: JSON.stringify(forged) }],
    keeps: [],
    by: INTEGRATOR,
    at: world.now,
    message: `${name}\n`,
  })
  await addPack(record, [...reading.folders.made.values()])
  await moveRefs(record, [{ ref: REF_RUNS, from: head, to: next }])
}

test('verify names the first tree whose merge is not what the record says', async () => {
  await using world = await World.create({ trees: ['net', 'usb', 'docs'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  const older = world.commit('usb', { 'usb/core.c': 'one\n' })
  world.commit('usb', { 'usb/core.c': 'two\n' })
  world.commit('docs', { 'docs/index': 'one\n' })
  await world.release()
  await forge(world, ({ plan }) => {
    for (const usb of plan.trees.slice(1, 2)) {
      usb.tip = older
      usb.versions = [{ commit: older }]
    }
  })
  expect(world.cli('verify')).toMatchObject({ exit: 1, stdout: containing('that of the usb tree') })
})

test('verify does not take a record that tells other outcomes than the merges give', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  await twoDays(world)
  await forge(world, (record) => {
    for (const usb of record.trees.slice(1)) usb.outcome = 'merged'
    record.conflicts = []
  })
  expect(await world.verify()).toMatchObject({ kind: 'differs', first: 'usb' })
})

/** Two trees that merged each other's work, each in its own way: their common base is a merge that only git makes. */
function crissCross(world: World, one: string, two: string): void {
  const file = (content: string): CommitSpec['files'] => ({ 'cross/file': content })
  importCommits(world.path(one), [
    { branch: 'left', parents: ['main'], subject: 'left', files: file('left\n') },
    { branch: 'right', parents: ['main'], subject: 'right', files: file('right\n') },
    { branch: 'main', parents: ['left', 'right'], subject: 'left wins', files: file('left and right\n') },
    { branch: 'other', parents: ['right', 'left'], subject: 'right wins', files: file('right and left\n') },
  ])
  git(world.path(two), ['fetch', '-q', world.path(one), '+other:main'])
}

/** Everything that a record calls by an object id. */
function idsIn(text: string): string[] {
  return [...new Set(text.match(/\b[0-9a-f]{40}\b/g) ?? [])].filter((oid) => !/^0+$/.test(oid))
}

test('what a run names outlives git gc --prune=now', async () => {
  await using world = await World.create({ trees: ['net', 'usb', 'sound', 'docs', 'one', 'two'] })
  await twoDays(world)
  world.day('2026-01-16')
  world.commit('docs', { 'core/main.c': 'docs have it otherwise\n' })
  world.commit('sound', { 'core/main.c': { gone: true } })
  crissCross(world, 'one', 'two')
  const { record } = await world.release()
  expect(record.conflicts.map(({ tree }) => tree)).toEqual(['usb', 'sound', 'docs', 'two'])
  world.day('2026-01-17')
  // Now nobody has these versions any more, and the base of the criss-cross never was in a repository.
  for (const tree of ['docs', 'sound', 'usb', 'one', 'two']) {
    git(world.path(tree), ['update-ref', 'refs/heads/main', world.head('upstream')])
    world.commit(tree, { [`${tree}/new.c`]: 'anew\n' })
  }
  await world.release()
  world.record('gc', '--quiet', '--prune=now')
  expect(world.record('fsck', '--full', '--strict')).toBe('')
  const releases = world.record('tag').split('\n')
  expect(releases).toHaveLength(4)
  for (const release of releases) {
    const ids = idsIn(world.record('show', `refs/tributary/runs:2026/${release}/run.json`))
    const answer = git(world.recordDir, ['cat-file', '--batch-check'], `${ids.join('\n')}\n`)
    expect(answer.split('\n').filter((line) => line.endsWith(' missing'))).toEqual([])
    expect(await world.verify(release)).toMatchObject({ kind: 'same' })
  }
})

test('a mirror of the record carries on where it stopped', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  await twoDays(world)
  const mirror = await world.mirrored('taken up')
  expect(mirror.roster).toBe(world.roster)
  expect(await mirror.verify('next-20260114')).toMatchObject({ kind: 'same' })
  expect((await mirror.run()).outcome.kind).toBe('unchanged')
  world.day('2026-01-16')
  mirror.day('2026-01-16')
  world.commit('net', { 'net/core.c': 'two\n' })
  const [one, two] = [await world.release(), await mirror.release()]
  expect(two.name).toBe(one.name)
  expect(two.commit).toBe(one.commit)
  const subjects = (await mirror.mails()).map(({ subject }) => subject)
  expect(subjects).toEqual((await world.mails()).slice(-1).map(({ subject }) => subject))
  expect(subjects.join()).not.toContain('manual merge')
})

test('what cannot be taken up leaves no half-made folder', async () => {
  await using world = await World.create()
  git(world.folder, ['init', '-q', '--bare', 'empty.git'])
  const attempt = (from: string): unknown => world.cli('init', join(world.folder, 'taken up'), '--from', from)
  expect(attempt(world.path('empty'))).toMatchObject({ exit: 3, stderr: containing('no release') })
  expect(attempt(world.path('nowhere'))).toMatchObject({ exit: 3 })
  world.commit('upstream', { Makefile: 'all: it\n' })
  await world.release()
  expect(attempt(world.recordDir)).toMatchObject({ exit: 0 })
})

test('a left-out tip stays reachable', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  world.commit('net', { 'core/main.c': 'net\n' })
  const lost = world.commit('usb', { 'core/main.c': 'usb\n' })
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: left-out'])
  git(world.path('usb'), ['update-ref', 'refs/heads/main', world.head('upstream')])
  await world.run()
  expect(world.record('merge-base', '--is-ancestor', lost, 'refs/tributary/runs')).toBe('')
})

test('a run without anything that is derived publishes all the same', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.cli('fetch')
  world.forgetCache()
  expect((await world.release({ offline: true })).name).toBe('next-20260114')
  writeFileSync(join(world.dir, 'cache', 'memo'), 'not a memo')
  writeFileSync(join(world.dir, 'cache', 'index.sqlite'), 'not an index')
  world.commit('net', { 'net/core.c': 'two\n' })
  expect((await world.release()).name).toBe('next-20260114.1')
})

test('decisions: kept, held, dropped, and taken back', async () => {
  await using world = await World.create({ trees: ['net', 'usb'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  const good = world.commit('usb', { 'usb/core.c': 'one\n' })
  await world.release()
  world.commit('usb', { 'usb/core.c': 'two\n' })
  await world.release()

  const keep = await world.decide({ verb: 'keep', tree: 'usb', at: 'next-20260114' })
  const kept = await world.release()
  expect(outcomes(kept)).toEqual(['net: merged', 'usb: previous'])
  expect(kept.record.trees[1]).toMatchObject({ version: good, versionFrom: 'next-20260114' })
  const hold = await world.decide({ verb: 'hold', tree: 'usb' })
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: held'])
  await world.decide({ verb: 'undo', decision: hold.id })
  // The earlier decision holds again.
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: previous'])
  await world.decide({ verb: 'undo', decision: keep.id })
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: merged'])
  await world.decide({ verb: 'drop', tree: 'usb' })
  const dropped = await world.release()
  expect(outcomes(dropped)).toEqual(['net: merged', 'usb: held'])
  expect(world.record('show', 'next:Next/Trees')).not.toContain('usb')
  const releases = world.record('tag').split('\n')
  expect(releases).toHaveLength(7)
  for (const release of releases) expect(await world.verify(release)).toMatchObject({ kind: 'same' })
})
