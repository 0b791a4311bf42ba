import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Event } from '../../../src/base/model/event.ts'
import { type Holder, withIntegrationLock } from '../../../src/memory/record/lock.ts'
import type { OperatingError } from '../../../src/base/std/operating-error.ts'
import { openRecord, type Record } from '../../../src/memory/record/record.ts'
import { initBare } from '../../world/fast-import.ts'
import { type TestFolder, testFolder } from '../../world/folder.ts'
import { containing } from '../../world/matching.ts'
import { testGit } from '../../world/roster.ts'

const US: Holder = { pid: process.pid, command: 'tributary run', since: '2026-01-14T00:00:00+00:00' }

class Scene implements Disposable {
  readonly #folder: TestFolder = testFolder()
  readonly dir = join(this.#folder.path, 'record.git')
  readonly events: Event[] = []
  readonly record: Record

  constructor() {
    initBare(this.dir)
    this.record = openRecord(testGit(), this.dir)
  }

  [Symbol.dispose](): void {
    this.#folder[Symbol.dispose]()
  }

  hold<Result>(holder: Holder, body: () => Promise<Result>): Promise<Result> {
    return withIntegrationLock(this.record, holder, (event) => this.events.push(event), body)
  }

  /** A lock as a process left it. */
  leave(lock: unknown): void {
    writeFileSync(join(this.dir, 'tributary.lock'), typeof lock === 'string' ? lock : JSON.stringify(lock))
  }

  locks(): string[] {
    return readdirSync(this.dir, { recursive: true })
      .map(String)
      .filter((name) => name.includes('.lock') || name === 'packed-refs.new')
  }

  said(): string[] {
    return this.events.flatMap((event) => ('what' in event ? [event.what] : []))
  }
}

/** When the kernel says that a process was started. */
function startOf(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
}

/** The id of a process that has ended. */
function deadPid(): number {
  return spawnSync('true').pid
}

test('whoever comes second is told who was first', async () => {
  using scene = new Scene()
  const other = spawn('sleep', ['60'])
  try {
    const attempt = scene.hold(US, () =>
      scene.hold({ ...US, pid: other.pid ?? 0, command: 'tributary fetch' }, async () => 1),
    )
    await expect(attempt).rejects.toMatchObject({
      code: 'busy',
      message: `tributary run is at work on this record: process ${process.pid}, since 2026-01-14T00:00:00+00:00`,
      hint: containing(`kill ${process.pid}`),
    })
  } finally {
    other.kill()
  }
  expect(scene.locks()).toEqual([])
})

test('the lock goes with the work, however that ends', async () => {
  using scene = new Scene()
  await expect(scene.hold(US, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(scene.locks()).toEqual([])
  expect(await scene.hold(US, async () => scene.locks())).toEqual(['tributary.lock'])
})

test('the lock of a dead process is cleared away, and so are those of the git it started', async () => {
  using scene = new Scene()
  const pid = deadPid()
  scene.leave({ ...US, pid, started: '1' })
  mkdirSync(join(scene.dir, 'refs/tributary'), { recursive: true })
  mkdirSync(join(scene.dir, 'objects/info/commit-graphs'), { recursive: true })
  const left = [
    'packed-refs.lock',
    'packed-refs.new',
    'refs/tributary/runs.lock',
    'objects/pack/multi-pack-index.lock',
    'objects/info/commit-graphs/commit-graph-chain.lock',
  ]
  for (const file of left) writeFileSync(join(scene.dir, file), '')
  writeFileSync(join(scene.dir, 'objects/pack/tmp_pack_Ab12Cd'), 'PACK')
  expect(await scene.hold(US, async () => scene.locks())).toEqual(['tributary.lock'])
  expect(scene.said()[0]).toBe(
    `removed the lock of tributary run (process ${pid}, since 2026-01-14T00:00:00+00:00), which is dead`,
  )
  for (const file of left) expect(scene.said()).toContain(`removed ${file}, left by a git process that died with it`)
  expect(existsSync(join(scene.dir, 'objects/pack/tmp_pack_Ab12Cd'))).toBe(false)
})

test('another process under the same number is not taken for the holder', async () => {
  using scene = new Scene()
  const other = spawn('sleep', ['60'])
  try {
    const pid = other.pid ?? 0
    scene.leave({ ...US, pid, started: startOf(pid) })
    await expect(scene.hold(US, async () => 1)).rejects.toMatchObject({ code: 'busy' })
    scene.leave({ ...US, pid, started: '17' })
    expect(await scene.hold(US, async () => 1)).toBe(1)
  } finally {
    other.kill()
  }
})

test('a lock that cannot be read is nobody’s', async () => {
  using scene = new Scene()
  scene.leave('{"pid": 1')
  expect(await scene.hold(US, async () => 1)).toBe(1)
  expect(scene.said()).toEqual(['removed an unreadable lock'])
})

test('what a process left that was killed while it took the lock is cleared away', async () => {
  using scene = new Scene()
  writeFileSync(join(scene.dir, `tributary.lock.${deadPid()}`), '{}')
  writeFileSync(join(scene.dir, `tributary.lock.${'a1'.repeat(20)}`), `${deadPid()} 1\n`)
  await scene.hold(US, async () => undefined)
  expect(scene.locks()).toEqual([])
})

test('a record that cannot be written says what to do', async () => {
  using scene = new Scene()
  const record = { ...scene.record, gitDir: join(scene.dir, 'nowhere') }
  await expect(
    withIntegrationLock(
      record,
      US,
      () => undefined,
      async () => 1,
    ),
  ).rejects.toMatchObject({
    code: 'disk',
    hint: containing('writable'),
  })
})

test('of many that come at once one goes first, and the others are told', async () => {
  using scene = new Scene()
  scene.leave({ ...US, pid: deadPid(), started: '1' })
  const sleepers = Array.from({ length: 8 }, () => spawn('sleep', ['60']))
  try {
    let refusals = 0
    let open = (): void => undefined
    // The holder ends only when all others have been refused.
    const gate = new Promise<void>((resolve) => (open = resolve))
    const ends = await Promise.all(
      sleepers.map(async ({ pid = 0 }) => {
        try {
          await scene.hold({ ...US, pid }, () => gate)
          return 'done'
        } catch (error) {
          refusals += 1
          if (refusals === sleepers.length - 1) open()
          return (error as OperatingError).code
        }
      }),
    )
    expect(ends.sort()).toEqual([...Array.from({ length: 7 }, () => 'busy'), 'done'])
  } finally {
    for (const sleeper of sleepers) sleeper.kill()
  }
})

test('of many that find the lock of a dead one never two hold it', async () => {
  using scene = new Scene()
  const sleepers = Array.from({ length: 8 }, () => spawn('sleep', ['60']))
  const dead = deadPid()
  let holders = 0
  try {
    // Which of them comes when is up to the system, so that once shows little.
    for (let day = 0; day < 100; day += 1) {
      scene.leave({ ...US, pid: dead, since: `day ${day}`, started: '1' })
      const work = async (): Promise<void> => {
        holders += 1
        expect(holders).toBe(1)
        await readdir(scene.dir)
        holders -= 1
      }
      const ends = await Promise.allSettled(sleepers.map(({ pid = 0 }) => scene.hold({ ...US, pid }, work)))
      const faults = ends.flatMap((end) => (end.status === 'rejected' ? [end.reason as OperatingError] : []))
      expect(faults.filter(({ code }) => code !== 'busy')).toEqual([])
    }
  } finally {
    for (const sleeper of sleepers) sleeper.kill()
  }
  expect(scene.locks()).toEqual([])
})
