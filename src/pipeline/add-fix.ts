/** Puts a merge fix on record: an edit that a merge needs although git saw no conflict. */
import { applyPatch } from '../base/git/apply-patch.ts'
import { compareTrees } from '../base/git/compare-trees.ts'
import type { Change } from '../base/git/diff-tree.ts'
import type { TreeName } from '../base/model/names.ts'
import type { BlobOid } from '../base/model/oid.ts'
import type { FixedFile, Resolution } from '../base/model/resolution.ts'
import type { Release } from '../base/model/run.ts'
import { usageError } from '../base/std/operating-error.ts'
import { withIntegrationLock } from '../memory/record/lock.ts'
import { makeResolution } from '../memory/resolutions/make.ts'
import { openWorkshop, type Workshop } from '../stages/integrate/workshop.ts'
import { afterwards } from './afterwards.ts'
import { holderOf } from './holder.ts'
import { findRelease, look } from './look.ts'
import { record } from './resolve.ts'
import { rosterOf } from './roster.ts'
import type { RunReport } from './run.ts'
import type { Machine, Workspace } from './workspace.ts'

export interface FixWish {
  /** The tree whose merge needs it. */
  readonly tree: string
  /** Other trees that make it needed. */
  readonly with: readonly string[]
  /** As `git diff` prints it. */
  readonly patch: Uint8Array
  readonly why: string
}

export interface FixAdded {
  readonly resolution: Resolution
  readonly report: RunReport | undefined
}

export async function addFix(workspace: Workspace, machine: Machine, wish: FixWish): Promise<FixAdded> {
  const resolution = await withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async () => {
    await using looked = await look(workspace)
    const release = await findRelease(looked.runs, undefined)
    const trees = [...wish.with, wish.tree].map((name) => knownTree(release, name))
    await using shop = await openWorkshop(machine.git, {
      recordDir: workspace.record.gitDir,
      scratchFolder: machine.scratchFolder,
      pid: machine.pid,
    })
    const fixes = await fixedFiles(shop, release, wish)
    const [other] = wish.with
    const resolution = makeResolution({
      files: [],
      fixes,
      needed: { trees, commits: [] },
      sides: {
        ours: { tree: other as TreeName | undefined, commits: [] },
        theirs: { tree: wish.tree as TreeName, commits: [] },
      },
      origin: { kind: 'resolved' },
      by: (await rosterOf(workspace)).project.integrator,
      at: machine.clock(),
      why: wish.why,
      supersedes: undefined,
    })
    await record(workspace, shop, [resolution], [], machine)
    return resolution
  })
  return { resolution, report: await afterwards(workspace, machine) }
}

function knownTree(release: Release, name: string): TreeName {
  const found = release.record.plan.trees.find((tree) => tree.name === name)
  if (found) return found.name
  throw usageError(
    `${release.name} has no tree ${JSON.stringify(name)}`,
    'The trees are listed by: tributary trees list',
  )
}

/** What the patch makes of the integration as it was after that tree. */
async function fixedFiles(shop: Workshop, release: Release, { tree, patch }: FixWish): Promise<FixedFile[]> {
  const merged = release.record.trees.find(({ name }) => name === tree)?.result
  if (merged === undefined)
    throw usageError(
      `nothing of the ${tree} tree was merged in ${release.name}, so there is no merge to fix`,
      'Settle its conflicts first with: tributary resolve, then make a release with: tributary run --offline',
    )
  const patched = await applyPatch(shop.git, shop.scratch.gitDir, merged, patch)
  if (patched.kind === 'refused')
    throw usageError(
      `the patch does not apply to ${release.name} as it was after the ${tree} tree: ${patched.why}`,
      `Make it against that merge: git diff on a checkout of ${release.record.trees.find(({ name }) => name === tree)?.mergeCommit ?? release.name}`,
    )
  const { leaves } = await compareTrees(shop.folders, merged, patched.tree)
  if (leaves.length === 0) throw usageError('the patch changes nothing', 'Give a patch as git diff prints it.')
  for (const { newMode, newOid } of leaves) if (newMode !== 0) shop.folders.adopt(newOid as BlobOid, shop.loose)
  return leaves.map(fixedFile)
}

function fixedFile({ path, oldMode, oldOid, newMode, newOid }: Change): FixedFile {
  return {
    path,
    before: oldMode === 0 ? undefined : { mode: oldMode, oid: oldOid as BlobOid },
    after: newMode === 0 ? undefined : { mode: newMode, oid: newOid as BlobOid },
  }
}
