/** A record that nobody maintains stays quick: commands that find it in many pieces put them together. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeBlob } from '../../src/base/git/objects.ts'
import { addPack } from '../../src/base/git/pack.ts'
import { containing } from '../world/matching.ts'
import { testGit } from '../world/roster.ts'
import { World } from '../world/world.ts'

test('what a hundred commands left in pieces is packed by the next run, not by a dry one, and nothing of it goes', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  const release = await world.release()
  const blobs = await inPieces(world, 50)
  const pieces = packsOf(world).length
  await world.run({ offline: true, dryRun: true })
  expect(packsOf(world)).toHaveLength(pieces)
  world.day('2026-01-15')
  world.commit('net', { 'net/core.c': 'two\n' })
  await world.release()
  expect(packsOf(world).length).toBeLessThan(10)
  expect(world.said()).toContainEqual(containing('packed the record, which earlier commands had left in '))
  for (const oid of blobs) expect(world.record('cat-file', '-t', oid)).toBe('blob')
  expect(await world.verify(release.name)).toMatchObject({ kind: 'same' })
})

test('a fetch and a run that finds nothing new pack it, too', async () => {
  await using world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  await world.release()
  await inPieces(world, 50)
  expect(world.cli('fetch')).toMatchObject({ exit: 0, stderr: containing('packed the record') })
  expect(packsOf(world).length).toBeLessThan(10)
  await inPieces(world, 50, 'others')
  expect((await world.run()).outcome.kind).toBe('unchanged')
  expect(packsOf(world).length).toBeLessThan(10)
})

/** Packs of a file each. */
async function inPieces(world: World, count: number, salt = ''): Promise<readonly string[]> {
  const blobs = Array.from({ length: count }, (_, at) => makeBlob(`${salt}${at}\n`))
  for (const blob of blobs) await addPack(testGit().at(world.recordDir), [blob])
  return blobs.map(({ oid }) => oid)
}

function packsOf(world: World): string[] {
  return readdirSync(join(world.recordDir, 'objects/pack')).filter((name) => name.endsWith('.pack'))
}
