/** The peers as contenders, each held to the same answer. */
import type { Options } from '../options.ts'
import { allPairs, type Pairs } from '../peers/all-pairs.ts'
import { differences, type Integration } from '../peers/outcome.ts'
import { processAMerge, throughCoProcess } from '../peers/plumbing.ts'
import { inWorkTree } from '../peers/work-tree.ts'
import type { Contender } from '../rounds.ts'
import type { World } from '../world/world.ts'

/** What is right: filled in by the peers before anything is measured against it. */
export interface Truth {
  readonly integration: Integration
  /** Known once every pair has been merged. */
  pairs: Pairs | undefined
}

/** Throws unless the world's own expectations and the peer agree. */
export async function findTruth(world: World): Promise<Truth> {
  const integration = await throughCoProcess(world)
  const left = [...integration.outcomes].filter(([, outcome]) => outcome.kind === 'conflicted').map(([name]) => name)
  const expected = new Set(world.conflicts.map((conflict) => conflict.tree))
  if (left.length !== expected.size || !left.every((name) => expected.has(name))) {
    throw new Error(`the world promises conflicts of ${[...expected].join(', ')}; git finds ${left.join(', ')}`)
  }
  return { integration, pairs: undefined }
}

export function peers(world: World, truth: Truth, options: Options): Contender[] {
  const integrating = (name: string, rounds: number, run: () => Integration | Promise<Integration>): Contender => ({
    name,
    rounds,
    run: async () => {
      const integration = await run()
      sameAnswer(name, truth.integration, integration)
      return { [name]: integration.seconds }
    },
  })
  return [
    integrating('co-process', options.rounds, () => throughCoProcess(world)),
    integrating('process a merge', options.rounds, () => processAMerge(world)),
    integrating('work tree', options.slowRounds, () => inWorkTree(world)),
    {
      name: 'all pairs',
      rounds: options.slowRounds,
      run: async () => ({ 'all pairs': (await pairsOf(world, truth)).seconds }),
    },
  ]
}

/** Merges every pair and keeps the answer. */
export async function pairsOf(world: World, truth: Truth): Promise<Pairs> {
  const pairs = await allPairs(world)
  truth.pairs = pairs
  return pairs
}

/** A speed with a wrong answer is no speed. */
export function sameAnswer(name: string, expected: Integration, found: Integration): void {
  const wrong = differences(expected, found)
  if (wrong.length > 0) throw new Error(`${name} has another answer:\n  ${wrong.slice(0, 10).join('\n  ')}`)
}
