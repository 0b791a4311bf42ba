/** Which pairs of trees conflict, by merging every pair: the questions all asked at once, the answers read as they come. */
import { performance } from 'node:perf_hooks'
import type { World } from '../world/world.ts'
import { MergeTree } from './merge-tree.ts'
import { scratchInMemory } from './scratch.ts'

export interface PairConflict {
  /** In roster order. */
  readonly trees: readonly [string, string]
  readonly paths: readonly string[]
}

export interface Pairs {
  readonly pairs: number
  readonly conflicts: readonly PairConflict[]
  readonly seconds: number
}

/** Merges asked for but not answered: more would only fill pipes, and a git that buffers must have more to say than fits. */
const IN_FLIGHT = 400

/** In memory and without compression: the objects of 81,000 merges are thrown away, and a disk would only slow the peer. */
export async function allPairs(world: World): Promise<Pairs> {
  using scratch = scratchInMemory(world)
  const started = performance.now()
  const mergeTree = new MergeTree(scratch.repository, 'all-at-once')
  const conflicts: PairConflict[] = []
  const flying: Promise<void>[] = []
  let pairs = 0
  for (const [index, first] of world.trees.entries()) {
    for (const second of world.trees.slice(index + 1)) {
      pairs += 1
      flying.push(
        mergeTree.merge(first.tip, second.tip).then(({ clean, paths }) => {
          if (!clean) conflicts.push({ trees: [first.name, second.name], paths })
        }),
      )
      if (flying.length >= IN_FLIGHT) await flying.shift()
    }
  }
  mergeTree.end()
  await Promise.all(flying)
  const seconds = (performance.now() - started) / 1000
  return { pairs, conflicts, seconds }
}
