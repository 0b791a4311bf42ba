/** Tributary integrating: everything anew, one tree moved, nothing moved. */
import { join } from 'node:path'
import { git } from '../git.ts'
import type { Integration, TreeOutcome } from '../peers/outcome.ts'
import { throughCoProcess } from '../peers/plumbing.ts'
import type { Contender, Field } from '../rounds.ts'
import { runOffline, type RunAnswer, tributary } from '../tributary.ts'
import { copyWorkspace, removeWorkspace } from '../workspace.ts'
import { advance, restore, type World, type WorldTree } from '../world/world.ts'
import { sameAnswer } from './peers.ts'

/** A run that begins as a copy of `workspace` and must come to `expected`. */
export function cold(world: World, workspace: string, expected: Integration, rounds: number): Contender {
  return {
    name: 'Tributary, cold',
    rounds,
    run: async () => {
      const { seconds, answer } = await spend(world, workspace, expected)
      const pairs = answer.timingsMs['commitPairs']
      const conflicts = answer.conflicts.length
      return {
        cold: seconds,
        ...(pairs === undefined || conflicts === 0 ? {} : { 'commit pair': pairs / 1000 / conflicts }),
      }
    },
  }
}

/** Runs after which one more commit lies on one tree: `workspace` is one in which everything is released. */
export async function moved(world: World, workspace: string, rounds: number): Promise<Field> {
  const places = { first: 0, middle: Math.floor(world.trees.length / 2), last: world.trees.length - 1 }
  const contenders: Contender[] = []
  const folders: string[] = []
  for (const [place, index] of Object.entries(places)) {
    const tree = nearestMerged(world, index)
    const ready = await fetchedMove(world, workspace, tree)
    folders.push(ready)
    const expected = await throughCoProcess(withAdvanced(world, tree))
    contenders.push({
      name: `Tributary, ${place} tree moved`,
      rounds,
      run: async () => ({ [`moved ${place}`]: (await spend(world, ready, expected)).seconds }),
    })
  }
  return { contenders, clear: () => folders.forEach(removeWorkspace) }
}

/** A run with nothing to do. */
export function same(world: World, workspace: string, rounds: number): Contender {
  return {
    name: 'Tributary, nothing moved',
    rounds,
    run: async () => {
      const folder = copyWorkspace(world, workspace)
      const { answer, seconds } = await runOffline(folder)
      removeWorkspace(folder)
      const work = Object.values(answer.timingsMs).reduce((sum, ms) => sum + ms, 0)
      return { same: seconds, 'same work': work / 1000 }
    },
  }
}

async function spend(world: World, workspace: string, expected: Integration) {
  const folder = copyWorkspace(world, workspace)
  const { answer, seconds } = await runOffline(folder)
  sameAnswer('Tributary', expected, integrationOf(folder, answer, seconds))
  removeWorkspace(folder)
  return { answer, seconds }
}

/** A copy of the workspace that has fetched the tree's next commit. */
async function fetchedMove(world: World, workspace: string, tree: WorldTree): Promise<string> {
  const folder = copyWorkspace(world, workspace)
  advance(world, tree)
  await tributary(folder, ['fetch'])
  restore(world, tree)
  return folder
}

function withAdvanced(world: World, moving: WorldTree): World {
  return { ...world, trees: world.trees.map((tree) => (tree === moving ? { ...tree, tip: tree.advanced } : tree)) }
}

/** The tree at that place or the next one that goes in by itself, since moving a tree that is left out proves nothing. */
function nearestMerged(world: World, index: number): WorldTree {
  const idle = new Set([...world.conflicts.map((conflict) => conflict.tree), ...world.alreadyIn])
  const tree = [...world.trees.slice(index), ...world.trees.slice(0, index).reverse()].find(
    ({ name }) => !idle.has(name),
  )
  if (!tree) throw new Error('no tree of this world goes in')
  return tree
}

/** What `run --json` tells, as the peers tell it. */
function integrationOf(folder: string, answer: RunAnswer, seconds: number): Integration {
  const commits = answer.trees.flatMap(({ outcome, mergeCommit }) =>
    outcome === 'merged' && mergeCommit ? [mergeCommit] : [],
  )
  const listing = git(
    join(folder, 'record.git'),
    ['log', '--no-walk=unsorted', '--stdin', '--format=%H %T'],
    `${commits.join('\n')}\n`,
  )
  const contents = new Map(
    listing
      .trim()
      .split('\n')
      .map((line) => line.split(' ') as [string, string]),
  )
  const outcomes = answer.trees.map(
    ({ name, outcome, mergeCommit }) => [name, outcomeOf(outcome, contents.get(mergeCommit ?? ''))] as const,
  )
  return { outcomes: new Map(outcomes), contentTree: answer.contentTree, seconds }
}

function outcomeOf(outcome: string, tree: string | undefined): TreeOutcome {
  if (outcome === 'merged' && tree !== undefined) return { kind: 'merged', tree }
  if (outcome === 'already-in' || outcome === 'empty') return { kind: 'already-in' }
  if (outcome === 'left-out') return { kind: 'conflicted' }
  throw new Error(`an outcome that no world leads to: ${outcome}`)
}
