/** Does what follows from the newest run and is not done yet: at once after the run itself, or by the next command after a crash. */
import { addPack } from '../base/git/pack.ts'
import { moveRefs, readRefs } from '../base/git/refs.ts'
import { REF_REPORTS, REF_RUNS, type RefName } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Release } from '../base/model/run.ts'
import { extendChain } from '../memory/record/chain.ts'
import type { IntegrationLock } from '../memory/record/lock.ts'
import { isReported, reportFiles } from '../memory/record/reports.ts'
import { RunChain } from '../memory/record/runs.ts'
import { rollRefs } from '../stages/publish/roll-forward.ts'
import { appendToOutbox } from '../stages/report/outbox.ts'
import { type Machine, openReading, type Reading, type Workspace } from './workspace.ts'

/**
 * Brings branch, tag, outbox and the chain of reports up to the newest run. Every step can be done again without harm; the chain of
 * reports moves last, so a run that is noted there is done.
 */
export async function catchUp(workspace: Workspace, machine: Machine, lock: IntegrationLock): Promise<void> {
  const refs = await readRefs(workspace.record.git, [REF_RUNS, REF_REPORTS])
  const head = (ref: RefName): CommitOid | undefined => refs.get(ref)?.oid as CommitOid | undefined
  if (head(REF_RUNS) === undefined) return
  await using reading = openReading(workspace.record.git)
  const runs = new RunChain(reading.folders, reading.reader, head(REF_RUNS))
  const name = await runs.latest()
  if (name === undefined || (await isReported(reading.folders, reading.reader, head(REF_REPORTS), name))) return
  const release = await runs.read(name)
  if (release === undefined) return
  machine.listen({ kind: 'repaired', what: `finished publishing ${name}, which an earlier command had begun` })
  await followUp(workspace, reading, runs, release, { reports: head(REF_REPORTS), lock })
}

/** The same for a run that was just committed. */
export async function followUp(
  workspace: Workspace,
  reading: Reading,
  runs: RunChain,
  release: Release,
  at: { readonly reports: CommitOid | undefined; readonly lock: IntegrationLock },
): Promise<void> {
  const { record } = workspace
  const { plan } = release.record
  await rollRefs(record, release, at.lock)
  const reports = await runs.reports(release.name)
  await appendToOutbox(
    workspace.outboxPath,
    reports.map(({ mail }) => mail),
  )
  const notes = reports.map(({ mail, about }) => ({
    messageId: mail.messageId,
    subject: mail.subject,
    about: about === 'summary' ? [] : about,
  }))
  const next = await extendChain(reading.folders, reading.reader, {
    head: at.reports,
    files: reportFiles(release.name, notes),
    keeps: [],
    by: plan.integrator,
    at: plan.instant,
    message: `${release.name}: ${reports.length} mails\n`,
  })
  await addPack(record.git, [...reading.folders.made.values()])
  await moveRefs(record.git, [{ ref: REF_REPORTS, from: at.reports, to: next }])
}
