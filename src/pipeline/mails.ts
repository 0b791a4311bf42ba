/** Composes what people are told of a release, from its record, what was told before, and who may be written to. */
import { authorsAmong } from '../base/git/authors.ts'
import { parseCommit } from '../base/git/objects.ts'
import type { BlobOid } from '../base/model/oid.ts'
import type { Report } from '../base/model/report.ts'
import type { Release } from '../base/model/run.ts'
import { distinct } from '../base/std/collections.ts'
import { alreadyReported } from '../memory/record/reports.ts'
import type { Integrated } from '../stages/integrate/integrate.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'
import { composeReports } from '../stages/report/compose-reports.ts'
import { type AddressPolicy, knownAddresses } from '../stages/report/known-addresses.ts'
import type { Ground } from './ground.ts'

/** How far back an author of upstream is looked for: two years of the kernel. Further back costs seconds and finds who has left. */
const UPSTREAM_COMMITS = 150_000

export async function composeMails(
  shop: Workshop,
  ground: Ground,
  release: Release,
  integrated: Integrated,
  mergeLog: string,
): Promise<readonly Report[]> {
  const { record } = release
  const reported = await alreadyReported(
    shop.folders,
    shop.reader,
    ground.heads.reports,
    record.conflicts.map(({ id }) => id),
  )
  const mayHear = await addressPolicy(shop, ground, release, reported)
  return composeReports({
    project: ground.roster.project,
    trees: ground.roster.trees,
    record,
    previous: ground.previous?.record,
    tips: [...ground.tips.values()],
    decisions: ground.decisions,
    diffs: integrated.diffs,
    reported,
    mayHear,
    statistics: { nonMergeCommits: integrated.nonMergeCommits, ...integrated.diffStat },
    publishedAt: ground.roster.publish.push,
    mergeLog,
  })
}

/** Upstream's history is asked only about people who would hear of something new and stand nowhere else. */
async function addressPolicy(
  shop: Workshop,
  ground: Ground,
  release: Release,
  reported: ReadonlySet<string>,
): Promise<AddressPolicy> {
  const news = release.record.conflicts.filter(({ id }) => !reported.has(id))
  if (news.length === 0 || ground.roster.report.cc === 'all')
    return knownAddresses({ roster: ground.roster, upstreamAuthors: [] })
  const maintainersText = await readMaintainers(shop, ground)
  const known = knownAddresses({ roster: ground.roster, maintainersText, upstreamAuthors: [] })
  const people = news.flatMap(({ oursBy, theirsBy }) =>
    [...oursBy.commits, ...theirsBy.commits].flatMap((commit) => [commit.author.email, commit.committer.email]),
  )
  const strangers = distinct(people).filter((email) => !known(email))
  const upstreamAuthors = await authorsAmong(shop.git, ground.upstreamTip, strangers, UPSTREAM_COMMITS)
  return knownAddresses({ roster: ground.roster, maintainersText, upstreamAuthors })
}

async function readMaintainers(shop: Workshop, ground: Ground): Promise<string> {
  const root = parseCommit(await shop.reader.read(ground.upstreamTip, 'commit')).tree
  const entry = await shop.folders.at(root, 'MAINTAINERS')
  if (entry === undefined || (entry.mode & 0o170000) !== 0o100000) return ''
  return (await shop.reader.read(entry.oid as BlobOid, 'blob')).toString('utf8')
}
