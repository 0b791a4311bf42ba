/** kill -9, at every point that can be named and at some that cannot: the last release stands, and the next run ends where the first would have. */
import { spawn } from 'node:child_process'
import { cpSync, readdirSync, readFileSync, watch } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cliEnvironment, cliFile, runCli } from '../world/cli.ts'
import { git } from '../world/fast-import.ts'
import { type KillPoint, killingGit } from '../world/killing-git.ts'
import { dayOf } from '../world/release.ts'
import { World } from '../world/world.ts'

const DAY = '2026-01-15'
const RUN = ['run', '--date', DAY]

/** A workspace with one release, and trees that have moved since: one clashes, one lost commits. */
class Scene implements AsyncDisposable {
  readonly world: World
  readonly lastRelease: string
  #attempts = 0

  private constructor(world: World, lastRelease: string) {
    this.world = world
    this.lastRelease = lastRelease
  }

  static async create(): Promise<Scene> {
    const world = await World.create({ trees: ['net', 'usb', 'sound'] })
    for (const tree of ['net', 'usb', 'sound']) world.commit(tree, { [`${tree}/core.c`]: 'one\n' })
    const { commit } = await world.release()
    world.commit('net', { 'core/main.c': 'net\n' })
    world.commit('usb', { 'core/main.c': 'usb\n' })
    git(world.path('sound'), ['update-ref', 'refs/heads/main', 'refs/heads/main~1'])
    world.commit('sound', { 'sound/other.c': 'one\n' })
    return new Scene(world, commit)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]()
  }

  /** A copy of the workspace as it is before the run. */
  attempt(): World {
    this.#attempts += 1
    const name = `attempt ${this.#attempts}`
    cpSync(this.world.dir, join(this.world.folder, name), { recursive: true })
    return this.world.beside(name)
  }
}

/** What must be the same however a release came about. */
interface End {
  readonly release: string
  readonly tag: string
  readonly runs: string
  readonly mails: readonly string[]
}

async function endOf(world: World): Promise<End> {
  return {
    release: world.record('rev-parse', 'refs/heads/next'),
    tag: world.record('rev-parse', 'refs/tags/next-20260115'),
    runs: world.record('rev-parse', 'refs/tributary/runs'),
    mails: (await world.mails()).map(({ subject, messageId }) => `${messageId} ${subject}`),
  }
}

/** The release before stands, or the new one does: nothing in between. */
function expectWholeRecord(world: World, lastRelease: string): void {
  expect(world.record('fsck', '--full', '--strict', '--no-dangling')).toBe('')
  expect(world.record('rev-parse', 'refs/tags/next-20260114^{commit}')).toBe(lastRelease)
  const next = world.record('rev-parse', 'refs/heads/next')
  const tags = world.record('for-each-ref', '--format=%(*objectname)', 'refs/tags').split('\n')
  expect(tags).toContain(next)
}

/** The next run, and where it ended. */
async function recover(world: World): Promise<End> {
  await world.run({ at: dayOf(DAY) })
  return endOf(world)
}

test('killed at any call of git, before or after git has done its work', async () => {
  await using scene = await Scene.create()
  const file = cliFile()
  const runKilled = (point: KillPoint): { world: World; calls: readonly string[]; survived: boolean } => {
    const world = scene.attempt()
    const killer = killingGit(join(world.dir, 'bin'), point)
    const { exit } = runCli(file, RUN, { cwd: world.dir, env: { PATH: killer.path } })
    return { world, calls: killer.calls(), survived: exit === 0 }
  }
  const whole = runKilled({ call: 0, when: 'before' })
  expect(whole.survived).toBe(true)
  const expected = await endOf(whole.world)
  expect(expected.mails).toHaveLength(3)
  const count = whole.calls.length
  // From the commit point on every call both ways; before that each once, by turns.
  const commitPoint = whole.calls.findLastIndex((call) => call.includes('update-ref'))
  const points = Array.from({ length: count }, (_, at): KillPoint[] => {
    const [one, other] = at % 2 === 0 ? (['before', 'after'] as const) : (['after', 'before'] as const)
    const both = at >= commitPoint ? [other] : []
    return at % 2 === 0 || at >= commitPoint ? [one, ...both].map((when) => ({ call: at + 1, when })) : []
  }).flat()
  // One process moves the refs of the commit point, and then those that follow from it.
  const movers = whole.calls.filter((call) => call.includes('update-ref')).length
  points.push({ call: movers, of: 'update-ref', when: 'between' })
  const seen = { killed: 0, rolledForward: 0 }
  for (const point of points) {
    const { world, survived, calls } = runKilled(point)
    const where = `call ${point.call}, ${point.when}: ${calls[point.call - 1] ?? ''}`
    if (!survived) seen.killed += 1
    expectWholeRecord(world, scene.lastRelease)
    const published = world.record('rev-parse', 'refs/tributary/runs') === expected.runs
    const atRelease = world.record('rev-parse', 'refs/heads/next') === expected.release
    if (published && !atRelease) seen.rolledForward += 1
    expect(await recover(world), where).toEqual(expected)
    expect(leftovers(world), where).toEqual([])
  }
  // A process that answers questions is ended by the run itself, so never comes to its `after`.
  expect(seen.killed).toBeGreaterThan(points.length * 0.7)
  expect(seen.rolledForward).toBeGreaterThan(0)
})

/** Files that only a killed process leaves. */
function leftovers(world: World): string[] {
  return readdirSync(world.dir, { recursive: true })
    .map(String)
    .filter((name) => /\.lock|tmp_|quarantine\/tributary-/.test(name))
}

/** A generator of numbers that are the same in every test run (Park and Miller). */
function* numbers(seed: number): Generator<number, never> {
  for (let state = seed; ; ) {
    state = (state * 48_271) % 2_147_483_647
    yield state / 2_147_483_647
  }
}

/** All that a process has started, and what those have. */
function descendants(pid: number): number[] {
  const parents = new Map<number, number>()
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1')
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]))
    } catch {
      // It ended while we looked.
    }
  }
  const found = [pid]
  for (const one of found) for (const [child, parent] of parents) if (parent === one) found.push(child)
  return found
}

/** Folders of a workspace in which a run changes something from beginning to end. Watched one by one: Node's own way down trips over what vanishes. */
const WATCHED = [
  '.',
  'cache',
  'record.git',
  'record.git/objects/pack',
  'record.git/refs/heads',
  'record.git/refs/trees',
  'record.git/refs/tributary',
]

/** Starts the command line and kills it, with all it started, at the nth change that it makes in the workspace. Returns how many there were. */
function killAtChange(file: string, world: World, nth: number): Promise<number> {
  return new Promise((resolve) => {
    let changes = 0
    const child = spawn(process.execPath, [file, ...RUN], { cwd: world.dir, env: cliEnvironment(), stdio: 'ignore' })
    const noticed = (): void => {
      changes += 1
      if (changes !== nth) return
      for (const pid of descendants(child.pid ?? 0)) {
        try {
          process.kill(pid, 'SIGKILL')
        } catch {
          // It ended by itself.
        }
      }
    }
    const watchers = WATCHED.map((folder) => watch(join(world.dir, folder), noticed))
    child.once('exit', () => {
      for (const watcher of watchers) watcher.close()
      resolve(changes)
    })
  })
}

// Changes of files are counted rather than milliseconds: however fast the machine, the kills are spread over the whole run.
test('killed with everything it started, at random changes on the disk', async () => {
  await using scene = await Scene.create()
  const file = cliFile()
  const whole = scene.attempt()
  const changes = await killAtChange(file, whole, Number.POSITIVE_INFINITY)
  const expected = await endOf(whole)
  const random = numbers(20_260_115)
  const kills = 12
  for (let kill = 0; kill < kills; kill += 1) {
    const nth = 1 + Math.floor(((kill + random.next().value) / kills) * changes)
    const world = scene.attempt()
    await killAtChange(file, world, nth)
    expectWholeRecord(world, scene.lastRelease)
    expect(await recover(world), `change ${nth} of ${changes}`).toEqual(expected)
    expect(leftovers(world), `change ${nth} of ${changes}`).toEqual([])
  }
})
