/** Makes everything ready that gates are asked by about a release, or about what may become one. */
import { parseCommit } from '../../base/git/objects.ts'
import type { Roster } from '../../base/model/roster.ts'
import type { Release } from '../../base/model/run.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { openWorkshop } from '../../stages/integrate/workshop.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { openGatePool } from './open-gate-pool.ts'
import type { Gating } from './tell-faults.ts'
import { VerdictBook } from './verdict-book.ts'

export interface GatingOrder {
  readonly workspace: Workspace
  readonly machine: Machine
  readonly roster: Roster
  readonly release: Release
  /** In the record, and what candidates resemble most. */
  readonly onto: CommitOid
}

/** `work` may ask while it lasts; what the gates said is on record when this returns. */
export async function withGating<Result>(
  order: GatingOrder,
  work: (gating: Gating) => Promise<Result>,
): Promise<Result> {
  const { workspace, machine, roster, release, onto } = order
  const { pid, scratchFolder, git } = machine
  await using shop = await openWorkshop(git, { recordDir: workspace.record.gitDir, scratchFolder, pid })
  await using pool = await openGatePool({ workspace, machine, roster, shop, onto })
  const by = roster.project.integrator
  const { tree: upstream } = parseCommit(await shop.reader.read(release.record.plan.upstream.tip, 'commit'))
  const book = new VerdictBook({ workspace, machine, reading: shop, pool, by, upstream })
  const result = await work({ workspace, machine, release, roster, shop, book })
  await book.finish()
  return result
}
