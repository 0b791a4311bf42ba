/** Makes a workshop ready to put together candidates of a release, as its plan says and by what the last run remembers. */
import { gitVersion } from '../../base/git/version.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import { loadMemo } from '../../stages/integrate/memo-file.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { openSettling } from '../settling.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { type CandidateGround, Candidates } from './candidates.ts'
import { beginningsOf, type StandingTree, standingTrees } from './standing-trees.ts'

export interface OpenCandidates extends Disposable {
  readonly candidates: Candidates
  readonly ground: CandidateGround
}

export interface CandidateOrder {
  readonly release: Release
  readonly runs: CommitOid | undefined
  /** A draft has no commits of its own that could be taken. */
  readonly isPublished: boolean
  /** What stands in it, when that is not what stands in the release. */
  readonly trees?: readonly StandingTree[]
}

/** `runs` is the head of the chain of runs. Closed when nothing is put together any more. */
export async function openCandidates(
  workspace: Workspace,
  machine: Machine,
  shop: Workshop,
  { release, runs, isPublished, trees = standingTrees(release.record) }: CandidateOrder,
): Promise<OpenCandidates> {
  const { plan } = release.record
  const memo = await loadMemo(workspace.memoPath, { runs, gitVersion: await gitVersion(machine.git) })
  shop.useAttributes(plan.attributes)
  const settling = await openSettling(workspace, shop, plan.settling)
  const beginnings = isPublished ? beginningsOf(release.record, trees) : []
  const ground = { release, isPublished, trees, beginnings, memo, settling: settling.ground }
  return { candidates: new Candidates(shop, ground), ground, [Symbol.dispose]: () => settling[Symbol.dispose]() }
}
