/** What happens to this machine while it fetches: processes die, disks fill up. */
import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { fetchTips } from '../../src/stages/fetch/fetch-tips.ts'
import { git, initBare } from '../world/fast-import.ts'
import { FetchScene, quarantines } from '../world/fetch-scene.ts'
import { gitDaemon, rawServer, relay } from '../world/git-servers.ts'

const FIX = { branch: 'main', subject: 'fix', files: { 'core.c': 'int fixed;\n' } }
const NOISE = Buffer.from(Array.from({ length: 400_000 }, (_, at) => (at * at * 2_654_435_761) >>> 13))

test('a fetch that died midway leaves the record as it was, and the next one clears up after it', async () => {
  using scene = new FetchScene()
  scene.tree('honest', [FIX])
  await scene.fetch()
  scene.repository('large', [{ ...FIX, files: { noise: NOISE } }])
  await using daemon = await gitDaemon(scene.folder)
  let stalled = (): void => undefined
  const midway = new Promise<void>((resolve) => {
    stalled = resolve
  })
  let bytesLeft = 100_000
  await using server = await rawServer((socket) =>
    relay(socket, daemon.port, (chunk) => {
      bytesLeft -= chunk.length
      if (bytesLeft > 0) return 'pass'
      stalled()
      return 'hold'
    }),
  )
  scene.follow('large', { url: `git://127.0.0.1:${server.port}/large.git` })
  const before = git(scene.recordDir, ['for-each-ref'])

  // It carries the id of a process that is gone, so to the next fetch it is one that was killed.
  const dead = spawnSync('true').pid
  const abandoned = fetchTips(scene.context({ pid: dead })).catch(() => 'abandoned')
  await midway
  expect(quarantines(scene.scratchFolder)).not.toEqual([])
  expect(git(scene.recordDir, ['for-each-ref'])).toBe(before)

  bytesLeft = Number.POSITIVE_INFINITY
  expect(await scene.fetch()).toEqual(['upstream: same', 'honest: same', 'large: moved'])
  expect(scene.events).toContainEqual({
    kind: 'repaired',
    what: 'cleared away what a fetch had left behind that was killed',
  })
  await server[Symbol.asyncDispose]()
  await abandoned
  expect(quarantines(scene.scratchFolder)).toEqual([])
  expect(git(scene.recordDir, ['fsck', '--strict'])).toBe('')
})

/** A disk of three megabytes at a folder, gone when the test is over. */
function smallDisk(folder: string): Disposable {
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', folder])
  return { [Symbol.dispose]: () => execFileSync('umount', ['--lazy', folder]) }
}

const mayMount = process.getuid?.() === 0 && spawnSync('unshare', ['--mount', 'true']).status === 0

test.runIf(mayMount)('a full disk is an error of this machine, not of the tree, and harms nothing', async () => {
  using scene = new FetchScene()
  using _disk = smallDisk(scene.home)
  initBare(scene.recordDir)
  scene.repository('large', [{ ...FIX, files: { noise: randomBytes(6_000_000) } }])
  scene.follow('large')
  await expect(scene.fetch()).rejects.toMatchObject({ code: 'disk' })
  expect(scene.recorded('refs/trees/large')).toBe('')
  expect(quarantines(scene.scratchFolder)).toEqual([])
})
