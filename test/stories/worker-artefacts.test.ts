/** What a worker built is brought to the machine that makes the releases, and what is too much to bring is said. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { gated, gatedWorld, verdicts, withWork } from '../world/gated.ts'
import { hasRedis, startRedis } from '../world/redis.ts'
import { Workers } from '../world/workers.ts'

const GATES = `
[[gates]]
name = "build"
run = "mkdir -p out; cat net/core.c usb/core.c >out/image; printf '#!/bin/sh\\n' >out/tool; chmod +x out/tool; ln -s /etc/passwd out/link"
artefacts = ["out/*"]
[[gates]]
name = "large"
run = "truncate -s 80M debug"
artefacts = ["debug"]
`

test.skipIf(!hasRedis)('artefacts come here from a worker, within bounds', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: ['net', 'usb'], gates: {}, more: GATES })
  withWork(world, ['net', 'usb'])
  world.configure((text) => text.replace('[gate-pool]\n', `[gate-pool]\nqueue = "${redis.url}"\n`))
  await using workers = new Workers({ folder: world.folder, record: `file://${world.recordDir}`, queue: redis.url })
  await workers.start()
  const answered = await gated(world)
  expect(verdicts(answered)).toEqual(['build: passed', 'large: passed'])
  const tree = answered.report.results[0]?.verdict.tree ?? ''
  const kept = join(world.dir, 'cache', 'gates', 'artefacts')
  const folder = join(kept, 'build', tree)
  expect(readdirSync(join(folder, 'out')).sort()).toEqual(['image', 'tool'])
  expect(readFileSync(join(folder, 'out/image'), 'utf8')).toBe('good\ngood\n')
  expect(['image', 'tool'].map((name) => (statSync(join(folder, 'out', name)).mode & 0o111) !== 0)).toEqual([
    false,
    true,
  ])
  // Nothing waits in the queue for anybody.
  const left = new Redis(redis.port, '127.0.0.1')
  expect(await left.keys('tributary:artefact:*')).toEqual([])
  left.disconnect()
  const warnings = world.events.flatMap((event) => (event.kind === 'warning' ? [event.what] : []))
  const stays = join(world.folder, 'worker-0', 'slots', 'artefacts', 'large')
  expect(warnings.map((line) => line.replace(/[0-9a-f]{40}/, '<candidate>'))).toEqual([
    `the artefacts of the gate large are 83.9 MB, and the queue takes 67.1 MB at most; they stay on the worker, in ${stays}/<candidate>`,
  ])
  const { stdout } = world.cli('gates')
  expect(stdout).toContain(`what build built: ${folder}\n`)
  expect(stdout).not.toContain('what large built')
})
