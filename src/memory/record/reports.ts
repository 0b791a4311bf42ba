/** What people were told: a file for each conflict that was mailed, so that later mails about it answer the first. */
import type { Folders } from '../../base/git/folders.ts'
import type { ObjectReader } from '../../base/git/object-reader.ts'
import type { ConflictId } from '../../base/model/conflict.ts'
import type { FindingId } from '../../base/model/finding.ts'
import type { ReleaseName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { ReminderKey, Thread, ToldAs } from '../../base/model/report.ts'
import { type ChainFile, readChainFile, rootOf } from './chain.ts'
import { findingNote } from './finding-notes.ts'
import { parseJson } from './json.ts'

/** One mail of a release, as it stands in the run's record. */
export interface ReportRecord {
  readonly messageId: string
  readonly subject: string
  /** The first mail of the thread, when that is another one. */
  readonly inReplyTo: string | undefined
  /** Conflicts it tells of; none for a summary. */
  readonly about: readonly ConflictId[]
  /** What it reminds of, if it does. */
  readonly reminder?: ReminderKey
  /** Findings it tells of, if it does, and what. */
  readonly findings?: readonly FindingId[]
  readonly as?: ToldAs
}

function conflictPath(id: ConflictId): string {
  return `conflicts/${id.slice(0, 2)}/${id}.json`
}

function reminderPath(key: ReminderKey): string {
  return `reminders/${key}.json`
}

function releasePath(release: ReleaseName): string {
  return `releases/${release}.json`
}

/** What a conflict's file holds. Records from before there were episodes have no thread: each conflict was told of in one mail. */
interface ToldOf {
  readonly conflict: ConflictId
  readonly release: ReleaseName
  readonly messageId: string
  readonly subject: string
  /** The first mail of the thread, when that is another one. */
  readonly thread?: string
}

/** Files for everything a release told. A conflict that was `told` of before keeps the file that it has. */
export function reportFiles(
  release: ReleaseName,
  reports: readonly ReportRecord[],
  told: ReadonlySet<ConflictId>,
): ChainFile[] {
  const news = reports.flatMap(({ messageId, subject, inReplyTo, about }) =>
    about
      .filter((id) => !told.has(id))
      .map((conflict) => {
        const file: ToldOf = { conflict, release, messageId, subject, ...(inReplyTo && { thread: inReplyTo }) }
        return { path: conflictPath(conflict), content: `${JSON.stringify(file)}\n` }
      }),
  )
  const reminders = reports.flatMap(({ messageId, reminder }) =>
    reminder === undefined
      ? []
      : [{ path: reminderPath(reminder), content: `${JSON.stringify({ reminder, release, messageId })}\n` }],
  )
  const findings = reports.flatMap(({ messageId, subject, findings: ids = [], as = 'new' }) =>
    ids.map((finding) => findingNote({ finding, release, messageId, subject }, as)),
  )
  return [
    ...news,
    ...reminders,
    ...findings,
    { path: releasePath(release), content: `${JSON.stringify({ release, reports }, null, 2)}\n` },
  ]
}

/** Where people were told of these conflicts; those that nobody was told of are left out. */
export async function threadsOf(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  ids: readonly ConflictId[],
): Promise<Map<ConflictId, Thread>> {
  const found = await Promise.all(
    ids.map(async (id): Promise<[ConflictId, Thread][]> => {
      const text = await readChainFile(folders, reader, head, conflictPath(id))
      if (text === undefined) return []
      const { messageId, thread, subject } = parseJson<ToldOf>(text, `note of a mail about ${id}`)
      return [[id, { messageId: thread ?? messageId, subject }]]
    }),
  )
  return new Map(found.flat())
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

/** Whether people were reminded of this before. */
export async function wasReminded(
  folders: Folders,
  reader: ObjectReader,
  head: CommitOid | undefined,
  key: ReminderKey,
): Promise<boolean> {
  return (await readChainFile(folders, reader, head, reminderPath(key))) !== undefined
}
