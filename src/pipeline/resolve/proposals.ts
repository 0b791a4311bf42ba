/** What is proposed for a conflict: the same list wherever people see it, so that a number means one thing. */
import type { ClashedFile } from '../../base/model/clashed-file.ts'
import type { Conflict } from '../../base/model/conflict.ts'
import type { Release } from '../../base/model/run.ts'
import { openShelf } from '../../memory/resolutions/index-shelf.ts'
import { allProposals } from '../../memory/resolutions/propose/elsewhere.ts'
import type { Proposal } from '../../memory/resolutions/propose/proposal.ts'
import { reclash } from '../../stages/integrate/settle/reclash.ts'
import { openWorkshop, type Workshop } from '../../stages/integrate/workshop.ts'
import { readHeads } from '../ground.ts'
import type { Machine, Workspace } from '../workspace.ts'

export async function proposalsOf(
  workspace: Workspace,
  shop: Workshop,
  clashed: ClashedFile,
): Promise<readonly Proposal[]> {
  const { resolutions } = await readHeads(workspace)
  if (resolutions === undefined) return allProposals(clashed, undefined)
  using shelf = await openShelf(workspace.shelfPath, shop.folders, shop.reader, resolutions)
  return await allProposals(clashed, shelf)
}

/** For a conflict of a release, read again from what the record keeps of it. */
export async function proposalsForConflict(
  workspace: Workspace,
  machine: Machine,
  { record }: Release,
  conflict: Conflict,
): Promise<readonly Proposal[]> {
  await using shop = await workshopUnder(record.plan.attributes, workspace, machine)
  return await proposalsOf(workspace, shop, await reclash(shop, conflict))
}

/** Where a recorded conflict is merged again as the run merged it: upstream's attributes say which files are text. */
export async function workshopUnder(
  attributes: readonly string[],
  workspace: Workspace,
  { git, scratchFolder, pid }: Machine,
): Promise<Workshop> {
  const shop = await openWorkshop(git, { recordDir: workspace.record.gitDir, scratchFolder, pid })
  shop.useAttributes(attributes)
  return shop
}
