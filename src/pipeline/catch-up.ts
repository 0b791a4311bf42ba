/** Does what follows from the newest run and is not done yet: at once after the run itself, or by the next command after a crash. */
import { count } from '../base/text/count.ts'
import { addPack } from '../base/git/pack.ts'
import { RefMover } from '../base/git/refs.ts'
import type { Listener } from '../base/model/event.ts'
import { REF_REPORTS } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Report } from '../base/model/report.ts'
import type { Release } from '../base/model/run.ts'
import { extendChain } from '../memory/record/chain.ts'
import type { IntegrationLock } from '../memory/record/lock.ts'
import { alreadyReported, isReported, reportFiles, type ReportRecord } from '../memory/record/reports.ts'
import { RunChain } from '../memory/record/runs.ts'
import { tagOf } from '../stages/publish/assemble.ts'
import { releaseMoves, type Standing, standingOf } from '../stages/publish/roll-forward.ts'
import { appendToOutbox } from '../stages/report/outbox.ts'
import type { Heads } from './ground.ts'
import type { Reading, Workspace } from './workspace.ts'

/**
 * Brings branch, tag, outbox and the chain of reports up to the newest run. Every step can be done again without harm; the chain of
 * reports moves last, so a run that is noted there is done.
 */
export async function catchUp(
  workspace: Workspace,
  listen: Listener,
  from: { readonly heads: Heads; readonly reading: Reading },
  lock: IntegrationLock,
): Promise<'nothing-open' | 'finished'> {
  const { heads, reading } = from
  const { folders, reader } = reading
  const runs = new RunChain(folders, reader, heads.runs)
  const name = await runs.latest()
  if (name === undefined || (await isReported(folders, reader, heads.reports, name))) return 'nothing-open'
  const release = await runs.read(name)
  if (release === undefined) return 'nothing-open'
  listen({ kind: 'repaired', what: `finished publishing ${name}, which an earlier command had begun` })
  const follow = await prepareFollowUp(reading, release, await runs.reports(name), heads.reports)
  await addPack(workspace.record.git, [...folders.made.values()])
  folders.made.clear()
  await using mover = new RefMover(workspace.record.git)
  await followUp(workspace, mover, { ...follow, standing: await standingOf(workspace.record, release) }, lock)
  return 'finished'
}

/** What a run's follow-up needs that is made with the run itself, or again by whoever catches up. */
export interface FollowUp {
  readonly release: Release
  readonly reports: readonly Report[]
  /** Where the chain of reports ends, and where it will. */
  readonly reportsFrom: CommitOid | undefined
  readonly reportsTo: CommitOid
}

/** As the chain of reports keeps it. */
function aboutWhat(about: Report['about']): Pick<ReportRecord, 'about' | 'reminder' | 'findings' | 'as'> {
  if (about === 'summary') return { about: [] }
  if ('reminder' in about) return { about: [], reminder: about.reminder }
  return 'findings' in about ? { about: [], ...about } : { about }
}

/** Makes the tag and the next link of the chain of reports; both wait in `folders.made`. */
export async function prepareFollowUp(
  reading: Reading,
  release: Release,
  reports: readonly Report[],
  reportsFrom: CommitOid | undefined,
): Promise<FollowUp> {
  const { plan } = release.record
  const tag = tagOf(plan, release.commit)
  reading.folders.made.set(tag.oid, tag)
  const notes = reports.map(({ mail, about }) => ({
    messageId: mail.messageId,
    subject: mail.subject,
    inReplyTo: mail.inReplyTo,
    ...aboutWhat(about),
  }))
  const about = notes.flatMap((note) => note.about)
  const told = await alreadyReported(reading.folders, reading.reader, reportsFrom, about)
  const reportsTo = await extendChain(reading.folders, reading.reader, {
    head: reportsFrom,
    files: reportFiles(release.name, notes, told),
    keeps: [],
    by: plan.integrator,
    at: plan.instant,
    message: `${release.name}: ${count(reports.length, 'mail')}\n`,
  })
  return { release, reports, reportsFrom, reportsTo }
}

/** Mails first, then the refs in one go; git moves them in the order they are named, so the chain of reports moves last. */
export async function followUp(
  workspace: Workspace,
  mover: RefMover,
  follow: FollowUp & { readonly standing: Standing },
  _lock: IntegrationLock,
): Promise<void> {
  await appendToOutbox(
    workspace.outboxPath,
    follow.reports.map(({ mail }) => mail),
  )
  const moves = releaseMoves(follow.release, follow.standing)
  await mover.move([...moves, { ref: REF_REPORTS, from: follow.reportsFrom, to: follow.reportsTo }])
}
