/** Puts a merge fix on record: an edit that a merge needs although git saw no conflict. */
import { type GiveUp, type Decided as DecidedVerb, isGiveUp } from '../../base/model/decision.ts'
import { treeRef, type TreeName } from '../../base/model/names.ts'
import { resolveCommit } from '../../base/git/rev-parse.ts'
import type { Resolution } from '../../base/model/resolution.ts'
import { withIntegrationLock } from '../../memory/record/lock.ts'
import { inForce, readDecisions } from '../../memory/record/decisions.ts'
import { makeResolution } from '../../memory/resolutions/make.ts'
import { openWorkshop } from '../../stages/integrate/workshop.ts'
import { afterwards } from '../afterwards.ts'
import { addDecisions } from '../decide.ts'
import { holderOf } from '../holder.ts'
import { look, type Look } from '../look.ts'
import { record } from '../resolve.ts'
import { rosterOf } from '../roster.ts'
import type { RunReport } from '../run.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { type Edit, fixedFiles } from './fixed-files.ts'
import { fixedMerge, knownTree, lastToTouch } from './fixed-merge.ts'

export interface FixWish {
  /** The tree whose merge needs it, or a release. */
  readonly on: string
  /** Other trees that make it needed. */
  readonly with: readonly string[]
  readonly edit: Edit
  readonly why: string
}

export interface FixAdded {
  readonly resolution: Resolution
  /** The tree that it goes with. */
  readonly tree: TreeName
  /** The tree had been given up for a gate, and is tried again with the fix. */
  readonly isTriedAgain: boolean
  readonly report: RunReport | undefined
}

export async function addFix(workspace: Workspace, machine: Machine, wish: FixWish): Promise<FixAdded> {
  const added = await withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async () => {
    await using looked = await look(workspace)
    const { pid, scratchFolder } = machine
    const recordDir = workspace.record.gitDir
    await using shop = await openWorkshop(machine.git, { recordDir, scratchFolder, pid })
    const merge = await fixedMerge(workspace, { looked, shop, name: wish.on })
    const others = wish.with.map((name) => knownTree(merge.release, name))
    const fixes = await fixedFiles(workspace, shop, merge, wish.edit)
    const paths = fixes.map(({ path }) => path)
    const tree = merge.tree ?? (await lastToTouch(shop, merge.release, paths))
    const { integrator: by } = (await rosterOf(workspace)).project
    const resolution = makeResolution({
      files: [],
      fixes,
      needed: { trees: [...others, tree], commits: [] },
      sides: { ours: { tree: others[0], commits: [] }, theirs: { tree, commits: [] } },
      origin: { kind: 'resolved' },
      by,
      at: machine.clock(),
      why: wish.why,
      supersedes: undefined,
    })
    await record(workspace, shop, [resolution], [], machine)
    const given = await givenUp(workspace, machine, looked, tree)
    const why = `it has a merge fix now: ${wish.why}`
    const undone = given.map(({ id }) => ({ verb: 'undo', decision: id, fixedBy: resolution.id, why }) as const)
    if (undone.length > 0) await addDecisions(workspace, machine, looked, { by, verbs: undone })
    return { resolution, tree, isTriedAgain: undone.length > 0 }
  })
  return { ...added, report: await afterwards(workspace, machine) }
}

/** What policy has decided about the tree as it is now. */
async function givenUp(
  { record: { git } }: Workspace,
  { clock }: Machine,
  looked: Look,
  tree: TreeName,
): Promise<DecidedVerb<GiveUp>[]> {
  const decisions = await readDecisions(looked.folders, looked.reader, looked.heads.decisions)
  const tip = await resolveCommit(git, treeRef(tree))
  return inForce(decisions, clock())
    .filter(isGiveUp)
    .filter((one) => one.tree === tree && one.tip === tip)
}
