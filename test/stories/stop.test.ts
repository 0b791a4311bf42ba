/** Ctrl-C, at many points of long commands: nothing is left behind, no git goes on, and the command can simply be given again. */
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cliEnvironment, cliFile } from '../world/cli.ts'
import { git } from '../world/fast-import.ts'
import { type KillPoint, killingGit } from '../world/killing-git.ts'
import { World } from '../world/world.ts'

/** Points of each command; every point would take minutes. */
const POINTS = 6

interface Stopped {
  readonly exit: number | null
  readonly stderr: string
  readonly calls: number
  readonly left: readonly string[]
}

function runStopped(world: World, words: readonly string[], point: Omit<KillPoint, 'signal'>): Stopped {
  const killer = killingGit(join(world.folder, 'bin'), { ...point, signal: 'INT' })
  const { status, stderr, pid } = spawnSync(process.execPath, [cliFile(), ...words], {
    cwd: world.dir,
    env: { ...cliEnvironment(), PATH: killer.path },
    encoding: 'utf8',
    timeout: 240_000,
  })
  return { exit: status, stderr, calls: killer.calls().length, left: [...filesOf(world, pid), ...processesIn(world)] }
}

/** Locks, half-written files and throw-away repositories. */
function filesOf(world: World, pid: number): string[] {
  const inWorkspace = readdirSync(world.folder, { recursive: true })
    .map(String)
    .filter((name) => /\.lock|tmp_|quarantine\/tributary-/.test(name))
  const scratch = ['/dev/shm', tmpdir()].map((folder) => join(folder, `tributary-${process.getuid?.() ?? 0}`))
  const thrownAway = scratch.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []))
  return [...inWorkspace, ...thrownAway.filter((name) => name.includes(`-${pid}-`))]
}

/** Processes that work in one of the world's folders. */
function processesIn(world: World): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const line = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ')
        return line.includes(world.folder) ? [line] : []
      } catch {
        return []
      }
    })
}

/** A world with a release, and trees that have moved since: one clashes. */
async function busyWorld(): Promise<World> {
  const world = await World.create({ trees: ['net', 'usb', 'sound'] })
  for (const tree of ['net', 'usb', 'sound']) world.commit(tree, { [`${tree}/core.c`]: 'one\n' })
  await world.release()
  git(world.folder, ['clone', '-q', '--mirror', world.recordDir, world.path('mirror')])
  world.commit('net', { 'core/main.c': 'net\n' })
  world.commit('usb', { 'core/main.c': 'usb\n' })
  return world
}

const COMMANDS: readonly (readonly string[])[] = [
  ['fetch'],
  ['run', '--date', '2026-01-15', '--dry-run'],
  ['matrix'],
  ['verify'],
  ['maintain'],
  ['init', '../again', '--from', '../mirror.git'],
  ['run', '--date', '2026-01-15'],
]

// Which calls there are depends on how far the attempt before came, so some points are never reached and the command ends by itself.
test.each(COMMANDS)('%s %s', async (...words) => {
  await using world = await busyWorld()
  await using another = await busyWorld()
  const all = runStopped(another, words, { call: 0, when: 'before' }).calls
  let stopped = 0
  for (let n = 0; n < POINTS; n += 1) {
    const call = 1 + Math.floor((n * all) / POINTS)
    const { exit, stderr, left } = runStopped(world, words, { call, when: n % 2 === 0 ? 'before' : 'after' })
    expect(left, `call ${call} of ${all}`).toEqual([])
    if (exit === 0) break
    stopped += 1
    expect(stderr).toMatch(/tributary: stopped by SIGINT; .*\n$/)
    expect(exit).toBe(130)
    expect(existsSync(join(world.folder, 'again'))).toBe(false)
  }
  expect(stopped).toBeGreaterThan(0)
})

test('a watch ends while it waits', async () => {
  await using world = await busyWorld()
  const watching = spawn(process.execPath, [cliFile(), 'watch', '--every', '1h'], {
    cwd: world.dir,
    env: cliEnvironment(),
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const ended = once(watching, 'exit')
  await once(watching.stdout, 'data')
  watching.kill('SIGINT')
  expect(await ended).toEqual([130, null])
  expect([...filesOf(world, watching.pid ?? 0), ...processesIn(world)]).toEqual([])
})
