/** A queue that is reached over TLS, with a password: both sides use them, and the password stands nowhere. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { hasOpenssl, makeCertificate } from '../world/certificate.ts'
import { cliEnvironment, cliFile, type CliResult, runCli } from '../world/cli.ts'
import { testFolder } from '../world/folder.ts'
import { gatedWorld, withWork } from '../world/gated.ts'
import { hasRedis, startRedis } from '../world/redis.ts'
import { Workers } from '../world/workers.ts'

const PASSWORD = 'correct-horse-battery'

const canServe = hasRedis && hasOpenssl

test.skipIf(!canServe)(
  'over TLS and with a password, workers are asked, and the password is never printed',
  async () => {
    using keys = testFolder()
    const { certificate, key } = makeCertificate(keys.path)
    const files = ['--tls-cert-file', certificate, '--tls-key-file', key, '--tls-auth-clients', 'no']
    await using redis = await startRedis((port) => {
      return ['--port', '0', '--tls-port', `${port}`, ...files, '--requirepass', PASSWORD]
    })
    const queue = `rediss://localhost:${redis.port}/0`
    // The gate itself looks for it.
    const gates = { build: 'env; cat /proc/$PPID/cmdline | tr "\\0" " "' }
    await using world = await gatedWorld({ trees: ['net'], gates })
    withWork(world, ['net'])
    world.configure((text) => text.replace('[gate-pool]\n', `[gate-pool]\nqueue = "${queue}"\n`))
    const trusting = { NODE_EXTRA_CA_CERTS: certificate }
    const knowing = { ...trusting, TRIBUTARY_QUEUE_PASSWORD: PASSWORD }
    await using workers = new Workers({ folder: world.folder, record: `file://${world.recordDir}`, queue })
    const worker = await workers.startWith(knowing)
    const run = (env: Readonly<Record<string, string>>): CliResult => {
      return runCli(cliFile(), ['run', '--date', '2026-01-14'], { cwd: world.dir, env })
    }

    const strange = run({ TRIBUTARY_QUEUE_PASSWORD: PASSWORD })
    expect(strange.stderr).toContain(`the queue ${queue} cannot be used: self-signed certificate`)
    const wrong = run({ ...trusting, TRIBUTARY_QUEUE_PASSWORD: `wrong ${PASSWORD}` })
    expect(wrong.stderr).toContain(`the queue ${queue} cannot be used: WRONGPASS`)
    expect(wrong.stderr).toContain('Its password is taken from the variable TRIBUTARY_QUEUE_PASSWORD')
    const without = run(trusting)
    expect(without.stderr).toContain(`the queue ${queue} cannot be used: NOAUTH`)

    // On this machine it passed by now; another kind of worker has not seen it.
    world.commit('net', { 'net/more.c': 'good\n' })
    const right = run(knowing)
    expect(right.stderr).not.toContain('cannot be used')
    await worker.says('build  passed')
    const log = world.cli('gate', 'log', /build +passed.* ([0-9a-f]{12})/.exec(right.stdout)?.[1] ?? '')
    expect(log.stdout).toContain('TRIBUTARY_CORES=1')

    const kept = spawnSync('git', ['-C', world.recordDir, 'rev-list', '--all', '--objects'], { encoding: 'utf8' })
    const ids = kept.stdout
      .split('\n')
      .map((line) => line.slice(0, 40))
      .join('\n')
    const all = spawnSync('git', ['-C', world.recordDir, 'cat-file', '--batch'], { input: ids, encoding: 'latin1' })
    const everything = [strange, wrong, without, right, log].map(({ stdout, stderr }) => stdout + stderr)
    const said = [...everything, worker.said(), all.stdout, readFileSync(join(world.dir, 'tributary.toml'), 'utf8')]
    expect(said.filter((text) => text.includes(PASSWORD))).toEqual([])
  },
)

test('a URL with a password is refused by both sides, and not repeated', async () => {
  await using world = await gatedWorld({ trees: ['net'], gates: { build: 'true' } })
  const url = `redis://:${PASSWORD}@localhost:6379/0`
  const args = ['worker', '--record', `file://${world.recordDir}`, '--queue', url]
  const worker = runCli(cliFile(), args, { cwd: world.folder, env: cliEnvironment() })
  expect(worker.exit).toBe(2)
  expect(worker.stderr).toContain("the queue's address holds a password")
  world.configure((text) => text.replace('[gate-pool]\n', `[gate-pool]\nqueue = "${url}"\n`))
  const run = world.cli('run')
  expect(run.exit).toBe(2)
  expect(run.stderr).toContain('holds a password')
  expect(worker.stderr + worker.stdout + run.stderr + run.stdout).not.toContain(PASSWORD)
})
