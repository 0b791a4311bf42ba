/** What mails say of resolutions: those that the news of a release name, read from the record. */
import type { EpisodeChange, EpisodeNews } from '../base/model/episode.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { RunRecord } from '../base/model/run.ts'
import type { ResolutionId, Settler } from '../base/model/settling.ts'
import { distinct } from '../base/std/collections.ts'
import { readResolution, readWithdrawals } from '../memory/resolutions/store.ts'
import type { OnRecord } from '../stages/report/input.ts'
import type { Reading } from './workspace.ts'

/** Few: what settles as it did before is not spoken of. */
export async function toldResolutions(
  { folders, reader }: Reading,
  head: CommitOid | undefined,
  record: RunRecord,
  news: readonly EpisodeNews[],
): Promise<OnRecord> {
  const lost = resolutionsIn(news.flatMap(({ changes }) => changes.flatMap(lostBy)))
  const fixes = news.flatMap(({ episode }) => episode.fix ?? [])
  const named = distinct([
    ...fixes,
    ...resolutionsIn(news.flatMap(({ episode }) => episode.by)),
    ...lost,
    ...(record.retired ?? []),
  ])
  const found = await Promise.all(named.map((id) => readResolution(folders, reader, head, id)))
  const withdrawals = await Promise.all(lost.map((id) => readWithdrawals(folders, reader, head, id)))
  return {
    resolutions: new Map(found.flatMap((one) => (one === undefined ? [] : [[one.id, one]]))),
    withdrawals: new Map(withdrawals.flatMap(([first]) => (first === undefined ? [] : [[first.resolution, first]]))),
  }
}

function lostBy(change: EpisodeChange): readonly Settler[] {
  return change.kind === 'reopened' ? change.by : []
}

function resolutionsIn(settlers: readonly Settler[]): ResolutionId[] {
  return distinct(settlers.flatMap((settler) => (settler.kind === 'resolution' ? [settler.id] : [])))
}
