/** After a merge window: how much of what upstream took had been in next before it opened, and what went past it. */
import { readCommitKeys } from '../../base/git/commit-keys.ts'
import { commitsBeyond } from '../../base/git/commit-walk.ts'
import { readDatedTags } from '../../base/git/dated-tags.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { Calendar, CycleSettings, DatedTag } from '../../base/model/cycle.ts'
import { compactDay, daysLater, type Instant, isoDay } from '../../base/model/instant.ts'
import { releaseDay } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import type { WindowStatistics } from '../../base/model/window-statistics.ts'
import { distinct } from '../../base/std/collections.ts'
import { usageError } from '../../base/std/operating-error.ts'
import type { RunChain } from '../../memory/record/runs.ts'
import { calendarAt, USUAL_RHYTHM } from '../../rules/cycle/calendar.ts'
import { look } from '../look.ts'
import { rosterOf } from '../roster.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { compareWithNext } from './compare-with-next.ts'

/** Of the window that closed last, unless a version or one of its candidates is named. */
export async function windowStatistics(
  workspace: Workspace,
  machine: Machine,
  name: string | undefined,
): Promise<WindowStatistics> {
  await using looked = await look(workspace)
  const { cycle } = await rosterOf(workspace)
  const { upstream } = looked.heads
  return await statisticsFrom(workspace, { runs: looked.runs, upstream, cycle, now: machine.clock() }, name)
}

export interface StatisticsGround {
  readonly runs: RunChain
  readonly upstream: CommitOid | undefined
  readonly cycle: CycleSettings | undefined
  readonly now: Instant
}

export async function statisticsFrom(
  { record: { git } }: Workspace,
  { runs, upstream, cycle, now }: StatisticsGround,
  name: string | undefined,
): Promise<WindowStatistics> {
  const tags = upstream === undefined ? [] : await readDatedTags(git, upstream)
  const rhythm = cycle?.rhythm.kind === 'tags' ? cycle.rhythm : USUAL_RHYTHM
  const { candidate, base } = windowNamed(calendarAt(now, rhythm, tags), name)
  const target = (tag: string): CommitOid => tags.find((one) => one.name === tag)?.target as CommitOid
  const release = await firstAfter(runs, base, candidate)
  const sides = { taken: [target(candidate.name)], next: partsOf(release), base: target(base.name) }
  const compared = compareWithNext(await bothSides(git, sides))
  return { candidate: candidate.name, base: base.name, release: release.name, ...compared }
}

interface Window {
  readonly candidate: DatedTag
  /** The version that opened it. */
  readonly base: DatedTag
}

function windowNamed(calendar: Calendar, name: string | undefined): Window {
  const cycles = calendar.kind === 'unknown' ? [] : [...calendar.past, calendar.current]
  const place =
    name === undefined
      ? cycles.findLastIndex(({ candidates }) => candidates.length > 0)
      : cycles.findIndex(({ version, candidates }) => version === name || candidates.some((one) => one.name === name))
  const cycle = cycles[place]
  const candidate = cycle?.candidates.find((one) => one.name === name) ?? cycle?.candidates[0]
  const before = cycles[place - 1]
  if (candidate !== undefined && before?.released !== undefined)
    return { candidate, base: { name: before.version, at: before.released.at } }
  throw usageError(
    name === undefined ? 'no merge window is over yet' : `no merge window ended with ${JSON.stringify(name)}`,
    'A window begins with a version and ends with the first candidate for the next: see tributary cycle.',
  )
}

/** A release's day can be another than its moment's in Greenwich, so the search begins the day before. */
async function firstAfter(runs: RunChain, base: DatedTag, candidate: DatedTag): Promise<Release> {
  const from = compactDay(daysLater(base.at, -1))
  for (const name of await runs.releases()) {
    if (releaseDay(name).day < from) continue
    const release = await runs.read(name)
    if (release === undefined || isBefore(release.record.plan.instant, base.at)) continue
    if (isBefore(release.record.plan.instant, candidate.at)) return release
    break
  }
  throw usageError(
    `no release was made between ${base.name} (${isoDay(base.at)}) and ${candidate.name} (${isoDay(candidate.at)})`,
    'The statistics hold the first release of a merge window against what upstream took in it.',
  )
}

function isBefore(a: Instant, b: Instant): boolean {
  return a.epochSeconds < b.epochSeconds
}

/** What a release is made of, without the merges and record files that were made for it. */
function partsOf({ record: { plan, trees } }: Release): CommitOid[] {
  return distinct([plan.upstream.tip, ...trees.flatMap(({ version }) => version ?? [])])
}

async function bothSides(
  git: Git,
  { taken, next, base }: { taken: readonly CommitOid[]; next: readonly CommitOid[]; base: CommitOid },
): Promise<Parameters<typeof compareWithNext>[0]> {
  const [upstream, inNext] = await Promise.all([ordinaryBeyond(git, taken, base), ordinaryBeyond(git, next, base)])
  const [ours, theirs] = [new Set(upstream), new Set(inNext)]
  return {
    sameCommit: upstream.filter((commit) => theirs.has(commit)).length,
    onlyUpstream: await readCommitKeys(
      git,
      upstream.filter((commit) => !theirs.has(commit)),
    ),
    onlyNext: await readCommitKeys(
      git,
      inNext.filter((commit) => !ours.has(commit)),
    ),
  }
}

async function ordinaryBeyond(git: Git, tips: readonly CommitOid[], base: CommitOid): Promise<CommitOid[]> {
  const links = await commitsBeyond(git, tips, [base])
  return links.flatMap(({ commit, parents }) => (parents.length > 1 ? [] : [commit]))
}
