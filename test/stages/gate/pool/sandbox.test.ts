import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { TEST_ENV } from '../../../world/fast-import.ts'
import { GateWorld, testGate } from '../../../world/gates.ts'
import { testFolder } from '../../../world/folder.ts'
import { NO_SANDBOX } from '../../../world/sandbox.ts'
import { visiblePath } from '../../../../src/stages/gate/pool/sandbox.ts'

const MAIN = { branch: 'main', subject: 'begin', files: { 'a.c': 'one\n' } }

test('shut in, a gate writes to its work tree and sees neither network, secrets nor other processes', async ({
  skip,
}) => {
  skip(NO_SANDBOX !== undefined, NO_SANDBOX)
  await using world = await GateWorld.create([MAIN], { sandbox: 'require' })
  writeFileSync(join(world.outside, 'secret'), 'secret\n')
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  const lines = [
    'pwd; cat a.c; echo built >a.o; echo "$HOME $TMPDIR"; touch "$HOME/x" "$TMPDIR/y"',
    `test ! -e ${world.outside} && test ! -e /root && test ! -e /etc/shadow && echo no secrets`,
    'for file in /usr/x /x /etc/x /dev/x; do touch $file 2>/dev/null && echo "$file"; done; echo read-only',
    `node -e 'require("net").connect(${port}, "127.0.0.1").on("error", (error) => console.log(error.code))'`,
    'ls /proc | grep -c "^[0-9]*$"; test ! -e /proc/1/root/root && echo alone',
    `kill -0 ${process.pid} 2>/dev/null || echo nobody there`,
    'test ! -w /proc/sys/kernel/core_pattern && test ! -w /proc/sysrq-trigger && echo no kernel',
  ]
  const tried = await world.try(testGate(lines.join('\n')))
  server.close()
  expect(tried.outcome).toEqual({ kind: 'passed' })
  expect(tried.log.toString()).toMatch(
    /^\/candidate\none\n\/gate-home \/tmp\nno secrets\nread-only\nECONNREFUSED\n\d\nalone\nnobody there\nno kernel\n$/,
  )
  expect(tried.environment).toContainEqual(['sandbox', 'bubblewrap'])
  const again = await world.try(testGate('cat a.o; ls -A "$HOME" "$TMPDIR" | grep -c "^[xy]$"'))
  expect(again.log.toString()).toBe('built\n0\n')
})

test('shut in, a gate is ended with all that forked away from it', async ({ skip }) => {
  skip(NO_SANDBOX !== undefined, NO_SANDBOX)
  await using world = await GateWorld.create([MAIN], { sandbox: 'require' })
  const away = testGate('env -i setsid sh -c "while :; do sleep 1000; done" & echo done')
  const tried = await world.try(away)
  expect(tried.outcome).toEqual({ kind: 'passed' })
  expect(tried.log.toString()).toBe('done\n')
  const stuck = testGate('trap "" TERM; echo begun; while :; do sleep 1000; done', { timeoutSeconds: 1 })
  const ended = await world.try(stuck)
  expect(ended.outcome).toEqual({ kind: 'timed-out', seconds: 1 })
  expect(ended.log.toString()).toBe('begun\n')
  const memory = testGate("node -e 'const held = []; setInterval(() => held.push(Buffer.alloc(4e6, 1)), 1)'", {
    needs: { memoryBytes: 300_000_000 },
  })
  expect((await world.try(memory)).outcome).toMatchObject({ kind: 'could-not-run' })
})

test('shut in, tools are those that can be seen from inside', async ({ skip }) => {
  skip(NO_SANDBOX !== undefined, NO_SANDBOX)
  using folder = testFolder()
  const bin = '/opt/tributary-test-no-such-folder/bin'
  mkdirSync(join(folder.path, 'bin'))
  expect(visiblePath(`${folder.path}/bin:/usr/bin:relative:/bin:${bin}`, [])).toBe(`/usr/bin:/bin:${bin}`)
  expect(visiblePath(`${folder.path}/bin:/usr/bin`, [folder.path])).toBe(`${folder.path}/bin:/usr/bin`)
  await using world = await GateWorld.create([MAIN], { sandbox: 'require' })
  const environment = await world.pool.environment(testGate('true', { needs: { tools: ['git'] } }))
  expect(Object.fromEntries(environment)).toMatchObject({ git: expect.stringMatching(/^git version 2\./) as string })
})

test('where there is no sandbox it is said loudly, or refused', async () => {
  using folder = testFolder()
  // A PATH with git and sh alone.
  for (const name of ['git', 'sh', 'choom', 'prlimit']) {
    const path = execFileSync('sh', ['-c', `command -v ${name}`], { env: TEST_ENV })
      .toString()
      .trim()
    writeFileSync(join(folder.path, name), `#!/bin/sh\nexec ${path} "$@"\n`, { mode: 0o755 })
  }
  await using world = await GateWorld.create([MAIN], { sandbox: 'when-there', searchPath: folder.path })
  expect(world.events).toEqual([
    {
      kind: 'warning',
      what: expect.stringMatching(/^gates run without a sandbox: bubblewrap is not installed\. /) as string,
    },
  ])
  const { outcome, environment } = await world.try(testGate('true'))
  expect([outcome.kind, environment.find(([name]) => name === 'sandbox')?.[1]]).toEqual(['passed', 'none'])
  await expect(world.open({ sandbox: 'require', searchPath: folder.path })).rejects.toMatchObject({
    code: 'sandbox-missing',
    message: '[gate-pool] requires a sandbox, and bubblewrap is not installed',
  })
  writeFileSync(join(folder.path, 'bwrap'), '#!/bin/sh\necho "bwrap: No permissions" >&2\nexit 1\n', { mode: 0o755 })
  await expect(world.open({ sandbox: 'require', searchPath: folder.path })).rejects.toMatchObject({
    message: '[gate-pool] requires a sandbox, and bubblewrap does not work here: bwrap: No permissions',
  })
})
