/** Gates on other machines: workers take probes from a queue, die, and lie; the same trees are found as on one machine. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  blamed,
  gated,
  gatedWorld,
  NO_BROKEN_FILE,
  onlySearch,
  runsOf,
  TREES,
  verdicts,
  withWork,
} from '../world/gated.ts'
import { cliEnvironment, cliFile } from '../world/cli.ts'
import { appears } from '../world/files.ts'
import { gitDaemon } from '../world/git-servers.ts'
import { hasRedis, startRedis, type TestRedis } from '../world/redis.ts'
import type { World } from '../world/world.ts'
import { Workers } from '../world/workers.ts'

function setQueue(world: World, { url }: Pick<TestRedis, 'url'>): void {
  world.configure((text) => text.replace('[gate-pool]\n', `[gate-pool]\nqueue = "${url}"\n`))
}

function onQueue(world: World, { url }: Pick<TestRedis, 'url'>): Workers {
  setQueue(world, { url })
  return new Workers({ folder: world.folder, record: `file://${world.recordDir}`, queue: url })
}

test.skipIf(!hasRedis)('a worker elsewhere fetches the candidates from the record, and only what differs', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
  withWork(world)
  world.commit('sound', { broken: '' }, { subject: 'sound: break it' })
  setQueue(world, redis)
  await using server = await gitDaemon(world.dir)
  const record = `git://127.0.0.1:${server.port}/record.git`
  await using workers = new Workers({ folder: world.folder, record, queue: redis.url })
  await workers.start()
  expect(blamed(onlySearch(await gated(world)))).toEqual(['sound: sound: break it'])
  expect(server.connections()).toBeGreaterThan(2)
})

test.skipIf(!hasRedis)('a worker is asked, and the tree is found that breaks the build', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
  withWork(world)
  world.commit('sound', { broken: '' }, { subject: 'sound: break it' })
  await using workers = onQueue(world, redis)
  const worker = await workers.start()
  const answered = await gated(world)
  expect(verdicts(answered)).toEqual(['build: failed'])
  expect(blamed(onlySearch(answered))).toEqual(['sound: sound: break it'])
  expect(worker.said()).toContain('build  failed')
  // Candidates stand in the record until the search ends.
  expect(world.record('for-each-ref', 'refs/tributary/candidates')).toBe('')
  expect(await worker.kill('SIGTERM')).toBe(143)
})

test.skipIf(!hasRedis)('a worker killed in the middle of a build is no loss: another one builds it', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: TREES, gates: { build: '' } })
  withWork(world)
  // Whoever builds first does not end by itself.
  const { folder } = world
  const line = `mkdir ${folder}/first && { echo > ${folder}/begun; while test -e ${folder}; do sleep 1; done; }; true`
  world.configure((text) => text.replace("run = ''''''", () => `run = "${line}"`))
  await using workers = onQueue(world, redis)
  const both = [await workers.start(), await workers.start()]
  const answered = gated(world)
  await appears(world.folder, 'begun')
  const [busy] = both.filter((worker) => runsIn(worker.pid, world.folder))
  await busy?.kill()
  expect(verdicts(await answered)).toEqual(['build: passed'])
  expect(busy).toBeDefined()
})

test.skipIf(!hasRedis)('what a killed worker left is cleared by the next one in its folder', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: ['net'], gates: { build: 'true' } })
  await using workers = onQueue(world, redis)
  const folder = join(world.folder, 'own')
  const desks = (): string[] => readdirSync(folder).filter((name) => name.startsWith('tributary-'))
  const killed = await workers.start('--folder', folder)
  const [left = ''] = desks()
  await killed.kill()
  expect(left).toContain(`-${killed.pid}-`)
  const next = await workers.start('--folder', folder)
  expect(desks()).toEqual([expect.stringContaining(`-${next.pid}-`)])
})

test.skipIf(!hasRedis)('a run killed in the middle is no loss: the next one asks for what it lacks', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: TREES, gates: { build: '', second: '' } })
  withWork(world)
  const { folder } = world
  const lines = [
    `echo build >> ${folder}/runs; true`,
    `until test -e ${folder}/runs; do :; done; mkdir ${folder}/first && { echo > ${folder}/begun; while test -e ${folder}; do sleep 1; done; }; true`,
  ]
  world.configure((text) => text.replaceAll("run = ''''''", () => `run = "${lines.shift()}"`))
  await using workers = onQueue(world, redis)
  await workers.start('--slots', '2')
  const run = spawn(process.execPath, [cliFile(), 'run', '--date', '2026-01-14'], {
    cwd: world.dir,
    env: cliEnvironment(),
  })
  let said = ''
  run.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  await appears(folder, 'begun')
  while (!said.includes('the gate build passed')) await once(run.stderr, 'data')
  run.kill('SIGKILL')
  await once(run, 'exit')
  expect(world.record('for-each-ref', 'refs/tributary/candidates')).not.toBe('')
  // Its sign would go out by itself.
  await redis.forget('tributary:run:*')
  expect(verdicts(await gated(world))).toEqual(['build: passed', 'second: passed'])
  expect(runsOf(world)).toBe(1)
  expect(world.record('for-each-ref', 'refs/tributary/candidates')).toBe('')
})

test.skipIf(!hasRedis)('without its label nobody is asked, and the gate says which is missing', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({
    trees: ['net'],
    gates: {},
    more: '[[gates]]\nname = "boot"\nrun = "true"\nneeds = { labels = ["arm64"] }\n',
  })
  withWork(world, ['net'])
  await using workers = onQueue(world, redis)
  await workers.start('--labels', 'amd64')
  const { report } = await gated(world)
  expect(report.results.map(({ verdict }) => verdict.outcome)).toEqual([
    { kind: 'could-not-run', why: 'it needs a worker that is arm64, and none at the queue is' },
  ])
  await workers.start('--labels', 'arm64,big')
  expect(verdicts(await gated(world))).toEqual(['boot: passed'])
})

test.skipIf(!hasRedis)('a queue that is started anew without its memory is told again', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: ['net'], gates: { build: '' } })
  withWork(world, ['net'])
  const { folder } = world
  const line = `echo > ${folder}/begun; until test -e ${folder}/go -o ! -e ${folder}; do sleep 1; done`
  world.configure((text) => text.replace("run = ''''''", () => `run = "${line}"`))
  await using workers = onQueue(world, redis)
  await workers.start()
  const answered = gated(world)
  await appears(folder, 'begun')
  await redis.restart()
  writeFileSync(join(folder, 'go'), '')
  expect(verdicts(await answered)).toEqual(['build: passed'])
})

test.skipIf(!hasRedis)('a queue that is down is said, and the gates run here', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: ['net'], gates: { build: 'true' } })
  withWork(world, ['net'])
  await using _workers = onQueue(world, redis)
  await redis.kill()
  expect(verdicts(await gated(world))).toEqual(['build: passed'])
  const warnings = world.events.flatMap((event) => (event.kind === 'warning' ? [event.what] : []))
  expect(warnings.join()).toContain(`the queue ${redis.url} cannot be used: connect ECONNREFUSED`)
})

/** Whether a process whose parent is that one stands in the folder. */
function runsIn(pid: number, folder: string): boolean {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')
  return children.some((child) => {
    try {
      return readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(join(folder, 'first'))
    } catch {
      return false
    }
  })
}
