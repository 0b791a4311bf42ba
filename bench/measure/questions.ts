/** Tributary asked what would happen: `try`, `matrix`, `--help`. */
import { git } from '../git.ts'
import type { Contender } from '../rounds.ts'
import { type MatrixAnswer, tributary } from '../tributary.ts'
import { copyWorkspace, removeWorkspace } from '../workspace.ts'
import type { World } from '../world/world.ts'
import { pairsOf, type Truth } from './peers.ts'

/** One more branch, which nobody has seen before: the commit that a tree in the middle would move to. */
export function tryBranch(world: World, workspace: string, rounds: number): Contender {
  const branch = 'trial'
  const tree = world.trees[Math.floor(world.trees.length / 2)]
  return {
    name: 'Tributary, try',
    rounds,
    run: async () => {
      const folder = copyWorkspace(world, workspace)
      git(world.server, ['update-ref', `refs/heads/${branch}`, tree?.advanced ?? ''])
      const { seconds } = await tributary(folder, ['try', `${world.server}#${branch}`, '--json'])
      git(world.server, ['update-ref', '-d', `refs/heads/${branch}`])
      removeWorkspace(folder)
      return { try: seconds }
    },
  }
}

/** Which pairs conflict, held against every pair merged. */
export function matrix(world: World, workspace: string, truth: Truth, rounds: number): Contender {
  return {
    name: 'Tributary, matrix',
    rounds,
    run: async () => {
      const expected = truth.pairs ?? (await pairsOf(world, truth))
      const folder = copyWorkspace(world, workspace)
      const { stdout, seconds } = await tributary(folder, ['matrix', '--json'])
      removeWorkspace(folder)
      const answer = JSON.parse(stdout) as MatrixAnswer
      samePairs(
        expected.conflicts,
        answer.pairs.map(({ a, b }) => ({ trees: [a, b] })),
      )
      return { matrix: seconds }
    },
  }
}

export function help(world: World, rounds: number): Contender {
  return {
    name: 'Tributary, --help',
    rounds,
    run: async () => ({ help: (await tributary(world.server, ['--help'])).seconds }),
  }
}

interface Pair {
  readonly trees: readonly [string, string]
}

function samePairs(expected: readonly Pair[], found: readonly Pair[]): void {
  const words = (pairs: readonly Pair[]): string =>
    pairs
      .map(({ trees }) => [...trees].sort().join(' with '))
      .sort()
      .join('\n  ')
  if (words(expected) !== words(found)) {
    throw new Error(`matrix has another answer:\n  ${words(found)}\nnot:\n  ${words(expected)}`)
  }
}
