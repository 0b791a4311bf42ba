/** Two people exchange what they settled, by way of a bare repository; whatever is not in order stays outside. */
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fetchResolutions } from '../../src/pipeline/fetch-resolutions.ts'
import { pushResolutions } from '../../src/pipeline/push-resolutions.ts'
import { finishResolve } from '../../src/pipeline/resolve.ts'
import { resolutionsOnRecord, revoke } from '../../src/pipeline/resolutions.ts'
import { folderOf } from '../../src/memory/resolutions/store.ts'
import { EvilObjects } from '../world/evil.ts'
import { git } from '../world/fast-import.ts'
import { installChain, recorded } from '../world/foreign-chain.ts'
import { containing } from '../world/matching.ts'
import { openTerminal } from '../world/typed.ts'
import { outcomes, World } from '../world/world.ts'

const REF = 'refs/tributary/resolutions'
const TREES = ['net', 'usb', 'mm']

/** Two workspaces that meet the same two conflicts, each of which one of them has settled; and a repository between them. */
interface Pair extends AsyncDisposable {
  readonly alice: World
  readonly bob: World
  readonly hub: string
}

async function pair(): Promise<Pair> {
  const alice = await World.create({ trees: TREES, files: { 'a.c': 'one\n', 'b.c': 'one\n' } })
  alice.commit('net', { 'a.c': 'one of net\n', 'b.c': 'one of net\n' })
  alice.commit('usb', { 'a.c': 'one of usb\n' })
  alice.commit('mm', { 'b.c': 'one of mm\n' })
  const bob = await alice.elsewhere('bob')
  await alice.release()
  await bob.release()
  const hub = alice.emptyRepository('hub')
  return { alice, bob, hub, [Symbol.asyncDispose]: () => alice[Symbol.asyncDispose]() }
}

function settle(world: World, tree: string, why = `${tree} is right`) {
  return finishResolve(world.workspace, world.machine, tree, { kind: 'side', take: 'theirs' }, why)
}

const push = (world: World, hub: string) => pushResolutions(world.workspace, world.machine, hub)
const fetch = (world: World, hub: string) => fetchResolutions(world.workspace, world.machine, hub)
const head = (world: World): string => world.record('rev-parse', REF)
const tree = (world: World): string => world.record('rev-parse', `${REF}^{tree}`)

test('what two people settled both have in the end, and both merge by it', async () => {
  await using both = await pair()
  const { alice, bob, hub } = both
  const [a, b] = [await settle(alice, 'usb'), await settle(bob, 'mm')]
  expect(await push(alice, hub)).toEqual({ resolutions: 1, withdrawals: 0, fetched: undefined })
  expect(await fetch(bob, hub)).toMatchObject({ resolutions: [{ id: a.resolution.id }], known: 0, refused: [] })
  expect(await push(bob, hub)).toMatchObject({ resolutions: 1, fetched: undefined })
  expect(await fetch(alice, hub)).toMatchObject({ resolutions: [{ id: b.resolution.id }], known: 1, refused: [] })
  expect(tree(alice)).toBe(tree(bob))
  for (const world of [alice, bob]) {
    expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: merged', 'mm: merged'])
    expect(await world.verify()).toMatchObject({ kind: 'same' })
    expect(world.record('fsck', '--strict')).toBe('')
  }
})

test('who pushes second takes in what stands there first, and nothing is lost', async () => {
  await using both = await pair()
  const { alice, bob, hub } = both
  const [a] = [await settle(alice, 'usb'), await settle(bob, 'mm')]
  await push(alice, hub)
  expect(await push(bob, hub)).toMatchObject({ resolutions: 1, fetched: { resolutions: [{ id: a.resolution.id }] } })
  expect(bob.record('rev-list', '--parents', '-1', REF).split(' ')).toHaveLength(3)
  await fetch(alice, hub)
  expect(head(alice)).toBe(head(bob))
  expect(await resolutionsOnRecord(alice.workspace)).toHaveLength(2)
})

test('what is known already moves nothing, whoever made the union', async () => {
  await using both = await pair()
  const { alice, bob, hub } = both
  await settle(alice, 'usb')
  await settle(bob, 'mm')
  await push(alice, hub)
  await fetch(bob, hub)
  const before = head(bob)
  expect(await fetch(bob, hub)).toMatchObject({ resolutions: [], withdrawals: [], refused: [] })
  expect(head(bob)).toBe(before)
  await fetch(alice, bob.recordDir)
  bob.day('2026-02-02')
  await fetch(bob, alice.recordDir)
  expect(head(bob)).toBe(before)
  expect(await push(alice, bob.recordDir)).toMatchObject({ resolutions: 0, withdrawals: 0 })
  expect(head(bob)).toBe(before)
})

test('two unions made apart are put together again', async () => {
  await using both = await pair()
  const { alice, bob, hub } = both
  await settle(alice, 'usb')
  await settle(bob, 'mm')
  const other = alice.emptyRepository('other')
  await push(alice, hub)
  await push(bob, other)
  bob.day('2026-01-20')
  await fetch(bob, hub)
  await fetch(alice, other)
  expect(head(alice)).not.toBe(head(bob))
  await push(alice, hub)
  expect(await push(bob, hub)).toMatchObject({ resolutions: 0, withdrawals: 0 })
  await revokeOne(alice)
  await push(alice, hub)
  expect(await fetch(bob, hub)).toMatchObject({ withdrawals: [{ kind: 'revoked' }] })
  expect(tree(alice)).toBe(tree(bob))
})

async function revokeOne(world: World): Promise<string> {
  const [one] = await resolutionsOnRecord(world.workspace)
  const id = one?.resolution.id ?? ''
  await revoke(world.workspace, world.machine, id, 'it loses a lock')
  return id
}

test('what one revokes the other hears of, and merges by it no more', async () => {
  await using both = await pair()
  const { alice, bob, hub } = both
  await settle(alice, 'usb')
  await push(alice, hub)
  await fetch(bob, hub)
  expect(outcomes(await bob.release())).toContain('usb: merged')
  bob.day('2026-01-15')
  alice.day('2026-01-15')
  const id = await revokeOne(alice)
  expect(await push(alice, hub)).toMatchObject({ resolutions: 0, withdrawals: 1 })
  expect(await fetch(bob, hub)).toMatchObject({
    resolutions: [],
    withdrawals: [{ resolution: id, why: 'it loses a lock' }],
  })
  expect(outcomes(await bob.release())).toContain('usb: left-out')
})

test('a dead end, a refusal and an empty place are told in plain words', async () => {
  await using both = await pair()
  const { alice, bob, hub } = both
  await expect(push(alice, hub)).rejects.toThrow('no resolution is on record')
  expect(await fetch(alice, hub)).toBeUndefined()
  await settle(alice, 'usb')
  await expect(fetch(alice, `${hub}-not`)).rejects.toThrow(/no resolutions can be had from .*not appear to be a git/)
  await expect(fetch(alice, 'ext::sh -c id')).rejects.toThrow(/program of git/)
  await expect(fetch(alice, 'http://example.org/x.git')).rejects.toThrow(/http/)
  await expect(fetch(alice, 'https://127.0.0.1/x.git')).rejects.toThrow(/not on the public network/)
  writeFileSync(join(hub, 'hooks', 'update'), '#!/bin/sh\nprintf "not \\033[31mtoday\\n" >&2\nexit 1\n', {
    mode: 0o755,
  })
  const refused = await push(alice, hub).catch((error: Error) => error.message)
  expect(refused).toMatch(/does not take the resolutions: .*not .*today.*hook declined/)
  expect(refused).not.toContain('\x1b')
  rmSync(join(hub, 'hooks', 'update'))
  await push(alice, hub)
  await push(bob, hub).catch(() => undefined)
  expect(git(hub, ['for-each-ref', '--format=%(refname)'])).toBe(REF)
})

test('what is not in order stays outside, is told each time, and is not taken away from where it stands', async () => {
  await using both = await pair()
  const { alice, bob, hub } = both
  const [good, bad] = [recorded(), recorded('one\n<<<<<<< ours\nnet\n=======\nusb\n>>>>>>> theirs\nthree\n')]
  installChain(hub, { ...good.files, ...bad.files, 'hooks/\x1b[31m': 'x' })
  const fetched = await fetch(bob, hub)
  expect(fetched).toMatchObject({ resolutions: [{ id: good.resolution.id }] })
  expect(fetched?.refused.map(({ why }) => why)).toEqual([
    'no chain of resolutions has such a file',
    'its result still has conflict markers',
  ])
  const there = git(hub, ['rev-parse', `${REF}:${folderOf(bad.resolution.id)}/0/result`])
  expect(() => bob.record('cat-file', '-e', there)).toThrow('Command failed')
  const before = head(bob)
  expect(await fetch(bob, hub)).toMatchObject({ resolutions: [], known: 1, refused: [{}, {}] })
  expect(head(bob)).toBe(before)
  await settle(bob, 'mm')
  expect(await push(bob, hub)).toMatchObject({ resolutions: 1, fetched: { resolutions: [], refused: [{}, {}] } })
  expect(git(hub, ['rev-parse', `${REF}:${folderOf(bad.resolution.id)}/0/result`])).toBe(there)
  expect(await push(bob, hub)).toMatchObject({ resolutions: 0 })
  using terminal = openTerminal()
  const told = await terminal.tributary(alice.dir, 'resolutions', 'fetch', hub)
  expect(told).not.toContain('\x1b')
  expect(told).toMatch(
    /Not taken, 1: its result still has conflict markers\n {2}[0-9a-f]{2}\/[0-9a-f]{20}\/record.json\n/,
  )
  expect(told).toMatch(/Fetched 2 resolutions and 0 withdrawals; 0 known already, 2 not taken\.\n$/)
})

test('what git itself finds at fault is refused as a whole', async () => {
  await using both = await pair()
  const { bob, hub } = both
  const objects = new EvilObjects()
  const folder = objects.tree(['100644', 'record.json', objects.blob('{}')])
  const commit = objects.commit(objects.tree(['40000', '.git', folder]))
  objects.install(hub, 'evil', commit)
  git(hub, ['update-ref', REF, commit])
  await expect(fetch(bob, hub)).rejects.toThrow(/no resolutions can be had.*a folder lists a file called "\.git"/)
  const [tag] = [git(hub, ['mktag'], `object ${commit}\ntype commit\ntag x\ntagger T <t@example.org> 0 +0000\n\nx\n`)]
  git(hub, ['update-ref', REF, tag])
  await expect(fetch(bob, hub)).rejects.toThrow(/no resolutions can be had/)
  expect(() => head(bob)).toThrow('Command failed')
})

test('another push in between is taken in, not overwritten', async () => {
  await using both = await pair()
  const { alice, bob, hub } = both
  await settle(alice, 'usb')
  await settle(bob, 'mm')
  const { gitDir } = alice.workspace.record
  // While bob's push is on its way, alice's arrives.
  const hook = `#!/bin/sh\nif test -e done; then exit 0; fi\ntouch done\nunset GIT_QUARANTINE_PATH GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES GIT_DIR\ngit -C ${gitDir} push -q ${hub} ${REF}:${REF}\n`
  writeFileSync(join(hub, 'hooks', 'pre-receive'), hook, { mode: 0o755 })
  expect(await push(bob, hub)).toMatchObject({ resolutions: 1, fetched: { resolutions: [{}] } })
  expect(git(hub, ['rev-parse', `${REF}^{tree}`])).toBe(tree(bob))
  expect(await resolutionsOnRecord(bob.workspace)).toHaveLength(2)
})

test('the command line says how many came, were known and were refused', async () => {
  await using both = await pair()
  const { alice, bob, hub } = both
  const evil = await settle(alice, 'usb', 'red \x1b[31malert\x07')
  await settle(alice, 'mm')
  using terminal = openTerminal()
  expect(await terminal.tributary(alice.dir, 'resolutions', 'push', hub)).toBe(
    `Pushed 2 resolutions and 0 withdrawals to ${hub}.\n`,
  )
  expect(await terminal.tributary(alice.dir, 'resolutions', 'push', hub)).toMatch(/^Nothing to push: all that is on/)
  const told = await terminal.tributary(bob.dir, 'resolutions', 'fetch', hub)
  expect(told).not.toContain('\x1b')
  expect(told).toContain(evil.resolution.id.slice(0, 12))
  expect(told).toMatch(/Fetched 2 resolutions and 0 withdrawals; 0 known already, 0 not taken\.\n$/)
  const again = await terminal.tributary(bob.dir, 'resolutions', 'fetch', hub, '--json')
  expect(JSON.parse(again)).toEqual({ resolutions: [], withdrawals: [], known: 2, refused: [] })
  expect(await terminal.tributary(bob.dir, 'resolutions', 'list')).toEqual(containing('red'))
  expect(terminal.printed()).not.toContain('\x1b')
})
