/** Makes the trees that go in without some of their commits, as people decided. */
import { commitsBeyond } from '../../base/git/commit-walk.ts'
import { mergeBases } from '../../base/git/merge-bases.ts'
import { parseCommit } from '../../base/git/objects.ts'
import { readPatches } from '../../base/git/patch-ids.ts'
import type { Decided, DecisionId, SplitVerb } from '../../base/model/decision.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { Plan } from '../../base/model/run.ts'
import type { Split } from '../../base/model/split.ts'
import { showPath } from '../../base/text/show-path.ts'
import { lineUp } from '../../stages/integrate/needs/line-up.ts'
import { keepRebuilt, rebuild } from '../../stages/integrate/needs/rebuild.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import type { Ground } from '../ground.ts'

/** By the decision. What is made joins what the run publishes. */
export async function splitsOf(
  shop: Workshop,
  { decisions, tips, upstreamTip }: Pick<Ground, 'decisions' | 'tips' | 'upstreamTip'>,
): Promise<ReadonlyMap<DecisionId, Split>> {
  const splits = new Map<DecisionId, Split>()
  for (const decision of decisions) {
    const tip = decision.verb === 'split' ? tips.get(decision.tree)?.commit : undefined
    if (decision.verb === 'split' && tip !== undefined)
      splits.set(decision.id, await splitTree(shop, decision, { tip, upstream: upstreamTip }))
  }
  return splits
}

/** Makes again what a plan splits: as long as nothing of it is published, nothing of it is in the record. */
export async function remakeSplits(shop: Workshop, { trees, upstream }: Plan): Promise<void> {
  for (const { name, tip, reason } of trees) {
    if (reason.kind !== 'split' || tip === undefined || reason.left.length === 0) continue
    const without = reason.left.map((commit) => ({ commit, patchId: undefined }))
    await splitTree(shop, { tree: name, without }, { tip, upstream: upstream.tip })
  }
}

interface Ends {
  readonly tip: CommitOid
  readonly upstream: CommitOid
}

async function splitTree(
  shop: Workshop,
  { tree, without }: Pick<Decided<SplitVerb>, 'tree' | 'without'>,
  { tip, upstream }: Ends,
): Promise<Split> {
  const links = (await commitsBeyond(shop.git, [tip], [upstream])).reverse()
  const commits = links.filter(({ parents }) => parents.length < 2).map(({ commit }) => commit)
  const patches = await readPatches(shop.git, commits)
  const [out, patchesOut] = [
    new Set(without.map(({ commit }) => commit)),
    new Set(without.flatMap(({ patchId }) => patchId ?? [])),
  ]
  const isOut = (commit: CommitOid): boolean => {
    const patch = patches.get(commit)
    return out.has(commit) || (patch !== undefined && patchesOut.has(patch.id))
  }
  const left = commits.filter(isOut)
  if (left.length === 0) return { kind: 'whole' }
  const base = await newestBase(shop, upstream, tip)
  if (base === undefined) return { kind: 'blocked', why: 'it shares no history with upstream' }
  if (commits.length < links.length && !(await standsWithoutMerges(shop, { base, tip }, commits)))
    return { kind: 'blocked', why: 'its own merges settled conflicts, and its commits alone do not give what it has' }
  const rebuilt = await rebuild(shop, { tree, base, commits: commits.filter((commit) => !isOut(commit)) })
  if (rebuilt.kind === 'blocked')
    return { kind: 'blocked', why: `${short(rebuilt.by)} needs what is left out${inPaths(rebuilt.paths)}` }
  await keepRebuilt(shop, rebuilt.commit, [tip, upstream])
  return { kind: 'apart', commit: rebuilt.commit, left }
}

function inPaths(paths: readonly string[]): string {
  const [first] = paths
  return first === undefined ? '' : `, in ${showPath(first)}`
}

/** Of several, which a tree that merged upstream more than once can have, the newest. */
export async function newestBase(
  { git, reader }: Workshop,
  upstream: CommitOid,
  tip: CommitOid,
): Promise<CommitOid | undefined> {
  const bases = await mergeBases(git, upstream, tip)
  const dated = await Promise.all(
    bases.map(async (base) => ({ base, at: parseCommit(await reader.read(base, 'commit')).committedAt })),
  )
  return dated.sort((a, b) => b.at - a.at)[0]?.base
}

async function standsWithoutMerges(
  shop: Workshop,
  { base, tip }: { readonly base: CommitOid; readonly tip: CommitOid },
  commits: readonly CommitOid[],
): Promise<boolean> {
  const [from, to] = await Promise.all(
    [base, tip].map(async (one) => parseCommit(await shop.reader.read(one, 'commit')).tree),
  )
  if (from === undefined || to === undefined) return false
  const { steps } = await lineUp(shop, from, commits)
  return (steps.at(-1)?.after ?? from) === to
}
