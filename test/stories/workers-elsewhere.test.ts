/** Workers on other machines: shut in, over https, and where a build takes its worker with it. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { CommitOid, TreeOid } from '../../src/base/model/oid.ts'
import { readQueueUrl } from '../../src/base/text/queue-url.ts'
import { RemotePool } from '../../src/stages/gate/queue/remote-pool.ts'
import { hasOpenssl } from '../world/certificate.ts'
import { EvilObjects } from '../world/evil.ts'
import { git, importCommits, initBare } from '../world/fast-import.ts'
import { testFolder } from '../world/folder.ts'
import { blamed, gated, gatedWorld, NO_BROKEN_FILE, onlySearch, TREES, verdicts, withWork } from '../world/gated.ts'
import { testGate } from '../world/gates.ts'
import { gitDaemon, httpBackend, httpsServer } from '../world/git-servers.ts'
import { dayOf, INTEGRATOR } from '../world/release.ts'
import { hasRedis, startRedis, type TestRedis } from '../world/redis.ts'
import { testGit } from '../world/roster.ts'
import { NO_SANDBOX } from '../world/sandbox.ts'
import type { World } from '../world/world.ts'
import { Workers } from '../world/workers.ts'

function setQueue(world: World, { url }: TestRedis): void {
  world.configure((text) => text.replace('[gate-pool]\n', `[gate-pool]\nqueue = "${url}"\n`))
}

test.skipIf(!hasRedis || NO_SANDBOX !== undefined)('a worker shuts gates in, and the verdict says so', async () => {
  await using redis = await startRedis()
  const look = 'pwd; ls /proc | grep -c "^[0-9]"; ls -d /srv /root /home /var 2>&1 | wc -l; cat net/core.c'
  await using world = await gatedWorld({ trees: ['net'], gates: { build: look } })
  withWork(world, ['net'])
  setQueue(world, redis)
  await using workers = new Workers({ folder: world.folder, record: `file://${world.recordDir}`, queue: redis.url })
  await workers.start('--sandbox', 'require')
  const answered = await gated(world)
  expect(verdicts(answered)).toEqual(['build: passed'])
  const [verdict] = answered.report.results.map((result) => result.verdict)
  expect(verdict?.environment).toContainEqual(['sandbox', 'bubblewrap'])
  const { stdout } = world.cli('gate', 'log', verdict?.key ?? '')
  expect(stdout).toMatch(/^\/candidate\n[1-9]\n4\ngood$/m)
})

test.skipIf(!hasRedis)(
  'gates that need unlike machines go each to its own, and one that nobody can try says so',
  async () => {
    await using redis = await startRedis()
    const gate = (name: string, labels: readonly string[]): string =>
      `[[gates]]\nname = "${name}"\nrun = '''${NO_BROKEN_FILE}'''\nneeds = { labels = ${JSON.stringify(labels)} }\n`
    const more = [
      gate('arm', ['arm64']),
      gate('pc', ['amd64']),
      gate('any', []),
      gate('sparc', ['sparc']),
      gate('both', ['amd64', 'arm64']),
    ]
    await using world = await gatedWorld({ trees: TREES, gates: {}, more: more.join('') })
    withWork(world)
    world.commit('sound', { broken: '' }, { subject: 'sound: break it' })
    setQueue(world, redis)
    await using server = await gitDaemon(world.dir)
    for (const name of ['here', 'there']) mkdirSync(world.path(name))
    // One on this machine, which looks into the record, and one elsewhere.
    await using here = new Workers({
      folder: world.path('here'),
      record: `file://${world.recordDir}`,
      queue: redis.url,
    })
    const record = `git://127.0.0.1:${server.port}/record.git`
    await using there = new Workers({ folder: world.path('there'), record, queue: redis.url })
    const pc = await here.start('--labels', 'amd64', '--slots', '2')
    const arm = await there.start('--labels', 'arm64')
    const answered = await gated(world)
    expect(verdicts(answered)).toEqual([
      'arm: failed',
      'pc: failed',
      'any: failed',
      'sparc: could-not-run',
      'both: could-not-run',
    ])
    const why = answered.report.results.flatMap(({ verdict: { outcome } }) => ('why' in outcome ? [outcome.why] : []))
    expect(why).toEqual([
      'it needs a worker that is sparc, and none at the queue is',
      'it needs a worker that is amd64 and arm64 at once, and none at the queue is',
    ])
    // Each search went to the machines that can say something about it.
    expect(answered.searches.map((search) => [search.gate, ...blamed(search)])).toEqual(
      ['arm', 'pc', 'any'].map((name) => [name, 'sound: sound: break it']),
    )
    const triedBy = ({ said }: { readonly said: () => string }): string[] =>
      [...new Set(said().match(/^\w+(?= {2}(passed|failed))/gm))].sort()
    expect([triedBy(arm), triedBy(pc)]).toEqual([['arm'], ['any', 'pc']])
  },
)

test.skipIf(!hasRedis || !hasOpenssl)('a worker fetches candidates over https', async () => {
  await using redis = await startRedis()
  await using world = await gatedWorld({ trees: TREES, gates: { build: NO_BROKEN_FILE } })
  withWork(world)
  world.commit('sound', { broken: '' }, { subject: 'sound: break it' })
  setQueue(world, redis)
  using keys = testFolder()
  await using server = await httpsServer(keys.path, httpBackend(world.dir))
  const record = `https://127.0.0.1:${server.port}/record.git`
  await using workers = new Workers({ folder: world.folder, record, queue: redis.url })
  await workers.startWith({ GIT_SSL_CAINFO: server.certificate })
  expect(blamed(onlySearch(await gated(world)))).toEqual(['sound: sound: break it'])
  expect(server.connections()).toBeGreaterThan(2)
})

test.skipIf(!hasRedis)(
  'a build that takes every worker with it could not run, and nobody is blamed for it',
  async () => {
    await using redis = await startRedis()
    await using world = await gatedWorld({ trees: ['net'], gates: { build: '' } })
    withWork(world, ['net'])
    const go = join(world.folder, 'go')
    const line = `until test -e ${go} -o ! -e ${world.folder}; do :; done; kill -9 $PPID`
    world.configure((text) => text.replace("run = ''''''", () => `run = "${line}"`))
    setQueue(world, redis)
    await using workers = new Workers({ folder: world.folder, record: `file://${world.recordDir}`, queue: redis.url })
    const asked = gated(world)
    for (let death = 1; death <= 3; death += 1) {
      const worker = await workers.start()
      writeFileSync(go, '')
      // It is noticed after a while that a worker is silent; what it had locked goes out by itself until then.
      await worker.ended
      rmSync(go)
      await redis.forget('tributary:*:lock')
    }
    await workers.start()
    const { report, searches } = await asked
    expect(report.results.map(({ verdict }) => verdict.outcome)).toEqual([
      { kind: 'could-not-run', why: 'every worker that began with it died' },
    ])
    expect(searches).toEqual([])
    expect((await world.mails()).filter(({ subject }) => subject.includes('failure'))).toEqual([])
  },
)

test.skipIf(!hasRedis)('what hides files is not tried by a worker, whoever let it into the record', async () => {
  using folder = testFolder()
  const record = join(folder.path, 'record.git')
  initBare(record)
  importCommits(record, [{ branch: 'main', subject: 'start', files: { 'a.c': 'one\n' } }])
  const evil = new EvilObjects()
  const tree = evil.tree(['40000', '.git', evil.tree(['100644', 'config', evil.blob('[core]\n')])])
  evil.install(record, 'evil', evil.commit(tree))
  await using redis = await startRedis()
  await using server = await gitDaemon(folder.path)
  const url = `git://127.0.0.1:${server.port}/record.git`
  await using workers = new Workers({ folder: folder.path, record: url, queue: redis.url })
  const worker = await workers.start()
  const address = readQueueUrl(redis.url)
  if (typeof address === 'string') throw new Error(address)
  const bound = testGit().at(record)
  await using pool = await RemotePool.open({
    queue: { address, password: undefined },
    shop: bound,
    record: bound,
    by: INTEGRATOR,
    onto: git(record, ['rev-parse', 'main']) as CommitOid,
    at: dayOf('2026-01-14'),
    secrets: [],
    stop: undefined,
    folder: join(folder.path, 'gates'),
  })
  const { outcome } = await pool.try(testGate('true'), tree as TreeOid)
  expect(outcome).toMatchObject({
    kind: 'could-not-run',
    why: expect.stringMatching(
      /^a worker refused the candidate: object [0-9a-f]{12} is at fault: .*hasDotgit/,
    ) as string,
  })
  expect(worker.said()).toContain('build  could not run: a worker refused the candidate')
})
