/** All that rules judge by: what the trees bring, where the project stands in its cycle, and since when it has been in releases. */
import type { Arrivals, Facts, TreeFacts } from '../../base/model/facts.ts'
import type { Instant } from '../../base/model/instant.ts'
import { distinct } from '../../base/std/collections.ts'
import { calendarOf } from '../cycle.ts'
import type { Ground } from '../ground.ts'
import { followPassports } from '../passports/follow-passports.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { gatherFacts } from './gather-facts.ts'

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
  const isWindow = calendar.kind === 'known' && calendar.phase === 'window'
  return { ...facts, calendar, arrivals: isWindow ? await arrivals(workspace, ground, facts.trees) : undefined }
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
