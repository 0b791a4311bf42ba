/** Who takes part, by what was asked for. */
import type { Group, Options } from '../options.ts'
import type { Contender, Field } from '../rounds.ts'
import { clearScratch } from '../peers/scratch.ts'
import { isBuilt, runOffline } from '../tributary.ts'
import { copyWorkspace, fetchedWorkspace, removeWorkspace } from '../workspace.ts'
import type { World } from '../world/world.ts'
import { fetchFrom, movedTo, startDaemon } from './fetch.ts'
import { cold, moved, same } from './integrate.ts'
import { memory } from './memory.ts'
import { findTruth, peers, type Truth } from './peers.ts'
import { help, matrix, tryBranch } from './questions.ts'

export async function prepare(world: World, options: Options, say: (line: string) => void): Promise<Field> {
  const wants = (group: Group): boolean => options.only.has(group)
  const truth = await findTruth(world)
  const others = wants('peers') ? peers(world, truth, options) : []
  if (!isBuilt()) {
    say('Tributary is not built: only its peers are measured')
    return { contenders: others, clear: () => clearScratch(world) }
  }
  const own = await prepareTributary(world, truth, options, say)
  return { contenders: [...own.contenders, ...others], clear: own.clear }
}

async function prepareTributary(
  world: World,
  truth: Truth,
  options: Options,
  say: (line: string) => void,
): Promise<Field> {
  const { rounds, only } = options
  const wants = (...groups: Group[]): boolean => groups.some((group) => only.has(group))
  const contenders: Contender[] = wants('help') ? [help(world, rounds)] : []
  const clearing: (() => void)[] = [() => clearScratch(world)]
  const clear = (): void => clearing.forEach((each) => each())
  if (!wants('cold', 'moved', 'same', 'try', 'matrix', 'fetch', 'memory')) return { contenders, clear }

  say('fetching the world into a workspace')
  const fetched = await fetchedWorkspace(world, `file://${world.server}`)
  clearing.push(() => removeWorkspace(fetched))
  if (wants('cold')) contenders.push(cold(world, fetched, truth.integration, rounds))
  if (wants('memory')) contenders.push(memory(world, fetched, Math.min(rounds, 3)))

  const released = copyWorkspace(world, fetched)
  clearing.push(() => removeWorkspace(released))
  await runOffline(released)
  if (wants('moved')) {
    say('moving trees')
    const moves = await moved(world, released, rounds)
    contenders.push(...moves.contenders)
    clearing.push(moves.clear)
  }
  if (wants('same')) contenders.push(same(world, released, rounds))
  if (wants('try')) contenders.push(tryBranch(world, released, rounds))
  if (wants('matrix')) contenders.push(matrix(world, released, truth, rounds))
  if (wants('fetch')) {
    const daemon = await startDaemon(world)
    const remote = await movedTo(world, released, daemon.url)
    clearing.push(daemon.stop, () => removeWorkspace(remote))
    contenders.push(fetchFrom('file', released, rounds), fetchFrom('daemon', remote, rounds))
  }
  return { contenders, clear }
}
