/** What a probe costs beyond the build itself: going from candidate to candidate in a reused work tree, beside a fresh one. */
import { performance } from 'node:perf_hooks'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { Git } from '../../src/base/git/spawn.ts'
import type { CommitOid } from '../../src/base/model/oid.ts'
import { openPool } from '../../src/stages/gate/pool/open-pool.ts'
import type { Pool } from '../../src/stages/gate/pool/pool.ts'
import { git } from '../git.ts'
import { NOTHING } from './nothing.ts'
import { runOffline } from '../tributary.ts'
import { fetchedWorkspace, removeWorkspace } from '../workspace.ts'
import type { World } from '../world/world.ts'

/** How often each is measured; a fresh work tree of a kernel takes too long for more than a few. */
const ROUNDS = 3
const FRESH_ROUNDS = 2

/** Seconds, by what was done. */
export type Probes = ReadonlyMap<string, readonly number[]>

/** Each way in turns, on the merges of one release. */
export async function probeCosts(world: World, say: (line: string) => void): Promise<Probes> {
  const workspace = await fetchedWorkspace(world, `file://${world.server}`)
  try {
    const { answer } = await runOffline(workspace)
    const merges = answer.trees.flatMap(({ mergeCommit }) => (mergeCommit ? [mergeCommit as CommitOid] : []))
    return await measured(join(workspace, 'record.git'), merges, say)
  } finally {
    removeWorkspace(workspace)
  }
}

async function measured(
  record: string,
  merges: readonly CommitOid[],
  say: (line: string) => void,
): Promise<Map<string, number[]>> {
  const samples = new Map<string, number[]>()
  const note = (name: string, seconds: number): void => {
    samples.set(name, [...(samples.get(name) ?? []), seconds])
  }
  const at = (share: number): CommitOid => merges[Math.floor((merges.length - 1) * share)] as CommitOid
  const sandboxes = [
    ['sandbox off', 'off'],
    ['sandbox on', 'require'],
  ] as const
  for (const [name, sandbox] of sandboxes) {
    await using pool = await openPoolOn(record, sandbox)
    await seconds(pool, at(1))
    for (let round = 0; round < ROUNDS; round += 1) {
      say(`${name}, round ${round + 1}`)
      const place = Math.floor(merges.length / 2) + round
      await seconds(pool, merges[place] as CommitOid)
      note(`${name}: to the next merge`, await seconds(pool, merges[place + 1] as CommitOid))
      note(`${name}: nothing to switch`, await seconds(pool, merges[place + 1] as CommitOid))
      note(`${name}: from the middle to the end`, await seconds(pool, at(1)))
      note(`${name}: from the end to the first`, await seconds(pool, at(0)))
      if (sandbox === 'off' && round < FRESH_ROUNDS) note('git worktree add', fresh(record, at(0.5)))
    }
  }
  return samples
}

function openPoolOn(record: string, sandbox: 'off' | 'require'): Promise<Pool> {
  const bound = new Git({ searchPath: process.env['PATH'] ?? '', unbuffered: ['stdbuf', '-o0'] }).at(record)
  return openPool(bound, {
    sandbox,
    slots: 1,
    diskBytes: 20 * 1024 ** 3,
    labels: [],
    readable: [],
    recordDir: record,
    folder: join(record, '..', 'gates'),
    pid: process.pid,
    stopwatch: () => performance.now(),
    secrets: [],
    listen: () => undefined,
  })
}

async function seconds(pool: Pool, candidate: CommitOid): Promise<number> {
  const began = performance.now()
  const { outcome } = await pool.try(NOTHING, candidate)
  if (outcome.kind !== 'passed') throw new Error(`a gate that does nothing ${outcome.kind}`)
  return (performance.now() - began) / 1000
}

function fresh(record: string, candidate: CommitOid): number {
  const folder = join(record, '..', 'fresh')
  const began = performance.now()
  git(record, ['worktree', 'add', '--quiet', '--detach', folder, candidate])
  const took = (performance.now() - began) / 1000
  rmSync(folder, { recursive: true })
  git(record, ['worktree', 'prune'])
  return took
}
