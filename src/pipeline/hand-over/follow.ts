/** Takes hand-overs a step further after a run: branches are kept for what can go, and who has to hear of it does, once. */
import { addPack } from '../../base/git/pack.ts'
import { moveRefs, type RefMove } from '../../base/git/refs.ts'
import { isHandOver } from '../../base/model/decision.ts'
import type { HandOver } from '../../base/model/hand-over.ts'
import { REF_REPORTS } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { extendChain } from '../../memory/record/chain.ts'
import { handOverFile, wasTold } from '../../memory/record/hand-overs.ts'
import { withIntegrationLock } from '../../memory/record/lock.ts'
import { handOverMail } from '../../stages/report/hand-over-mail.ts'
import { appendToOutbox } from '../../stages/report/outbox.ts'
import { openWorkshop, type Workshop } from '../../stages/integrate/workshop.ts'
import { gather, start } from '../ground.ts'
import { holderOf } from '../holder.ts'
import type { TopicsDesk } from '../topics/topics.ts'
import type { Machine, Workspace } from '../workspace.ts'
import { handOversIn } from './hand-overs.ts'

/** Where all of them stand; nothing is kept. */
export async function handOversNow(workspace: Workspace, machine: Machine): Promise<readonly HandOver[]> {
  return withDesk(workspace, machine, (shop, desk) => handOversIn(shop, desk))
}

/** The same, and what follows from it is done. */
export async function followHandOvers(workspace: Workspace, machine: Machine): Promise<readonly HandOver[]> {
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, () =>
    withDesk(workspace, machine, async (shop, desk) => {
      const found = await handOversIn(shop, desk)
      await keepBranches(shop, desk, found)
      return found
    }),
  )
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
  if (!ground.decisions.some(isHandOver)) return []
  return await work(shop, { workspace, machine, ground, now })
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
