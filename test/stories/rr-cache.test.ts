/** What git's rerere has learned settles a run's conflicts, and what is on record settles git's: tried against git both ways. */
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { exportResolutions } from '../../src/pipeline/export-resolutions.ts'
import { importResolutions } from '../../src/pipeline/import-resolutions.ts'
import { beginResolve, finishResolve } from '../../src/pipeline/resolve.ts'
import { resolutionsOnRecord, revoke } from '../../src/pipeline/resolutions.ts'
import { git } from '../world/fast-import.ts'
import { containing } from '../world/matching.ts'
import { type RerereClone, rerereClone } from '../world/rerere.ts'
import { openTerminal } from '../world/typed.ts'
import { outcomes, World } from '../world/world.ts'

const MAIN = 'core/main.c'
const OTHER = 'core/other.c'
const TREES = ['net', 'usb']
const lines = (second: string): string => `one\n${second}\nthree\nfour\nfive\nsix\nseven\n`
const elsewhere = (second: string): string => `uno\n${second}\ntres\n`
const BOTH = 'two of net and usb'

/** Two trees that change one line of a file; of another file too, where it stands among other lines. */
async function clash(write: (text: string) => string = (text) => text): Promise<World> {
  const files = { [MAIN]: write(lines('two')), [OTHER]: write(elsewhere('two')) }
  const world = await World.create({ trees: TREES, files })
  for (const tree of TREES) world.commit(tree, { [MAIN]: write(lines(`two of ${tree}`)) })
  return world
}

async function clashTwice(): Promise<World> {
  const world = await clash()
  for (const tree of TREES) world.commit(tree, { [OTHER]: elsewhere(`two of ${tree}`) })
  return world
}

/** An integrator settles the conflicts by hand, with rerere looking on. */
function settledByHand(world: World, edits: Record<string, string>): RerereClone {
  const clone = rerereClone(world, 'by-hand', TREES)
  clone.integrator.merge('net')
  expect(clone.integrator.merge('usb', edits).conflicts).toBe(true)
  return clone
}

function importFrom(world: World, folder: string, dryRun = false) {
  return importResolutions(world.workspace, world.machine, { folder, dryRun })
}

async function settleHere(world: World, conflict: string, text: string): Promise<void> {
  const { file } = await beginResolve(world.workspace, world.machine, conflict)
  writeFileSync(file, text, 'latin1')
  await finishResolve(world.workspace, world.machine, conflict, { kind: 'edited' }, 'both are wanted')
}

/** Merges again with nothing but what stands in the cache, and gives what git made of the files. */
function replayed(world: World, cacheFrom: (cache: string) => void | Promise<unknown>, name = 'replay') {
  const clone = rerereClone(world, name, TREES)
  return Promise.resolve(cacheFrom(clone.cache)).then(() => {
    clone.integrator.merge('net')
    expect(clone.integrator.merge('usb').conflicts).toBe(true)
    return clone
  })
}

test('what rerere learned settles the same conflict in a run', async () => {
  await using world = await clash()
  const { cache } = settledByHand(world, { [MAIN]: lines(BOTH) })
  const { imported, known, refused } = await importFrom(world, cache)
  expect({ imported: imported.length, known, refused }).toEqual({ imported: 1, known: 0, refused: [] })
  expect(imported[0]).toMatchObject({ origin: { kind: 'imported', rerere: readdirSync(cache)[0] } })
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  expect(world.record('show', `${release.name}:${MAIN}`)).toBe(lines(BOTH).trimEnd())
  expect(release.record.trees[1]?.settled?.[0]?.by).toMatchObject([{ tier: 'same-conflict', id: imported[0]?.id }])
  expect(await world.verify()).toMatchObject({ kind: 'same' })
})

test('a second import brings nothing, and a dry run records nothing', async () => {
  await using world = await clash()
  const { cache } = settledByHand(world, { [MAIN]: lines(BOTH) })
  expect((await importFrom(world, cache, true)).imported).toHaveLength(1)
  expect(await resolutionsOnRecord(world.workspace)).toEqual([])
  await importFrom(world, cache)
  const head = world.record('rev-parse', 'refs/tributary/resolutions')
  expect(await importFrom(world, cache)).toEqual({ imported: [], known: 1, refused: [] })
  expect(world.record('rev-parse', 'refs/tributary/resolutions')).toBe(head)
  expect(world.record('fsck', '--strict', '--connectivity-only')).toBe('')
})

test('what was revoked does not come back by another import', async () => {
  await using world = await clash()
  await world.release()
  const { cache } = settledByHand(world, { [MAIN]: lines(BOTH) })
  const { imported } = await importFrom(world, cache)
  world.day('2026-01-15')
  await revoke(world.workspace, world.machine, imported[0]?.id ?? '', 'it loses a lock')
  expect(await importFrom(world, cache)).toMatchObject({ imported: [], known: 1 })
  expect(outcomes(await world.release())).toEqual(['net: merged', 'usb: left-out'])
})

test('variants of one conflict each settle the file they fit', async () => {
  await using world = await clashTwice()
  const answers = { [MAIN]: lines(BOTH), [OTHER]: elsewhere('two of usb alone') }
  const { cache } = settledByHand(world, answers)
  expect(readdirSync(join(cache, readdirSync(cache)[0] ?? '')).sort()).toContain('postimage.1')
  expect((await importFrom(world, cache)).imported).toHaveLength(2)
  const release = await world.release()
  expect(outcomes(release)).toEqual(['net: merged', 'usb: merged'])
  for (const [path, text] of Object.entries(answers))
    expect(world.record('show', `${release.name}:${path}`)).toBe(text.trimEnd())
})

test('git merges by what was resolved here, to the same bytes', async () => {
  await using world = await clash()
  await world.release()
  await settleHere(world, 'usb', lines(BOTH))
  const clone = await replayed(world, async (cache) => {
    const done = await exportResolutions(world.workspace, cache)
    expect(done).toMatchObject({ placed: [{ variant: 0 }], known: [], stale: [], blocked: [], unfit: 0 })
  })
  expect(clone.file(MAIN)).toBe(lines(BOTH))
})

test('git picks among exported variants the one that fits', async () => {
  await using world = await clashTwice()
  await world.release()
  const { conflicts } = (await world.recorded()).record
  const answers: Record<string, string> = { [MAIN]: lines(BOTH), [OTHER]: elsewhere('two of usb alone') }
  for (const { id, path } of conflicts) await settleHere(world, id, answers[path] ?? '')
  const clone = await replayed(world, (cache) => exportResolutions(world.workspace, cache))
  expect([clone.file(MAIN), clone.file(OTHER)]).toEqual([answers[MAIN], answers[OTHER]])
})

test('an export leaves what stands there, adds only what is new, and names what was revoked', async () => {
  await using world = await clash()
  await world.release()
  const { cache } = settledByHand(world, { [MAIN]: lines('by hand') })
  const [id = ''] = readdirSync(cache)
  await settleHere(world, 'usb', lines(BOTH))
  expect((await exportResolutions(world.workspace, cache)).placed).toMatchObject([{ variant: 1 }])
  expect(readFileSync(join(cache, id, 'postimage'), 'utf8')).toBe(lines('by hand'))
  expect(readFileSync(join(cache, id, 'postimage.1'), 'utf8')).toBe(lines(BOTH))
  expect(await exportResolutions(world.workspace, cache)).toMatchObject({ placed: [], known: [{ id }] })
  const [one] = await resolutionsOnRecord(world.workspace)
  await revoke(world.workspace, world.machine, one?.resolution.id ?? '', 'it is wrong')
  expect(await exportResolutions(world.workspace, cache)).toMatchObject({ placed: [], stale: [`${id}/postimage.1`] })
})

test.each([
  ['with Windows line ends', (text: string) => text.replaceAll('\n', '\r\n')],
  ['without an end of the last line', (text: string) => text.slice(0, -1)],
  ['in Latin-1', (text: string) => text.replace('one', 'f\xfcr')],
])('texts %s go both ways', async (_, write) => {
  const bytes = (text: string): Buffer => Buffer.from(write(text), 'latin1')
  await using world = await World.create({ trees: TREES, files: { [MAIN]: bytes(lines('two')) } })
  for (const tree of TREES) world.commit(tree, { [MAIN]: bytes(lines(`two of ${tree}`)) })
  const clone = rerereClone(world, 'by-hand', TREES)
  clone.integrator.merge('net')
  clone.integrator.merge('usb', { [MAIN]: bytes(lines(BOTH)) })
  expect(await importFrom(world, clone.cache)).toMatchObject({ imported: [{}], refused: [] })
  const release = await world.release()
  expect(git(world.recordDir, ['rev-parse', `${release.name}:${MAIN}`])).toBe(
    git(clone.integrator.dir, ['rev-parse', `HEAD:${MAIN}`]),
  )
  const again = await replayed(world, (cache) => exportResolutions(world.workspace, cache))
  expect(again.file(MAIN)).toBe(write(lines(BOTH)))
})

test.each([
  ['a heading that looks like a marker', (second: string) => `Heading\n=======\n${second}\nend\n`, 'two of usb'],
  ['markers that somebody committed', lines, '<<<<<<< yours\nthis\n=======\nthat\n>>>>>>> mine'],
])('%s does not confuse either way', async (_, write, theirs) => {
  await using world = await World.create({ trees: TREES, files: { [MAIN]: write('two') } })
  world.commit('net', { [MAIN]: write('two of net') })
  world.commit('usb', { [MAIN]: write(theirs) })
  const { cache } = settledByHand(world, { [MAIN]: write(BOTH) })
  expect(await importFrom(world, cache)).toMatchObject({ imported: [{}], refused: [] })
  const release = await world.release()
  expect(world.record('show', `${release.name}:${MAIN}`)).toBe(write(BOTH).trimEnd())
  const again = await replayed(world, (empty) => exportResolutions(world.workspace, empty))
  expect(again.file(MAIN)).toBe(write(BOTH))
})

test('a folder that lies is told of and does no harm', async () => {
  await using world = await clash()
  await world.release()
  const { cache } = settledByHand(world, { [MAIN]: lines(BOTH) })
  const [good = ''] = readdirSync(cache)
  const preimage = readFileSync(join(cache, good, 'preimage'))
  const digit = (place: number): string => place.toString(16).repeat(40)
  const put = (id: string, files: Record<string, string | Buffer>): void => {
    mkdirSync(join(cache, id))
    for (const [name, content] of Object.entries(files)) writeFileSync(join(cache, id, name), content)
  }
  put(digit(1), { preimage, postimage: lines(BOTH) })
  put(digit(2), { preimage: 'no conflict\n', postimage: 'x\n' })
  put(digit(3), { preimage })
  put(digit(4), { thisimage: preimage })
  put(digit(5), { preimage: 'a\0b', postimage: 'x\n' })
  put(digit(6), { preimage: Buffer.alloc(16 * 1024 * 1024 + 1, 'x'), postimage: 'x\n' })
  put(digit(7), {})
  symlinkSync('/etc/passwd', join(cache, digit(7), 'preimage'))
  symlinkSync(join(cache, good), join(cache, digit(8)))
  put('..evil\x1b[31m', {})
  writeFileSync(join(cache, good, 'preimage.1'), preimage)
  writeFileSync(join(cache, good, 'postimage.1'), preimage)
  const { imported, refused } = await importFrom(world, cache)
  expect(imported).toHaveLength(1)
  expect(refused.map(({ name, why }) => `${name.slice(0, 2)} ${why}`).sort()).toEqual(
    [
      '.. no-id',
      '11 other-id',
      '22 no-conflict',
      '33 no-postimage',
      '44 no-preimage',
      '55 binary',
      '66 too-large',
      '77 no-file',
      '88 no-file',
      `${good.slice(0, 2)} markers`,
    ].sort(),
  )
  using terminal = openTerminal()
  const told = await terminal.tributary(world.dir, 'resolutions', 'import', cache)
  expect(told).not.toContain('\x1b')
  expect(told.replaceAll(good, '<id>').replaceAll(/([0-9a-f])\1{39}/g, '$1…')).toMatchInlineSnapshot(`
    "Not taken, 1: a name that is no id of rerere’s
      ..evil�[31m
    Not taken, 1: a conflict whose id is not the name of its folder
      1…
    Not taken, 1: no conflict in the preimage, with markers of seven characters
      2…
    Not taken, 1: no postimage: nobody has settled the conflict yet
      3…
    Not taken, 1: no preimage
      4…
    Not taken, 1: a NUL byte, so no text
      5…
    Not taken, 1: larger than 16 MB
      6…
    Not taken, 2: a link, or neither a file nor a folder
      7…
      8…
    Not taken, 1: conflict markers left in the postimage
      <id>, variant 1
    Imported 0 resolutions; 1 on record already, 10 not taken.
    "
  `)
  expect(await terminal.tributary(world.dir, 'resolutions', 'list')).toContain('any file')
})

test('an export into a folder of links writes through none', async () => {
  await using world = await clash()
  await world.release()
  await settleHere(world, 'usb', lines(BOTH))
  const clone = rerereClone(world, 'linked', TREES)
  const [one] = await resolutionsOnRecord(world.workspace)
  const id = one?.resolution.files[0]?.rerere ?? ''
  mkdirSync(join(world.folder, 'outside'))
  symlinkSync(join(world.folder, 'outside'), join(clone.cache, id))
  expect(await exportResolutions(world.workspace, clone.cache)).toMatchObject({ placed: [], blocked: [id] })
  expect(readdirSync(join(world.folder, 'outside'))).toEqual([])
})

test('an export makes the cache of a repository, and nothing where there is no repository', async () => {
  await using world = await clash()
  await world.release()
  await settleHere(world, 'usb', lines(BOTH))
  const cache = join(world.path('upstream'), 'rr-cache')
  expect((await exportResolutions(world.workspace, cache)).placed).toHaveLength(1)
  const mistyped = join(world.folder, 'upsteam.git', 'rr-cache')
  await expect(exportResolutions(world.workspace, mistyped)).rejects.toMatchObject({
    message: containing(`cannot write into ${mistyped}: ENOENT`),
    hint: containing('Name the folder rr-cache of a clone'),
  })
  expect(readdirSync(world.folder)).not.toContain('upsteam.git')
})
