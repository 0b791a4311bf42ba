/** Makes the next link of the chain of runs, and what follows from it; all of it waits in `folders.made`. */
import type { CommitOid } from '../base/model/oid.ts'
import type { Report } from '../base/model/report.ts'
import type { Release } from '../base/model/run.ts'
import { extendChain } from '../memory/record/chain.ts'
import { conflictBlobs, formatRunRecord, runFiles } from '../memory/record/runs.ts'
import type { Integrated } from '../stages/integrate/integrate.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'
import { namedCommits } from '../stages/publish/run-record.ts'
import { type FollowUp, prepareFollowUp } from './catch-up.ts'
import type { Ground } from './ground.ts'

export async function linkRun(
  shop: Workshop,
  ground: Ground,
  release: Release,
  integrated: Integrated,
  reports: readonly Report[],
): Promise<{ readonly head: CommitOid; readonly follow: FollowUp }> {
  const { plan } = release.record
  const blobs = conflictBlobs(release.record)
  // Sides of conflicts that git made itself, such as the common base of a criss-cross, stand only in the workshop until now.
  for (const { oid } of blobs) shop.folders.adopt(oid, shop.loose)
  const head = await extendChain(shop.folders, shop.reader, {
    head: ground.heads.runs,
    files: runFiles({
      release: release.name,
      commit: release.commit,
      record: formatRunRecord(release.record),
      configuration: ground.rosterText,
      reports,
    }),
    objects: blobs,
    keeps: [release.commit, ...namedCommits(release.record).filter((commit) => !integrated.contains(commit))],
    by: plan.integrator,
    at: plan.instant,
    message: `${release.name}\n`,
  })
  return { head, follow: await prepareFollowUp(shop, release, reports, ground.heads.reports) }
}
