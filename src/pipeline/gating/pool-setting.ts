/** Where and within which limits gates run on this machine. */
import type { Roster } from '../../base/model/roster.ts'
import type { PoolSetting } from '../../stages/gate/pool/pool.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import type { Machine, Workspace } from '../workspace.ts'

/** Work trees read from the workshop, which has what is made here and, behind it, the record. */
export function poolSetting(
  { gatesFolder: folder }: Workspace,
  machine: Machine,
  { gatePool }: Pick<Roster, 'gatePool'>,
  { scratch }: Pick<Workshop, 'scratch'>,
): PoolSetting {
  const { pid, stopwatch, listen } = machine
  return { ...gatePool, recordDir: scratch.gitDir, folder, pid, stopwatch, secrets: secretsOn(machine), listen }
}

/** What no log may show. A proxy's address may have a password in it. */
export function secretsOn({ passThrough, queuePassword }: Machine): string[] {
  return [...Object.values(passThrough), ...(queuePassword === undefined ? [] : [queuePassword])]
}
