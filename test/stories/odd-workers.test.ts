/** Workers that would give wrong answers, or cannot give any: they are told apart, and nobody is blamed by them. */
import { Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { expect, test } from 'vitest'
import { PROTOCOL } from '../../src/stages/gate/queue/messages.ts'
import { serve } from '../../src/pipeline/serve-probes.ts'
import { gated, gatedWorld, withWork } from '../world/gated.ts'
import { hasRedis, startRedis } from '../world/redis.ts'
import { Workers } from '../world/workers.ts'

test.skipIf(!hasRedis)('a worker whose clock is wrong is told so, and does not begin', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: ['net'], gates: { build: 'true' } })
  const order = {
    queue: redis.url,
    ssh: { identity: undefined, knownHosts: undefined },
    labels: [],
    slots: 1,
    sandbox: 'off',
    readable: [],
    listen: () => undefined,
  } as const
  const folder = join(world.folder, 'worker')
  // The world's clock stands in January.
  await expect(serve(world.machine, { ...order, record: `file://${world.recordDir}`, folder })).rejects.toThrow(
    /^the clock of this machine is \d+ minutes behind the queue's$/,
  )
})

test.skipIf(!hasRedis)('workers of one label that differ in a tool are not taken for each other', async () => {
  await using redis = await startRedis()
  const needs = 'needs = { tools = ["oddcc"] }\n'
  const more = Array.from({ length: 12 }, (_, at) => `[[gates]]\nname = "g${at}"\nrun = "true"\n${needs}`).join('')
  await using world = await gatedWorld({ trees: ['net'], gates: {}, more })
  withWork(world, ['net'])
  world.configure((text) => text.replace('[gate-pool]\n', `[gate-pool]\nqueue = "${redis.url}"\n`))
  await using workers = new Workers({ folder: world.folder, record: `file://${world.recordDir}`, queue: redis.url })
  for (const version of ['1', '2']) {
    const folder = join(world.folder, `tools-${version}`)
    mkdirSync(folder)
    writeFileSync(join(folder, 'oddcc'), `#!/bin/sh\necho oddcc ${version}\n`, { mode: 0o755 })
    await workers.startWith({ PATH: `${folder}${delimiter}${process.env['PATH'] ?? ''}` })
  }
  const { report } = await gated(world)
  const said = report.results.map(({ verdict }) =>
    verdict.outcome.kind === 'could-not-run' ? verdict.outcome.why : '',
  )
  expect(said.join()).toMatch(
    /workers with the same labels differ: oddcc is oddcc [12] on one and oddcc [12] on another/,
  )
})

test.skipIf(!hasRedis)('a worker that answers with garbage says nothing, and nobody is blamed by it', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: ['net'], gates: { build: 'true' } })
  withWork(world, ['net'])
  world.configure((text) => text.replace('[gate-pool]\n', `[gate-pool]\nqueue = "${redis.url}"\n`))
  const connection = { host: '127.0.0.1', port: redis.port, maxRetriesPerRequest: null }
  const sign = new Redis(connection)
  await sign.set('tributary:worker:odd', JSON.stringify({ protocol: PROTOCOL, labels: [], slots: 1 }))
  const tried = { kind: 'tried', outcome: { kind: 'failed', exit: 1 }, environment: [], log: ['red'], tookMs: 1 }
  const worker = new Worker(
    'probes',
    ({ name }) => Promise.resolve(name === 'environment' ? { kind: 'environment', environment: [] } : tried),
    { connection, prefix: 'tributary' },
  )
  try {
    await worker.waitUntilReady()
    const { report, searches } = await gated(world)
    expect(report.results.map(({ verdict }) => verdict.outcome)).toEqual([
      { kind: 'could-not-run', why: 'a worker answered with garbage: its log is none, or too long' },
    ])
    expect(searches).toEqual([])
  } finally {
    await worker.close()
    sign.disconnect()
  }
})
