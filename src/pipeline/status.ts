/** How the trees stand now: what was last seen of each, and what the last release did with it. */
import { type Decision, type DecisionId, isGivenUpNow, isGiveUp } from '../base/model/decision.ts'
import type { Instant } from '../base/model/instant.ts'
import type { MergeOutcome } from '../base/model/merge.ts'
import type { Tree } from '../base/model/roster.ts'
import type { Release } from '../base/model/run.ts'
import type { Tip, UpstreamTip } from '../base/model/tip.ts'
import { distinct } from '../base/std/collections.ts'
import { readDecisions } from '../memory/record/decisions.ts'
import { readStanding } from '../memory/record/findings.ts'
import { readTips } from '../memory/record/tips.ts'
import { whyIdle } from './decision-effect.ts'
import { stillBroughtOf } from './judging/still-brought.ts'
import type { Look } from './look.ts'
import { rosterOf } from './roster.ts'
import type { Machine, Workspace } from './workspace.ts'

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

/** Why decisions change nothing at present, by their ids. What others still bring of a tree is only looked for where one is to stay out. */
export async function idleDecisions(
  workspace: Workspace,
  machine: Machine,
  looked: Look,
  {
    decisions,
    standings: { release, trees },
  }: { readonly decisions: readonly Decision[]; readonly standings: Standings },
): Promise<ReadonlyMap<DecisionId, string>> {
  const out = decisions.flatMap((one) => (one.verb === 'hold' || one.verb === 'drop' ? [one.tree] : []))
  const still = await stillBroughtOf(workspace, machine, distinct(out))
  const { findings } = looked.heads
  const standing = findings && new Set((await readStanding(looked.folders, looked.reader, findings)).keys())
  const { folders, reader } = looked
  const known = await readDecisions(folders, reader, release?.record.plan.decisions)
  const ground = {
    trees: new Set(trees.map(({ tree }) => tree.name)),
    decisions,
    last: release && {
      knew: new Set(known.map(({ id }) => id)),
      planned: new Map(release.record.plan.trees.map((tree) => [tree.name, tree])),
    },
    standing,
    stillBrought: new Map([...still].map(([tree, others]) => [tree, others.map((other) => other.tree)])),
  }
  return new Map(
    decisions.flatMap((decision) => {
      const why = whyIdle(decision, ground)
      return why === undefined ? [] : [[decision.id, why] as const]
    }),
  )
}

/** Without what was given up of a tree that is otherwise by now. */
export function stillMeant(decisions: readonly Decision[], { trees }: Standings, now: Instant): Decision[] {
  const tips = new Map(trees.map(({ tree, tip }) => [tree.name, tip?.commit]))
  return decisions.filter((one) => !isGiveUp(one) || isGivenUpNow(one, (tree) => tips.get(tree), now))
}
