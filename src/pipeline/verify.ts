/** Rebuilds a release from its own record, every merge by git itself, and compares. */
import { gitVersion } from '../base/git/version.ts'
import type { Admission } from '../base/model/admission.ts'
import type { TreeName } from '../base/model/names.ts'
import { PLAIN_TREE } from '../base/model/roster.ts'
import type { PlannedTree, Release } from '../base/model/run.ts'
import type { Tip } from '../base/model/tip.ts'
import { formatRunRecord } from '../memory/record/runs.ts'
import { integrate } from '../stages/integrate/integrate.ts'
import { emptyMemo } from '../stages/integrate/memo.ts'
import { openWorkshop } from '../stages/integrate/workshop.ts'
import { assembleRelease } from '../stages/publish/assemble.ts'
import { makeRunRecord } from '../stages/publish/run-record.ts'
import { findRelease, look } from './look.ts'
import { recordFiles } from './record-files.ts'
import { reopenSettling } from './settling.ts'
import type { Machine, Workspace } from './workspace.ts'

export type Verification =
  /** The very same commit, and what the record tells of it is what was found again. */
  | { readonly kind: 'same'; readonly release: Release }
  /** Under another git than the one that made it the same content, although merges or conflicts on the way to it are others. */
  | { readonly kind: 'same-content'; readonly release: Release; readonly gitVersion: string }
  | {
      readonly kind: 'differs'
      readonly release: Release
      readonly rebuilt: Release
      readonly gitVersion: string
      readonly first: TreeName | undefined
    }

export async function verify(workspace: Workspace, machine: Machine, name: string | undefined): Promise<Verification> {
  await using looked = await look(workspace)
  const release = await findRelease(looked.runs, name)
  const { plan } = release.record
  const version = await gitVersion(machine.git)
  await using shop = await openWorkshop(machine.git, {
    recordDir: workspace.record.gitDir,
    scratchFolder: machine.scratchFolder,
    pid: machine.pid,
  })
  using settling = await reopenSettling(workspace, looked, plan.settling)
  const signature = { by: plan.integrator, at: plan.instant }
  const order = {
    upstream: plan.upstream.tip,
    admissions: plan.trees.map((tree) => admission(tree, release)),
    signature,
    attributes: Promise.resolve(plan.attributes),
    listen: machine.listen,
    settling: settling.ground,
    byGitAlone: true,
  }
  const integrated = await integrate(shop, order, emptyMemo())
  const record = makeRunRecord(plan, integrated)
  const { files } = await recordFiles(shop, record)
  const rebuilt = await assembleRelease(shop.folders, integrated.head, record, files)
  const told = formatRunRecord(release.record) === formatRunRecord(rebuilt.record)
  if (rebuilt.commit === release.commit && told) return { kind: 'same', release }
  if (rebuilt.record.contentTree === release.record.contentTree && version !== plan.gitVersion)
    return { kind: 'same-content', release, gitVersion: version }
  return { kind: 'differs', release, rebuilt, gitVersion: version, first: firstDifference(release, rebuilt) }
}

/** What was admitted, read back from the plan. */
function admission(planned: PlannedTree, release: Release): Admission {
  const { name, kind, url, branch, group, pinned, versions, reason } = planned
  const tree = { ...PLAIN_TREE, name, kind, url, branch, group, pinned }
  return { tree, tip: tipOf(planned, release), versions, reason }
}

/** The plan names a tip's state; why a tree was refused that had nothing to go in stands with its outcome alone. */
function tipOf({ name, state, tip, since }: PlannedTree, { record }: Release): Tip {
  const kept = { tree: name, commit: tip, since: since ?? record.plan.instant }
  if (state === 'refused') return { ...kept, state, why: record.trees.find((tree) => tree.name === name)?.why ?? '' }
  if (tip === undefined || state === 'gone' || state === 'unreachable')
    return { ...kept, state: 'unreachable', why: '' }
  return { tree: name, state: 'same', commit: tip }
}

/** The first tree, in order, whose merge is not what it was. */
function firstDifference(release: Release, rebuilt: Release): TreeName | undefined {
  const now = new Map(rebuilt.record.trees.map((tree) => [tree.name, tree]))
  return release.record.trees.find((tree) => {
    const other = now.get(tree.name)
    return other?.outcome !== tree.outcome || other.result !== tree.result || other.version !== tree.version
  })?.name
}
