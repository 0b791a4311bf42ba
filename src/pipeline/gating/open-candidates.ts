/** Makes a workshop ready to put together candidates of a release, as its plan says and by what the last run remembers. */
import { gitVersion } from '../../base/git/version.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import { loadMemo } from '../../stages/integrate/memo-file.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { openSettling } from '../settling.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { type CandidateGround, Candidates } from './candidates.ts'
import { standingTrees } from './standing-trees.ts'

export interface OpenCandidates extends Disposable {
  readonly candidates: Candidates
  readonly ground: CandidateGround
}

/** `runs` is the head of the chain of runs. Closed when nothing is put together any more. */
export async function openCandidates(
  workspace: Workspace,
  machine: Machine,
  shop: Workshop,
  { release, runs }: { readonly release: Release; readonly runs: CommitOid | undefined },
): Promise<OpenCandidates> {
  const { plan } = release.record
  const memo = await loadMemo(workspace.memoPath, { runs, gitVersion: await gitVersion(machine.git) })
  shop.useAttributes(plan.attributes)
  const settling = await openSettling(workspace, shop, plan.settling)
  const ground = { release, trees: standingTrees(release.record), memo, settling: settling.ground }
  return { candidates: new Candidates(shop, ground), ground, [Symbol.dispose]: () => settling[Symbol.dispose]() }
}
