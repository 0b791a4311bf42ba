/** A record taken up from a mirror that somebody else could write to. */
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Limits } from '../../src/base/model/roster.ts'
import { initFrom } from '../../src/pipeline/init-from.ts'
import { DEFAULT_LIMITS } from '../../src/stages/roster/limits.ts'
import { EvilObjects } from '../world/evil.ts'
import { git } from '../world/fast-import.ts'
import { matching } from '../world/matching.ts'
import { World } from '../world/world.ts'

/** A mirror of a record with one release. */
async function mirrored(): Promise<{ readonly world: World; readonly mirror: string }> {
  const world = await World.create({ trees: ['net'] })
  world.commit('net', { 'net/core.c': 'one\n' })
  await world.release()
  const mirror = world.path('mirror')
  git(world.folder, ['clone', '-q', '--mirror', world.recordDir, mirror])
  return { world, mirror }
}

/** Tries to take a mirror up, in vain, and gives what is left of that. */
async function refusal(world: World, mirror: string, limits?: Limits): Promise<{ error: unknown; left: string[] }> {
  const dir = join(world.folder, 'again')
  const error = await initFrom(world.machine, dir, mirror, { limits }).catch((error: unknown) => error)
  return { error, left: existsSync(dir) ? readdirSync(dir) : [] }
}

test('all that is the record comes along, and goes on where it stopped', async () => {
  const { world, mirror } = await mirrored()
  await using _ = world
  git(mirror, ['update-ref', 'refs/pull/1/head', 'refs/trees/net'])
  git(mirror, ['replace', git(mirror, ['rev-parse', 'refs/trees/net']), git(mirror, ['rev-parse', 'refs/heads/next'])])
  const again = world.beside('again')
  expect(await initFrom(world.machine, again.dir, mirror)).toMatchObject({ left: 2 })
  expect(again.record('for-each-ref')).toBe(world.record('for-each-ref'))
  expect(again.roster).toBe(world.roster)
  expect((await again.run()).outcome.kind).toBe('unchanged')
})

test('what hides files or runs commands is not taken, and nothing is kept', async () => {
  const { world, mirror } = await mirrored()
  await using _ = world
  const evil = new EvilObjects()
  const hooks = evil.tree(['100755', 'post-checkout', evil.blob()])
  evil.install(mirror, 'pu', evil.commit(evil.tree(['40000', '.git', hooks])))
  const { error, left } = await refusal(world, mirror)
  expect(error).toMatchObject({ code: 'record-corrupt', message: matching(/a file called "\.git".*\(hasDotgit\)$/) })
  expect(left).toEqual([])
  git(mirror, ['update-ref', '-d', 'refs/heads/pu'])
  expect(await initFrom(world.machine, join(world.folder, 'again'), mirror)).toMatchObject({ left: 0 })
})

test('what is too large is not taken', async () => {
  const { world, mirror } = await mirrored()
  await using _ = world
  const { first } = DEFAULT_LIMITS
  const { error, left } = await refusal(world, mirror, { ...first, objects: 3 })
  expect(error).toMatchObject({ message: matching(/it sends \d+ objects, more than the 3 that one fetch may bring$/) })
  expect(left).toEqual([])
  const refs = await refusal(world, mirror, { ...first, refs: 2 })
  expect(refs.error).toMatchObject({ message: matching(/it offers more than the 2 refs that are allowed$/) })
})

test('a repository that is no record is not taken', async () => {
  const { world } = await mirrored()
  await using _ = world
  const { error, left } = await refusal(world, world.path('net'))
  expect(error).toMatchObject({ code: 'record-missing', message: matching(/^there is no release in .*net\.git$/) })
  expect(left).toEqual([])
})
