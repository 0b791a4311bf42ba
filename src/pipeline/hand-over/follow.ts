/** Takes hand-overs a step further after a run: branches are kept for what can go, and who has to hear of it does, once. */
import { addPack } from '../../base/git/pack.ts'
import { moveRefs, type Ref, type RefMove } from '../../base/git/refs.ts'
import { isHandOver } from '../../base/model/decision.ts'
import type { HandOver } from '../../base/model/hand-over.ts'
import { REF_REPORTS } from '../../base/model/names.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import { extendChain } from '../../memory/record/chain.ts'
import { handOverFile, wasTold } from '../../memory/record/hand-overs.ts'
import { withIntegrationLock } from '../../memory/record/lock.ts'
import { handOverMail } from '../../stages/report/hand-over-mail.ts'
import { appendToOutbox } from '../../stages/report/outbox.ts'
import { openWorkshop, type Workshop } from '../../stages/integrate/workshop.ts'
import { decisionsInForce } from '../decide.ts'
import { withGating } from '../gating/open-gating.ts'
import { gather, start } from '../ground.ts'
import { holderOf } from '../holder.ts'
import { look } from '../look.ts'
import type { TopicsDesk } from '../topics/topics.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { branchFor, HAND_OVER_BRANCHES, handOversIn } from './hand-overs.ts'
import { offersByGates } from './offers-by-gates.ts'

/** Where all of them stand; of branches and mails nothing is kept, though what gates say is. */
export async function handOversNow(workspace: Workspace, machine: Machine): Promise<readonly HandOver[]> {
  const begun = await start(workspace)
  const { roster } = begun
  const release = roster.gates.length === 0 ? undefined : await lastRelease(workspace)
  if (release === undefined) return withDesk(workspace, machine, (shop, desk) => handOversIn(shop, desk))
  if (!(await anyDecided(workspace, machine))) return []
  return withGating({ workspace, machine, roster, release, onto: release.commit }, async (gating) => {
    const now = machine.clock()
    const ground = await gather(begun, workspace, gating.shop, now)
    return offersByGates(gating, await handOversIn(gating.shop, { workspace, machine, ground, now }))
  })
}

/** The same, and what follows from it is done. Gates take their time, so they are asked before the record is taken. */
export async function followHandOvers(workspace: Workspace, machine: Machine): Promise<readonly HandOver[]> {
  const asked = new Map((await handOversNow(workspace, machine)).map((one) => [one.decision.id, one]))
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, () =>
    withDesk(workspace, machine, async (shop, desk) => {
      const found = await handOversIn(shop, desk)
      // What moved meanwhile was not asked about, and is taken further by the next run.
      const known = found.flatMap((one) =>
        headOf(one) === headOf(asked.get(one.decision.id)) ? (asked.get(one.decision.id) ?? []) : [],
      )
      await keepBranches(shop, desk, known)
      await removeBranches(desk, found)
      return known
    }),
  )
}

function headOf(one: HandOver | undefined): CommitOid | string | undefined {
  return one === undefined ? undefined : 'head' in one.state ? one.state.head : one.state.kind
}

async function lastRelease(workspace: Workspace): Promise<Release | undefined> {
  await using looked = await look(workspace)
  const name = await looked.runs.latest()
  return name && (await looked.runs.read(name))
}

async function anyDecided(workspace: Workspace, machine: Machine): Promise<boolean> {
  await using looked = await look(workspace)
  return (await decisionsInForce(workspace, looked, machine.clock())).some(isHandOver)
}

async function withDesk(
  workspace: Workspace,
  machine: Machine,
  work: (shop: Workshop, desk: TopicsDesk) => Promise<readonly HandOver[]>,
): Promise<readonly HandOver[]> {
  const { git, pid, scratchFolder } = machine
  const now = machine.clock()
  await using shop = await openWorkshop(git, { recordDir: workspace.record.gitDir, scratchFolder, pid })
  const ground = await gather(await start(workspace), workspace, shop, now)
  if (!ground.decisions.some(isHandOver) && branchesOf(ground).length === 0) return []
  return await work(shop, { workspace, machine, ground, now })
}

function branchesOf({ heads }: TopicsDesk['ground']): Ref[] {
  return [...heads.refs.values()].filter(({ name }) => name.startsWith(HAND_OVER_BRANCHES))
}

/** A branch that nothing is handed over by any more, because that is over or was undone, would only be taken for an offer. */
async function removeBranches({ workspace, machine, ground }: TopicsDesk, found: readonly HandOver[]): Promise<void> {
  const needed = new Set(
    found.filter(({ state }) => state.kind !== 'over').map(({ decision }) => branchFor(decision.tree, decision.topics)),
  )
  const idle = branchesOf(ground).filter(({ name }) => !needed.has(name))
  await moveRefs(
    workspace.record.git,
    idle.map(({ name, oid }) => ({ ref: name, from: oid, to: undefined })),
  )
  for (const { name, oid } of idle)
    machine.listen({
      kind: 'warning',
      what: `the branch ${name.replace('refs/heads/', '')} was removed, for nothing is handed over by it any more; it was at ${short(oid)}`,
    })
}

/** The mails are in the outbox before it is noted that they were written: at worst one is offered twice, and the outbox has it once. */
async function keepBranches(shop: Workshop, desk: TopicsDesk, found: readonly HandOver[]): Promise<void> {
  const { workspace, ground, now } = desk
  const { git } = workspace.record
  const { reports: from } = ground.heads
  const news: HandOver[] = []
  for (const one of found) {
    const told = { decision: one.decision.id, state: one.state.kind }
    if (!(await wasTold(shop.folders, shop.reader, from, told))) news.push(one)
  }
  const mails = news.flatMap((one) => handOverMail(ground.roster, one, now) ?? [])
  const told = news.filter((one) => handOverMail(ground.roster, one, now) !== undefined)
  const reports = told.length === 0 ? from : await noteOf(shop, desk, told)
  await addPack(git, [...shop.folders.made.values()])
  await appendToOutbox(workspace.outboxPath, mails)
  const noted: readonly RefMove[] = reports === from ? [] : [{ ref: REF_REPORTS, from, to: reports }]
  await moveRefs(git, [...found.flatMap((one) => branchMove(desk, one)), ...noted])
}

function noteOf(shop: Workshop, { ground, now }: TopicsDesk, told: readonly HandOver[]): Promise<CommitOid> {
  return extendChain(shop.folders, shop.reader, {
    head: ground.heads.reports,
    files: told.map(({ decision, state }) => handOverFile({ decision: decision.id, state: state.kind })),
    keeps: [],
    by: ground.roster.project.integrator,
    at: now,
    message: told.map(({ decision, state }) => `hand-over ${decision.id}: ${state.kind}\n`).join(''),
  })
}

function branchMove({ ground }: TopicsDesk, { state }: HandOver): RefMove[] {
  if (state.kind !== 'offered') return []
  const from = ground.heads.refs.get(state.branch)?.oid
  return from === state.head ? [] : [{ ref: state.branch, from, to: state.head }]
}
