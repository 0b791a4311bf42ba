import { existsSync, lstatSync, readdirSync, readFileSync, statSync, watch } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Tried } from '../../../../src/stages/gate/pool/pool.ts'
import type { CommitSpec } from '../../../world/fast-import.ts'
import { GateWorld, testGate } from '../../../world/gates.ts'

const MAIN: CommitSpec = { branch: 'main', subject: 'begin', files: { 'a.c': 'one\n', 'sub/b.c': 'two\n' } }

function logOf({ log }: Tried): string {
  return log.toString('utf8')
}

/** Whether a process that wrote its id into a file is still there. */
function isAlive(pidFile: string): boolean {
  const pid = readFileSync(pidFile, 'utf8').trim()
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Until a file of that name comes to be in a folder. */
function seen(folder: string, name: string): Promise<void> {
  return new Promise((resolve) => {
    const watcher = watch(folder, (_, changed) => {
      if (changed !== name) return
      watcher.close()
      resolve()
    })
  })
}

test('a gate passes or fails by its exit code, in a work tree of the candidate', async () => {
  await using world = await GateWorld.create([
    MAIN,
    { branch: 'bad', parents: ['main'], subject: 'bad', files: { 'a.c': 'broken\n' } },
  ])
  const gate = testGate('ls; cat a.c sub/b.c; echo "a.c:1:2: error: broken" >&2; grep -q one a.c')
  const green = await world.try(gate)
  expect(green.outcome).toEqual({ kind: 'passed' })
  expect(logOf(green)).toBe('a.c\nsub\none\ntwo\na.c:1:2: error: broken\n')
  const red = await world.try(gate, 'bad')
  expect(red.outcome).toEqual({ kind: 'failed', exit: 1, error: { text: 'broken', file: 'a.c', line: 1 } })
  expect((await world.try(testGate(['sh', '-c', 'echo "$0 $1"', 'two words', '$HOME']))).log.toString()).toBe(
    'two words $HOME\n',
  )
  expect((await world.try(testGate('kill -SEGV $$'))).outcome).toMatchObject({ kind: 'failed', exit: 139 })
})

test('nothing of the environment reaches a gate but the search path, and what the roster says', async () => {
  await using world = await GateWorld.create([MAIN])
  const tried = await world.try(testGate('env | sed "s/=.*//" | sort', { env: { ARCH: 'arm64' } }))
  const names = logOf(tried).trim().split('\n')
  expect(names.filter((name) => !/^(_|PWD|SHLVL|OLDPWD)$/.test(name))).toEqual(
    'ARCH CI GIT_CEILING_DIRECTORIES HOME LC_ALL PATH TERM TMPDIR TRIBUTARY_CORES TRIBUTARY_SLOT TZ'.split(' '),
  )
})

test('from one candidate to the next only what differs is touched', async () => {
  await using world = await GateWorld.create([
    { ...MAIN, files: { ...MAIN.files, 'gone.c': 'x\n', 'dir/only.c': 'y\n', swap: 'file\n' } },
    {
      branch: 'next',
      parents: ['main'],
      subject: 'next',
      files: {
        'a.c': 'changed\n',
        'gone.c': { gone: true },
        'dir/only.c': { gone: true },
        swap: { gone: true },
        'swap/inside.c': 'z\n',
        link: { mode: '120000', content: '/etc' },
        'run.sh': { mode: '100755', content: '#!/bin/sh\n' },
      },
    },
  ])
  const times = (path: string): bigint => lstatSync(join(world.tree, path), { bigint: true }).mtimeNs
  await world.try(testGate('echo built >a.o; echo built >dir/only.o'))
  const before = { unchanged: times('sub/b.c'), changed: times('a.c'), built: times('a.o') }
  const listed = await world.try(testGate('find . -type f -o -type l | sort; cat a.c'), 'next')
  // What was built stays, so that builds are incremental; what is gone is gone.
  const files = './a.c ./a.o ./dir/only.o ./link ./run.sh ./sub/b.c ./swap/inside.c'
  expect(logOf(listed).split('\n')).toEqual([...files.split(' '), 'changed', ''])
  expect(times('sub/b.c')).toBe(before.unchanged)
  expect(times('a.o')).toBe(before.built)
  expect(times('a.c')).not.toBe(before.changed)
  expect(statSync(join(world.tree, 'run.sh')).mode & 0o111).toBe(0o111)
  // The next pool goes on with the same work tree.
  await world.pool[Symbol.asyncDispose]()
  await world.open()
  await world.try(testGate('true'), 'next')
  expect(times('sub/b.c')).toBe(before.unchanged)
  const clean = await world.try(testGate('find . -name "*.o"'), 'main', { clean: true })
  expect(logOf(clean)).toBe('')
  expect(times('sub/b.c')).toBe(before.unchanged)
})

test('what a gate does to the work tree does not reach the next one', async () => {
  await using world = await GateWorld.create([
    { ...MAIN, files: { ...MAIN.files, 'keep/c.c': 'three\n', '.gitignore': '*.o\n' } },
  ])
  const harm = [
    'echo mine >a.c; touch -r sub/b.c a.c; rm sub/b.c; mkdir -p .git/objects; echo x >.git/HEAD',
    `rm -r keep; ln -s ${world.outside} keep; echo o >a.o; mkdir -p deep/er; echo x >deep/er/x; chmod 500 deep/er deep`,
  ]
  await world.try(testGate(harm.join('\n')))
  const gate = testGate('cat a.c sub/b.c keep/c.c; test ! -L keep && test ! -e .git; ls -A; ls -A "$HOME" "$TMPDIR"', {
    clean: true,
  })
  const after = await world.try(gate)
  expect(after.outcome).toEqual({ kind: 'passed' })
  expect(logOf(after)).toMatch(/^one\ntwo\nthree\n\.gitignore\na\.c\nkeep\nsub\n/)
  expect(readdirSync(world.outside)).toEqual([])
})

test('a gate that forks away is ended with all it started', async () => {
  await using world = await GateWorld.create([MAIN])
  // In a session of its own, its parent gone, its output elsewhere.
  const away = `setsid sh -c 'echo $$ >${world.outside}/away; exec sleep 1000' >/dev/null 2>&1 &`
  const held = `(trap "" TERM HUP; echo $$ >${world.outside}/held; exec sleep 1000) &`
  const wait = `while ! test -s ${world.outside}/away || ! test -s ${world.outside}/held; do sleep 0.01; done`
  const tried = await world.try(testGate(`${away}\n${held}\n${wait}\necho done`))
  expect(tried.outcome).toEqual({ kind: 'passed' })
  expect(logOf(tried)).toBe('done\n')
  expect(isAlive(join(world.outside, 'away'))).toBe(false)
  expect(isAlive(join(world.outside, 'held'))).toBe(false)
})

test('a gate that is stuck is ended after its time, whatever signals it ignores', async () => {
  await using world = await GateWorld.create([MAIN])
  const stuck = `trap "" TERM INT HUP; echo $$ >${world.outside}/stuck; echo begun; while :; do sleep 1000; done`
  const tried = await world.try(testGate(stuck, { timeoutSeconds: 1 }))
  expect(tried.outcome).toEqual({ kind: 'timed-out', seconds: 1 })
  expect(logOf(tried)).toBe('begun\n')
  expect(isAlive(join(world.outside, 'stuck'))).toBe(false)
  expect((await world.try(testGate('true'))).outcome).toEqual({ kind: 'passed' })
})

test('a gate that prints without end is ended, and no tree is blamed', async () => {
  await using world = await GateWorld.create([MAIN], { limits: { outputBytes: 40_000_000, processes: 100 } })
  const tried = await world.try(testGate('echo first; yes "a line of words"'))
  expect(tried.outcome).toEqual({ kind: 'could-not-run', why: 'it printed more than 40 MB, and was ended' })
  expect(logOf(tried)).toMatch(/^first\na line of words\n/)
  expect(tried.log.length).toBeLessThan(300_000)
})

test('a gate that takes too much memory, too many processes or too much disk is ended, and no tree is blamed', async () => {
  await using world = await GateWorld.create([MAIN], {
    limits: { outputBytes: 1e6, processes: 40 },
    diskBytes: 4_000_000,
  })
  const memory = testGate("node -e 'const held = []; setInterval(() => held.push(Buffer.alloc(4e6, 1)), 1)'", {
    needs: { memoryBytes: 300_000_000 },
  })
  expect((await world.try(memory)).outcome).toEqual({
    kind: 'could-not-run',
    why: 'it took more memory than 300 MB, and was ended',
  })
  const bomb = testGate('for i in $(seq 60); do sleep 1000 & done; wait')
  expect((await world.try(bomb)).outcome).toMatchObject({ why: 'it started more than 40 processes, and was ended' })
  const many = 'i=0; while :; do i=$((i+1)); head -c 1000000 /dev/zero >"f$i"; sleep 0.005; done'
  expect((await world.try(testGate(many))).outcome).toMatchObject({
    why: 'it took more than 4 MB of disk, and was ended',
  })
  expect(existsSync(world.tree)).toBe(false)
  const large = await world.try(testGate('head -c 9000000 /dev/zero >f'))
  expect(large.outcome).toEqual({
    kind: 'could-not-run',
    why: 'it took more than 4 MB of disk, and was ended',
  })
  const gone = await world.try(testGate('(head -c 9000000 /dev/zero >f); code=$?; rm f; exit $code'))
  expect(gone.outcome).toMatchObject({ why: 'it wrote a file larger than all that it may take of the disk' })
  const inside = await world.try(testGate('head -c 9000000 /dev/zero >f || exit 2'))
  expect(inside.outcome).toMatchObject({ kind: 'could-not-run' })
  expect((await world.try(testGate('ls'))).outcome).toEqual({ kind: 'passed' })
})

test('escape sequences and secrets do not reach a log', async () => {
  await using world = await GateWorld.create([MAIN], { secrets: ['operators-own-secret'] })
  const escapes = String.raw`printf '\033[31ma.c:3: error: red\033[0m\033]0;title\007\n'; printf 'step 1\rstep 2\r\n'; printf '\200\342\200\256x\n'`
  const secrets = 'echo "$API_TOKEN operators-own-secret"; printf %s "$API_TOKEN" | base64; exit 1'
  const tried = await world.try(testGate(`${escapes}; ${secrets}`, { env: { API_TOKEN: 'hunter2-hunter2' } }))
  expect(tried.outcome).toEqual({ kind: 'failed', exit: 1, error: { text: 'red', file: 'a.c', line: 3 } })
  expect(logOf(tried)).toMatchInlineSnapshot(`
    "a.c:3: error: red
    step 1
    step 2
    ��x
    [secret] [secret]
    [secret]y
    "
  `)
})

test('what the machine lacks is told as that', async () => {
  await using world = await GateWorld.create([MAIN], { labels: ['big'] })
  const tools = testGate('true', { needs: { tools: ['sh', 'no-such-compiler'] } })
  expect((await world.try(tools)).outcome).toEqual({
    kind: 'could-not-run',
    why: 'it needs no-such-compiler, which is not in PATH',
  })
  const labels = testGate('true', { needs: { labels: ['big', 'arm64'] } })
  expect((await world.try(labels)).outcome).toMatchObject({
    why: 'it needs a machine that is arm64; see labels under [gate-pool]',
  })
  const environment = await world.pool.environment(testGate('true', { needs: { tools: ['git', 'no-such-compiler'] } }))
  expect(Object.fromEntries(environment)).toEqual({
    git: expect.stringMatching(/^git version 2\./) as string,
    machine: expect.stringMatching(/^Linux /) as string,
    'no-such-compiler': 'missing',
    sandbox: 'none',
  })
  expect((await world.try(testGate(['no-such-program']))).outcome).toMatchObject({
    kind: 'failed',
    exit: expect.any(Number) as number,
  })
})

test('folders that nobody may write to are no hindrance', async () => {
  await using world = await GateWorld.create([
    MAIN,
    { branch: 'next', parents: ['main'], subject: 'next', files: { 'sub/b.c': { gone: true }, 'a.c': 'next\n' } },
  ])
  await world.try(testGate('mkdir -p out/deep "$HOME/x" && touch out/deep/x && chmod -R a-w . "$HOME"'))
  const tried = await world.try(testGate('ls -A; ls -A "$HOME"'), 'next', { clean: true })
  expect(logOf(tried)).toBe('a.c\n')
})

test('a gate that is stopped ends at once, and the next one finds its slot', async () => {
  await using world = await GateWorld.create([MAIN])
  const stop = new AbortController()
  const begun = seen(world.outside, 'begun')
  const gate = testGate(`echo $$ >${world.outside}/pid; touch ${world.outside}/begun; sleep 1000`)
  const tried = world.try(gate, 'main', { signal: stop.signal })
  await begun
  stop.abort()
  await expect(tried).rejects.toMatchObject({ code: 'stopped' })
  expect(isAlive(join(world.outside, 'pid'))).toBe(false)
  expect((await world.try(testGate('true'))).outcome).toEqual({ kind: 'passed' })
  await expect(world.try(testGate('true'), 'main', { signal: stop.signal })).rejects.toMatchObject({ code: 'stopped' })
})

test('as many gates run at once as there are slots, each in its own', async () => {
  await using world = await GateWorld.create([MAIN], { slots: 2 })
  // Each waits for the other: with one slot neither would end.
  const meet = (own: string, other: string) =>
    testGate(`touch ${world.outside}/${own}; while ! test -e ${world.outside}/${other}; do sleep 0.01; done; pwd`)
  const both = await Promise.all([world.try(meet('x', 'y')), world.try(meet('y', 'x'))])
  expect(both.map(({ outcome }) => outcome.kind)).toEqual(['passed', 'passed'])
  expect(new Set(both.map(logOf)).size).toBe(2)
})
