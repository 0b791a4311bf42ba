/** What people were told: a file for each conflict that was mailed, so that it is mailed once. */
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { ConflictId } from '../../base/model/conflict.ts'
import type { ReleaseName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { type ChainFile, rootOf } from './chain.ts'

/** One mail of a release, as it stands in the run's record. */
export interface ReportRecord {
  readonly messageId: string
  readonly subject: string
  /** Conflicts it tells of; none for a summary. */
  readonly about: readonly ConflictId[]
}

function conflictPath(id: ConflictId): string {
  return `conflicts/${id.slice(0, 2)}/${id}.json`
}

function releasePath(release: ReleaseName): string {
  return `releases/${release}.json`
}

/** Files for everything a release told. */
export function reportFiles(release: ReleaseName, reports: readonly ReportRecord[]): ChainFile[] {
  const told = reports.flatMap((report) =>
    report.about.map((id) => ({
      path: conflictPath(id),
      content: `${JSON.stringify({ conflict: id, release, messageId: report.messageId, subject: report.subject })}\n`,
    })),
  )
  return [...told, { path: releasePath(release), content: `${JSON.stringify({ release, reports }, null, 2)}\n` }]
}

/** Which of these conflicts people have been told of. */
export async function alreadyReported(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  ids: readonly ConflictId[],
): Promise<Set<ConflictId>> {
  if (head === undefined || ids.length === 0) return new Set()
  const root = await rootOf(reader, head)
  const told = await Promise.all(
    ids.map(async (id) => ((await folders.at(root, conflictPath(id))) === undefined ? [] : [id])),
  )
  return new Set(told.flat())
}

/** Whether a release's mails are in the outbox and noted. */
export async function isReported(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  release: ReleaseName,
): Promise<boolean> {
  if (head === undefined) return false
  return (await folders.at(await rootOf(reader, head), releasePath(release))) !== undefined
}
