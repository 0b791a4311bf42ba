/** Where the gates of a release are tried: on workers, when the roster names a queue that answers, else on this machine. */
import type { CommitOid } from '../../base/model/oid.ts'
import type { Roster } from '../../base/model/roster.ts'
import { assert } from '../../base/std/assert.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { readQueueUrl } from '../../base/text/queue-url.ts'
import { openPool } from '../../stages/gate/pool/open-pool.ts'
import type { Pool } from '../../stages/gate/pool/pool.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { poolSetting, secretsOn } from './pool-setting.ts'

export interface GatePlace {
  readonly workspace: Workspace
  readonly machine: Machine
  readonly roster: Roster
  readonly shop: Workshop
  /** What candidates resemble most: workers have it. */
  readonly onto: CommitOid
}

/** A queue that is down is said, and the gates are asked here: their verdicts are this machine's then. */
export async function openGatePool(place: GatePlace): Promise<Pool> {
  const { workspace, machine, roster, shop } = place
  if (roster.gatePool.queue !== undefined) {
    try {
      return await openOnWorkers(place, roster.gatePool.queue)
    } catch (error) {
      if (!(error instanceof OperatingError) || error.code !== 'queue-failed') throw error
      machine.listen({ kind: 'warning', what: `${error.message}; the gates run on this machine. ${error.hint}` })
    }
  }
  return openPool(machine.git, poolSetting(workspace, machine, roster, shop))
}

async function openOnWorkers({ workspace, machine, roster, shop, onto }: GatePlace, url: string): Promise<Pool> {
  const { clock, queuePassword: password, git } = machine
  const address = readQueueUrl(url)
  assert(typeof address !== 'string', 'the roster was checked')
  // Loaded here, so that no other command has to.
  const { RemotePool } = await import('../../stages/gate/queue/remote-pool.ts')
  return RemotePool.open({
    queue: { address, password },
    shop: shop.git,
    record: workspace.record.git,
    onto,
    by: roster.project.integrator,
    at: clock(),
    secrets: secretsOn(machine),
    folder: workspace.gatesFolder,
    stop: git.setting.stop,
  })
}
