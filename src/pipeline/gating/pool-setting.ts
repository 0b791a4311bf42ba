/** Where and within which limits gates run on this machine. */
import type { Roster } from '../../base/model/roster.ts'
import type { PoolSetting } from '../../stages/gate/pool/pool.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import type { Machine, Workspace } from '../workspace.ts'

/** Work trees read from the workshop, which has what is made here and, behind it, the record. */
export function poolSetting(
  { gatesFolder: folder }: Workspace,
  { pid, stopwatch, listen, passThrough }: Machine,
  { gatePool }: Pick<Roster, 'gatePool'>,
  { scratch }: Pick<Workshop, 'scratch'>,
): PoolSetting {
  // A proxy's address may have a password in it.
  const secrets = Object.values(passThrough)
  return { ...gatePool, recordDir: scratch.gitDir, folder, pid, stopwatch, secrets, listen }
}
