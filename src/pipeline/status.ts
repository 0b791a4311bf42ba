/** How the trees stand now: what was last seen of each, and what the last release did with it. */
import { type Decision, isGivenUpNow, isGiveUp } from '../base/model/decision.ts'
import type { Instant } from '../base/model/instant.ts'
import type { MergeOutcome } from '../base/model/merge.ts'
import type { Tree } from '../base/model/roster.ts'
import type { Release } from '../base/model/run.ts'
import type { Tip, UpstreamTip } from '../base/model/tip.ts'
import { readTips } from '../memory/record/tips.ts'
import type { Look } from './look.ts'
import { rosterOf } from './roster.ts'
import type { Workspace } from './workspace.ts'

export interface Standings {
  readonly release: Release | undefined
  readonly upstream: UpstreamTip | undefined
  /** In roster order. */
  readonly trees: readonly {
    readonly tree: Tree
    readonly tip: Tip | undefined
    readonly outcome: MergeOutcome['kind'] | undefined
  }[]
}

export async function standings(workspace: Workspace, looked: Look): Promise<Standings> {
  const roster = await rosterOf(workspace)
  const seen = await readTips(looked.folders, looked.reader, looked.heads.tips)
  const latest = await looked.runs.latest()
  const release = latest && (await looked.runs.read(latest))
  const outcomes = new Map(release?.record.trees.map((tree) => [tree.name, tree.outcome]))
  return {
    release,
    upstream: seen.upstream,
    trees: roster.trees.map((tree) => ({ tree, tip: seen.trees.get(tree.name), outcome: outcomes.get(tree.name) })),
  }
}

/** Without what was given up of a tree that is otherwise by now. */
export function stillMeant(decisions: readonly Decision[], { trees }: Standings, now: Instant): Decision[] {
  const tips = new Map(trees.map(({ tree, tip }) => [tree.name, tip?.commit]))
  return decisions.filter((one) => !isGiveUp(one) || isGivenUpNow(one, (tree) => tips.get(tree), now))
}
