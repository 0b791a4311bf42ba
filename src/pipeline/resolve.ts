/** Settles a conflict for good: lays it out, takes what a person makes of it, puts that on record, and shows what it comes to. */
import { addPack } from '../base/git/pack.ts'
import { moveRefs } from '../base/git/refs.ts'
import { REF_RESOLUTIONS } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Resolution, Withdrawal } from '../base/model/resolution.ts'
import { usageError } from '../base/std/operating-error.ts'
import { printable, rawText } from '../base/text/printable.ts'
import { showPath } from '../base/text/show-path.ts'
import { withIntegrationLock } from '../memory/record/lock.ts'
import { makeResolution } from '../memory/resolutions/make.ts'
import type { Proposal } from '../memory/resolutions/propose/proposal.ts'
import { resolvedFile } from '../memory/resolutions/resolved-file.ts'
import { extendResolutions, readResolution, readResolutions } from '../memory/resolutions/store.ts'
import { reclash } from '../stages/integrate/settle/reclash.ts'
import { afterwards } from './afterwards.ts'
import { type Heads, readHeads } from './ground.ts'
import { holderOf } from './holder.ts'
import { findRelease, look } from './look.ts'
import { judge } from './resolve/check.ts'
import { asLaidOut, clearDesk, type LaidOut, layOut } from './resolve/lay-out.ts'
import { proposalsOf, workshopUnder } from './resolve/proposals.ts'
import { answerTo, conflictNamed, settledBy, type Subject, subjectFrom, subjectOf } from './resolve/subject.ts'
import { take, type Taking } from './resolve/taking.ts'
import { rosterOf } from './roster.ts'
import type { RunReport } from './run.ts'
import type { Machine, Reading, Workspace } from './workspace.ts'

export interface Begun extends LaidOut {
  readonly subject: Subject
  readonly proposals: readonly Proposal[]
}

export interface Resolved {
  readonly resolution: Resolution
  /** Lines that none of the versions has, printable. */
  readonly foreign: readonly string[]
  /** What a run would make of it now, if none is under way; nothing is published. */
  readonly report: RunReport | undefined
}

/** Lays out a conflict of the last release (by id or tree) or the conflict of a resolution (by its id). */
export async function beginResolve(workspace: Workspace, machine: Machine, name: string): Promise<Begun> {
  const { subject, attributes } = await findSubject(workspace, name)
  await using shop = await workshopUnder(attributes, workspace, machine)
  const clashed = await reclash(shop, subject)
  const proposals = await proposalsOf(workspace, shop, clashed)
  return { ...(await layOut(workspace, shop, subject, clashed, proposals)), subject, proposals }
}

export async function finishResolve(
  workspace: Workspace,
  machine: Machine,
  name: string,
  taking: Taking,
  why: string,
): Promise<Resolved> {
  const { subject: found, attributes } = await findSubject(workspace, name)
  const subject = taking.kind === 'edited' ? await asLaidOut(workspace, found) : found
  const { resolution, foreign } = await withIntegrationLock(
    workspace.record,
    holderOf(machine),
    machine.listen,
    async () => {
      await using shop = await workshopUnder(attributes, workspace, machine)
      const clashed = await reclash(shop, subject)
      const taken = await take(workspace, shop, subject, clashed, taking)
      const { markers, foreign } = judge(clashed, taken.text ?? '')
      if (markers.length > 0) throw unfinished(subject, markers)
      const { file, blobs } = resolvedFile(clashed, taken)
      for (const blob of blobs) shop.folders.made.set(blob.oid, blob)
      const by = (await rosterOf(workspace)).project.integrator
      const resolution = makeResolution({
        files: [file],
        fixes: [],
        needed: undefined,
        sides: subject.sides,
        origin: { kind: 'resolved' },
        by,
        at: machine.clock(),
        why,
        supersedes: subject.replaces?.id,
      })
      await record(workspace, shop, [resolution], [], machine)
      return { resolution, foreign: foreign.map((line) => printable(rawText(line)).trimEnd()) }
    },
  )
  await clearDesk(workspace, subject)
  return { resolution, foreign, report: await afterwards(workspace, machine) }
}

/** Extends the chain of resolutions by one commit. */
export async function record(
  workspace: Workspace,
  shop: Reading,
  resolutions: readonly Resolution[],
  withdrawals: readonly Withdrawal[],
  machine: Pick<Machine, 'clock'>,
): Promise<CommitOid> {
  const { resolutions: head }: Heads = await readHeads(workspace)
  const by = (await rosterOf(workspace)).project.integrator
  const named = [...resolutions.map(({ id }) => id), ...withdrawals.map(({ resolution }) => resolution)]
  const next = await extendResolutions(shop.folders, shop.reader, {
    head,
    resolutions,
    withdrawals,
    by,
    at: machine.clock(),
    message: `${withdrawals.length > 0 ? 'withdraw' : 'resolve'} ${named.join(' ')}\n`,
  })
  await addPack(workspace.record.git, [...shop.folders.made.values()])
  await moveRefs(workspace.record.git, [{ ref: REF_RESOLUTIONS, from: head, to: next }])
  return next
}

interface Found {
  readonly subject: Subject
  /** Upstream's merge attributes as of the last release: what git takes for text. */
  readonly attributes: readonly string[]
}

async function findSubject(workspace: Workspace, name: string): Promise<Found> {
  await using looked = await look(workspace)
  const { folders, reader, heads } = looked
  const known = (id: Resolution['id'] | undefined) => id && readResolution(folders, reader, heads.resolutions, id)
  const named = await known(name as Resolution['id'])
  if (named !== undefined) {
    // What was fetched from others can be there before any release is.
    const last = await looked.runs.latest()
    const release = last && (await looked.runs.read(last))
    return { subject: subjectFrom(named), attributes: release?.record.plan.attributes ?? [] }
  }
  const release = await findRelease(looked.runs, undefined)
  const conflict = conflictNamed(release, name)
  const { attributes } = release.record.plan
  const settler = await known(settledBy(conflict))
  const replaces = settler ?? answerTo(conflict, await readResolutions(folders, reader, heads.resolutions))
  return { subject: subjectOf(conflict, replaces), attributes }
}

function unfinished({ path, conflict }: Subject, markers: readonly string[]): Error {
  const told = markers.map((line) => `  ${printable(rawText(line)).trimEnd()}`).join('\n')
  return usageError(
    `${showPath(path)} still has conflict markers:\n${told}`,
    `Edit it until none is left, then run again: tributary resolve ${conflict.slice(0, 12)} --done --why "…"`,
  )
}
