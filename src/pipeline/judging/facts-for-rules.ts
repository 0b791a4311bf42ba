/** All that rules judge by: what the trees bring, where the project stands in its cycle, and since when it has been in releases. */
import { gitVersion } from '../../base/git/version.ts'
import type { Arrivals, Facts, TreeFacts } from '../../base/model/facts.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { MergedTwin } from '../../base/model/merged-twin.ts'
import { distinct } from '../../base/std/collections.ts'
import { twinCommits } from '../../rules/twins.ts'
import { loadMemo } from '../../stages/integrate/memo-file.ts'
import { openWorkshop } from '../../stages/integrate/workshop.ts'
import { mergeAttributes } from '../attributes.ts'
import { calendarOf } from '../cycle.ts'
import type { Ground } from '../ground.ts'
import { followPassports } from '../passports/follow-passports.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { gatherFacts } from './gather-facts.ts'
import { mergedTwins, type TwinGround } from './merged-twins.ts'

export async function factsForRules(
  workspace: Workspace,
  machine: Machine,
  ground: Ground,
  now: Instant,
): Promise<Facts> {
  const { roster, tips, upstreamTip } = ground
  const [facts, calendar] = await Promise.all([
    gatherFacts(workspace, machine, { trees: roster.trees, tips, upstreamTip }, now),
    calendarOf(workspace, { roster, upstream: upstreamTip, now }),
  ])
  const mergedTwins = await twinsOf(workspace, machine, ground, facts)
  const isWindow = calendar.kind === 'known' && calendar.phase === 'window'
  return {
    ...facts,
    mergedTwins,
    calendar,
    arrivals: isWindow ? await arrivals(workspace, ground, facts.trees) : undefined,
  }
}

/** Most days there are some, but a project without any has nothing to merge for it. */
async function twinsOf(
  workspace: Workspace,
  machine: Machine,
  { heads, upstreamTip }: Ground,
  { trees, upstream }: TwinGround,
): Promise<readonly MergedTwin[]> {
  if (twinCommits(trees).length === 0) return []
  const { git, pid, scratchFolder } = machine
  await using shop = await openWorkshop(git, { recordDir: workspace.record.gitDir, scratchFolder, pid })
  const memo = await loadMemo(workspace.memoPath, { runs: heads.runs, gitVersion: await gitVersion(git) })
  shop.useAttributes(await mergeAttributes(shop, memo, upstreamTip))
  return await mergedTwins(shop, { trees, upstream })
}

/** Asked only while a window is open: at other times nothing is too late. */
async function arrivals(
  workspace: Workspace,
  { runs }: Ground,
  trees: readonly TreeFacts[],
): Promise<Arrivals | undefined> {
  if (runs.head === undefined) return undefined
  using book = await followPassports(workspace, runs)
  const [first] = book.releases()
  if (first === undefined) return undefined
  const commits = distinct(trees.flatMap(({ brings }) => brings.map(({ oid }) => oid)))
  const seen = book.firstSeen(commits)
  return { recordedSince: first.at, firstSeen: new Map([...seen].map(([oid, { at }]) => [oid, at])) }
}
