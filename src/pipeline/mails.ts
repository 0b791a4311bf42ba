/** Composes what people are told of a release, from its record, what was told before, and who may be written to. */
import { authorsAmong } from '../base/git/authors.ts'
import type { DiffStat } from '../base/git/diff-stat.ts'
import { parseCommit } from '../base/git/objects.ts'
import type { Episode, EpisodeNews } from '../base/model/episode.ts'
import type { Instant } from '../base/model/instant.ts'
import type { BlobOid } from '../base/model/oid.ts'
import type { Report } from '../base/model/report.ts'
import type { Release, RunRecord } from '../base/model/run.ts'
import type { WindowStatistics } from '../base/model/window-statistics.ts'
import { distinct } from '../base/std/collections.ts'
import { OperatingError } from '../base/std/operating-error.ts'
import { followEpisodes } from '../memory/record/episodes/follow.ts'
import { threadsOf, wasReminded } from '../memory/record/reports.ts'
import type { Integrated } from '../stages/integrate/integrate.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'
import { composeReports } from '../stages/report/compose-reports.ts'
import { type AddressPolicy, knownAddresses } from '../stages/report/known-addresses.ts'
import { reminderDue } from '../stages/report/reminder.ts'
import type { CycleNews } from '../stages/report/input.ts'
import { calendarOf } from './cycle.ts'
import { type Ground, openIndex } from './ground.ts'
import { type StatisticsGround, statisticsFrom } from './passports/window-statistics.ts'
import { toldResolutions } from './told-resolutions.ts'
import type { Workspace } from './workspace.ts'

/** How far back an author of upstream is looked for: two years of the kernel. Further back costs seconds and finds who has left. */
const UPSTREAM_COMMITS = 150_000

export async function composeMails(
  workspace: Workspace,
  shop: Workshop,
  ground: Ground,
  release: Release,
  { integrated, mergeLog, diffStat }: Made,
): Promise<readonly Report[]> {
  const { record } = release
  const { publish } = ground.roster
  const { folders, reader } = shop
  const { news } = followEpisodes(await episodesBefore(workspace, ground, record), record)
  const ids = distinct(news.flatMap(({ episode }) => episode.conflicts))
  return composeReports({
    project: ground.roster.project,
    trees: ground.roster.trees,
    record,
    previous: ground.previous?.record,
    tips: [...ground.tips.values()],
    decisions: ground.decisions,
    diffs: integrated.diffs,
    news,
    threads: await threadsOf(folders, reader, ground.heads.reports, ids),
    findings: ground.ruled.news,
    onRecord: await toldResolutions(shop, ground.heads.resolutions, record, news),
    cycle: await cycleNews(workspace, shop, ground, record.plan.instant),
    mayHear: await addressPolicy(shop, ground, record, news),
    statistics: { nonMergeCommits: integrated.nonMergeCommits, ...(await diffStat) },
    publishedAt: publish.push,
    resolutionsAt: (publish.resolutions ? publish.push[0] : undefined) ?? workspace.record.gitDir,
    mergeLog,
  })
}

/** Only a roster that speaks of the cycle has anybody told of it. */
async function cycleNews(
  workspace: Workspace,
  { folders, reader }: Workshop,
  { roster, upstreamTip, heads, runs }: Ground,
  now: Instant,
): Promise<CycleNews | undefined> {
  const { cycle } = roster
  if (cycle === undefined) return undefined
  const calendar = await calendarOf(workspace, { roster, upstream: upstreamTip, now })
  if (calendar.kind === 'unknown') return undefined
  const reminder = reminderDue(calendar, cycle, now)
  const isTold = reminder !== undefined && (await wasReminded(folders, reader, heads.reports, reminder.key))
  if (reminder === undefined || isTold) return { calendar, reminder: undefined, statistics: undefined }
  if (reminder.kind !== 'statistics') return { calendar, reminder, statistics: undefined }
  const statistics = await windowCounted(workspace, { runs, upstream: upstreamTip, cycle, now })
  return { calendar, reminder: statistics && reminder, statistics }
}

/** Undefined where nothing was released in the window, or there are no tags to count between. */
async function windowCounted(workspace: Workspace, ground: StatisticsGround): Promise<WindowStatistics | undefined> {
  if (ground.cycle?.rhythm.kind !== 'tags') return undefined
  try {
    return await statisticsFrom(workspace, ground, undefined)
  } catch (error) {
    if (error instanceof OperatingError && error.code === 'usage') return undefined
    throw error
  }
}

/** What a run has made, and mails are about. */
export interface Made {
  readonly integrated: Integrated
  readonly mergeLog: string
  /** Still being counted. */
  readonly diffStat: Promise<DiffStat>
}

async function episodesBefore(workspace: Workspace, { runs }: Ground, record: RunRecord): Promise<readonly Episode[]> {
  if (runs.head === undefined) return []
  using index = await openIndex(workspace)
  await index.follow(runs)
  return index.episodesBefore(record)
}

/** Upstream's history is asked only about people who would hear of something new and stand nowhere else. */
async function addressPolicy(
  shop: Workshop,
  ground: Ground,
  { conflicts }: RunRecord,
  news: readonly EpisodeNews[],
): Promise<AddressPolicy> {
  const told = new Set(news.map(({ episode }) => episode.conflict))
  const met = conflicts.filter(({ id }) => told.has(id))
  const people = met.flatMap(({ oursBy, theirsBy }) =>
    [...oursBy.commits, ...theirsBy.commits].flatMap((commit) => [commit.author.email, commit.committer.email]),
  )
  const found = ground.ruled.news.untold.flatMap(({ finding, author }) => [author, ...(finding.concerns ?? [])])
  return whoMayHear(shop, ground, [...people, ...found.flatMap((person) => person?.email ?? [])])
}

/** Whether mail may go to these people, or to any other address that the roster knows. */
export async function whoMayHear(
  shop: Workshop,
  ground: Pick<Ground, 'roster' | 'upstreamTip'>,
  people: readonly string[],
): Promise<AddressPolicy> {
  if (people.length === 0 || ground.roster.report.cc === 'all')
    return knownAddresses({ roster: ground.roster, upstreamAuthors: [] })
  const maintainersText = await readMaintainers(shop, ground)
  const known = knownAddresses({ roster: ground.roster, maintainersText, upstreamAuthors: [] })
  const strangers = distinct(people).filter((email) => !known(email))
  const upstreamAuthors = await authorsAmong(shop.git, ground.upstreamTip, strangers, UPSTREAM_COMMITS)
  return knownAddresses({ roster: ground.roster, maintainersText, upstreamAuthors })
}

async function readMaintainers(shop: Workshop, ground: Pick<Ground, 'upstreamTip'>): Promise<string> {
  const root = parseCommit(await shop.reader.read(ground.upstreamTip, 'commit')).tree
  const entry = await shop.folders.at(root, 'MAINTAINERS')
  if (entry === undefined || (entry.mode & 0o170000) !== 0o100000) return ''
  return (await shop.reader.read(entry.oid as BlobOid, 'blob')).toString('utf8')
}
