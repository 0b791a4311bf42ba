import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { GateWorld, testGate } from '../../../world/gates.ts'

const COMMITS = Array.from({ length: 12 }, (_, place) => ({
  branch: `c${place}`,
  ...(place === 0 ? {} : { parents: [`c${place - 1}`] }),
  subject: 'more',
  files: { 'a.c': `${place}\n` },
}))

test('the files that a gate names are kept of its last runs, and no link leads elsewhere', async () => {
  await using world = await GateWorld.create(COMMITS)
  const secret = join(world.outside, 'secret')
  writeFileSync(secret, 'secret\n')
  const build = `mkdir -p out/deep; cp a.c out/deep/image; printf x >'out/ü.bin'; echo no >out/other; ln -sf ${secret} out/link.bin; ln -sfn ${world.outside} out/folder`
  const gate = testGate(build, { artefacts: ['out/**/image', 'out/*.bin', 'out/folder/'] })
  const kept = join(world.slots, 'artefacts', 'build')
  const first = world.commit('c0')
  await world.try(gate, 'c0')
  expect(readdirSync(join(kept, first), { recursive: true, encoding: 'utf8' }).sort()).toEqual([
    'out',
    'out/deep',
    'out/deep/image',
    'out/ü.bin',
  ])
  expect(readFileSync(join(kept, first, 'out/deep/image'), 'utf8')).toBe('0\n')
  for (const { branch } of COMMITS.slice(1)) await world.try(gate, branch)
  expect(readdirSync(kept).sort()).toEqual(
    COMMITS.slice(2)
      .map(({ branch }) => world.commit(branch))
      .sort(),
  )
  // A gate that wants nothing kept leaves nothing.
  await world.try(testGate('true', { name: 'other' as never }), 'c0')
  expect(readdirSync(join(world.slots, 'artefacts'))).toEqual(['build'])
})
