/** Gives our resolutions, and what was withdrawn here, to others: adds to what they have, and takes nothing away. */
import { compareTrees } from '../base/git/compare-trees.ts'
import { pushRef } from '../base/git/push-ref.ts'
import { resolveCommit } from '../base/git/rev-parse.ts'
import { makeCommit } from '../base/git/objects.ts'
import { overlay } from '../base/git/overlay.ts'
import { addPack } from '../base/git/pack.ts'
import type { Git } from '../base/git/spawn.ts'
import { countBeyond } from '../base/git/commit-walk.ts'
import { REF_RESOLUTIONS } from '../base/model/names.ts'
import { type CommitOid, EMPTY_TREE } from '../base/model/oid.ts'
import { OperatingError, usageError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { rootOf } from '../memory/record/chain.ts'
import { withIntegrationLock } from '../memory/record/lock.ts'
import type { ChainRemote } from '../stages/fetch/chain-remote.ts'
import { whyNot } from '../stages/fetch/quarantine.ts'
import type { News } from './fetch-resolutions.ts'
import { holderOf } from './holder.ts'
import { type Beside, fetchBeside, type Ground, openOther, standsThere, takeIn } from './other-chain.ts'
import { rosterOf } from './roster.ts'
import { type Machine, openReading, type Workspace } from './workspace.ts'

/** Longest a push may take. Fifty thousand resolutions are 500 MB. */
const PUSH_SECONDS = 3600

/** So often somebody else may be faster before we give up. */
const ATTEMPTS_MAX = 5

export interface PushedResolutions {
  /** What they did not have. Both 0: nothing was pushed. */
  readonly resolutions: number
  readonly withdrawals: number
  /** What was fetched first; undefined when they had nothing that is not here. */
  readonly fetched: News | undefined
}

export async function pushResolutions(
  workspace: Workspace,
  machine: Machine,
  address: string,
): Promise<PushedResolutions> {
  const ground: Ground = {
    workspace,
    machine,
    roster: await rosterOf(workspace),
  }
  if ((await resolveCommit(workspace.record.git, REF_RESOLUTIONS)) === undefined)
    throw usageError(
      'no resolution is on record',
      'There is nothing to push yet. Settle a conflict with: tributary resolve <conflict>',
    )
  await using remote = await openOther(ground, address)
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const theirs = await standsThere(remote, address)
    const { problem, ...pushed } = await pushOnto(ground, remote, address, theirs)
    if (problem === undefined) return pushed
    // Another one's push in between is no refusal: it is taken in, and ours goes on top.
    if ((await standsThere(remote, address)) === theirs) throw notTaken(address, problem)
  }
  throw notTaken(address, 'somebody else pushed each time in between')
}

type Attempt = PushedResolutions & { readonly problem: string | undefined }

async function pushOnto(
  ground: Ground,
  remote: ChainRemote,
  address: string,
  theirs: CommitOid | undefined,
): Promise<Attempt> {
  const { machine, workspace } = ground
  const ours = (await resolveCommit(workspace.record.git, REF_RESOLUTIONS)) as CommitOid
  let fetched: News | undefined
  const sent = await layOnTop(ground, { remote, address }, { theirs, ours }, async (beside) => {
    const { head, resolutions, withdrawals, known, refused } = await withIntegrationLock(
      workspace.record,
      holderOf(machine),
      machine.listen,
      (lock) => takeIn(ground, beside, lock),
    )
    fetched = { resolutions, withdrawals, known, refused }
    return head as CommitOid
  })
  return { ...sent, fetched }
}

type Sent = Omit<Attempt, 'fetched'>

/** Puts ours on top of what stands there. `meet` is shown what they have that is not here, and says where ours stands then. */
export async function layOnTop(
  ground: Ground,
  { remote, address }: { readonly remote: ChainRemote; readonly address: string },
  { theirs, ours }: { readonly theirs: CommitOid | undefined; readonly ours: CommitOid },
  meet: (beside: Beside) => Promise<CommitOid>,
): Promise<Sent> {
  const { git } = ground.workspace.record
  if (theirs === undefined || (await isWithin(git, theirs, ours))) return send(git, remote, { theirs, target: ours })
  await using beside = await fetchBeside(ground, remote, address)
  const united = { theirs: beside.theirs, ours: await meet(beside) }
  const target = await onTopOf(ground, beside.git, united)
  return await send(beside.git, remote, { theirs: united.theirs, target })
}

/** Whether the commit is here, and part of our chain. */
async function isWithin(git: Git, theirs: CommitOid, ours: CommitOid): Promise<boolean> {
  return (await resolveCommit(git, theirs)) !== undefined && (await countBeyond(git, [theirs], [ours])) === 0
}

interface Heads {
  readonly theirs: CommitOid
  readonly ours: CommitOid
}

/**
 * Ours when it holds all of theirs. Else, where something of theirs was refused here or both made the same commits apart, a commit that has
 * everything of theirs and what it lacks of ours: nobody's files are taken away by a push, not even those that we do not understand.
 */
async function onTopOf({ machine, roster }: Ground, git: Git, { theirs, ours }: Heads): Promise<CommitOid> {
  await using reading = openReading(git)
  const { folders, reader } = reading
  const [there, here] = [await rootOf(reader, theirs), await rootOf(reader, ours)]
  const { leaves } = await compareTrees(folders, there, here)
  const lacking = leaves.filter(({ oldMode }) => oldMode === 0)
  if (lacking.length === 0) return theirs
  if (lacking.length === leaves.length && (await isWithin(git, theirs, ours))) return ours
  const added = lacking.map(({ path, newMode: mode, newOid: oid }) => ({ path, mode, oid }))
  const tree = await overlay(folders, there, added)
  const by = roster.project.integrator
  const commit = makeCommit({
    tree,
    parents: [theirs, ours],
    by,
    at: machine.clock(),
    message: 'push: unite two chains\n',
  })
  await addPack(git, [...folders.made.values(), commit])
  return commit.oid
}

/** From where they are known to stand, and from nowhere else. */
async function send(
  git: Git,
  remote: ChainRemote,
  { theirs, target }: { readonly theirs: CommitOid | undefined; readonly target: CommitOid },
): Promise<Sent> {
  if (target === theirs) return { resolutions: 0, withdrawals: 0, problem: undefined }
  const counts = await countAdded(git, theirs, target)
  const push = { ref: REF_RESOLUTIONS, commit: target, from: theirs, seconds: PUSH_SECONDS }
  const answer = await pushRef(git, remote.transport, push)
  return { ...counts, problem: answer.kind === 'done' ? undefined : whyNot(answer) }
}

async function countAdded(
  git: Git,
  from: CommitOid | undefined,
  to: CommitOid,
): Promise<{ readonly resolutions: number; readonly withdrawals: number }> {
  await using reading = openReading(git)
  const { folders, reader } = reading
  const root = from === undefined ? EMPTY_TREE : await rootOf(reader, from)
  const { leaves } = await compareTrees(folders, root, await rootOf(reader, to))
  const added = leaves.filter(({ oldMode }) => oldMode === 0)
  return {
    resolutions: added.filter(({ path }) => path.endsWith('/record.json')).length,
    withdrawals: added.filter(({ path }) => path.includes('/withdrawn/')).length,
  }
}

function notTaken(address: string, why: string): OperatingError {
  return new OperatingError(
    'push-failed',
    `${oneLine(address)} does not take the resolutions: ${oneLine(why, 300)}`,
    'What stands there is as it was. Whoever keeps it must allow you to push refs/tributary/resolutions.',
  )
}
