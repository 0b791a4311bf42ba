/** Opens the pool of this machine. */
import type { Git } from '../../../base/git/spawn.ts'
import { LocalPool } from './local-pool.ts'
import type { Pool, PoolSetting } from './pool.ts'

/** Makes the slots, and tries once whether gates can be shut in: where the operator requires that and it cannot be, throws `sandbox-missing`. */
export function openPool(git: Git, setting: PoolSetting): Promise<Pool> {
  return LocalPool.open(git, setting)
}
