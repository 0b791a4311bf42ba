/** The memory of a cold run. */
import { watchMemory } from '../memory.ts'
import type { Contender } from '../rounds.ts'
import { TODAY, tributary } from '../tributary.ts'
import { copyWorkspace, removeWorkspace } from '../workspace.ts'
import type { World } from '../world/world.ts'

const MB = 1_000_000

/** Apart from the timed runs, because watching slows what is watched. */
export function memory(world: World, workspace: string, rounds: number): Contender {
  return {
    name: 'Tributary, memory',
    rounds,
    run: async () => {
      const folder = copyWorkspace(world, workspace)
      const watched: ReturnType<typeof watchMemory>[] = []
      await tributary(folder, ['run', '--offline', '--json', '--date', TODAY], (child) =>
        watched.push(watchMemory(child)),
      )
      removeWorkspace(folder)
      return { memory: (watched[0]?.peakBytes() ?? 0) / MB }
    },
  }
}
