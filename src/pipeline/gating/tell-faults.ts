/** Mails about confirmed culprits, once for each, and about the end of that. */
import { createHash } from 'node:crypto'
import type { Report } from '../../base/model/report.ts'
import type { FaultId, NamedCulprit, SearchReport } from '../../base/model/search-report.ts'
import type { GateName } from '../../base/model/gate.ts'
import type { GateResult } from '../../base/model/gate-report.ts'
import type { Roster } from '../../base/model/roster.ts'
import type { Release } from '../../base/model/run.ts'
import { isGreen, type Verdict } from '../../base/model/verdict.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { withIntegrationLock } from '../../memory/record/lock.ts'
import { readOpenFaults, toldFile, type ToldFault } from '../../memory/record/searches.ts'
import { readLog, readVerdict } from '../../memory/record/verdicts.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { authorsOf, EXCERPT_LINES, gateMail } from '../../stages/report/gate-mail.ts'
import { gateOverMail } from '../../stages/report/gate-over-mail.ts'
import { appendToOutbox } from '../../stages/report/outbox.ts'
import { type Heads, readHeads } from '../ground.ts'
import { holderOf } from '../holder.ts'
import { whoMayHear } from '../mails.ts'
import type { Machine, Workspace } from '../workspace.ts'
import type { VerdictBook } from './verdict-book.ts'

/** A release that the gates are being asked about. */
export interface Gating {
  readonly workspace: Workspace
  readonly machine: Machine
  readonly release: Release
  readonly roster: Roster
  readonly shop: Workshop
  readonly book: VerdictBook
}

export interface Telling extends Gating {
  readonly results: readonly GateResult[]
  readonly searches: readonly SearchReport[]
}

/** A mail, and what of its fault is on record once it is written. */
interface News {
  readonly told: ToldFault
  readonly mail: Mail
}

type Mail = Report['mail']

/** The mail is in the outbox before it is noted that it was written: at worst, the same mail is offered twice, and the outbox has it once. */
export async function tellFaults(telling: Telling): Promise<void> {
  const { workspace, machine, book, shop } = telling
  const heads = await readHeads(workspace)
  const open = await readOpenFaults(shop.folders, shop.reader, heads.searches)
  const news = [...(await untold(telling, heads, open)), ...(await ended(telling, open))]
  if (news.length === 0) return
  try {
    await withIntegrationLock(workspace.record, holderOf(machine), machine.listen, () =>
      appendToOutbox(
        workspace.outboxPath,
        news.map(({ mail }) => mail),
      ),
    )
  } catch (error) {
    if (!(error instanceof OperatingError) || error.code !== 'busy') throw error
    machine.listen({
      kind: 'warning',
      what: 'another command has the record, so the next run writes the mails about gates',
    })
    return
  }
  await book.keepFiles(news.map(({ told }) => toldFile(told)))
}

async function untold(telling: Telling, { verdicts }: Heads, open: readonly ToldFault[]): Promise<News[]> {
  const { shop, release } = telling
  const news: News[] = []
  for (const { gate, outcome } of telling.searches) {
    if (outcome.kind !== 'found') continue
    for (const culprit of outcome.culprits) {
      const fault = faultId(gate, culprit)
      if (!culprit.isConfirmed || open.some((known) => known.fault === fault)) continue
      const key = { gate, key: culprit.verdict }
      const verdict = await readVerdict(shop.folders, shop.reader, verdicts, key)
      if (verdict === undefined) continue
      const mail = await mailFor(telling, { fault, culprit, verdict })
      const { messageId, subject } = mail
      news.push({ told: { fault, gate, release: release.name, messageId, subject, culprit }, mail })
    }
  }
  return news
}

/** A red gate may hide behind one culprit that another is gone, so only a green one ends anything. */
async function ended(telling: Telling, open: readonly ToldFault[]): Promise<News[]> {
  const { release, roster, results, shop } = telling
  const green = results.filter(({ verdict }) => isGreen(verdict.outcome) === true)
  const over = open.filter(({ gate }) => green.some(({ verdict }) => verdict.gate === gate))
  const { plan } = release.record
  return Promise.all(
    over.map(async (told) => {
      const { fault, gate, culprit } = told
      const policy = { roster, upstreamTip: plan.upstream.tip }
      const mayHear = await whoMayHear(shop, policy, emailsOf(culprit))
      const { project, trees } = roster
      const mail = gateOverMail({ project, trees, plan, fault, gate, told, culprit, mayHear })
      return { told: { ...told, over: release.name }, mail }
    }),
  )
}

function emailsOf(culprit: NamedCulprit): string[] {
  return authorsOf(culprit).map(({ email }) => email)
}

/** Where no commit could be named, what the gate says stands for it: the tree's version may change every day. */
export function faultId(gate: GateName, { trees, commit, error }: NamedCulprit): FaultId {
  const what = JSON.stringify([gate, trees, commit?.commit ?? error?.text ?? ''])
  return createHash('sha256').update(what).digest('hex').slice(0, 20) as FaultId
}

interface Fault {
  readonly fault: FaultId
  readonly culprit: NamedCulprit
  readonly verdict: Verdict
}

async function mailFor({ roster, shop, release }: Telling, { fault, culprit, verdict }: Fault): Promise<Mail> {
  const { plan } = release.record
  const log = (await readLog(shop.reader, verdict)).toString('utf8')
  return gateMail({
    project: roster.project,
    trees: roster.trees,
    plan,
    fault,
    culprit,
    verdict,
    excerpt: excerptOf(log, culprit.error?.text),
    mayHear: await whoMayHear(shop, { roster, upstreamTip: plan.upstream.tip }, emailsOf(culprit)),
  })
}

/** From the first error on; where none is known, the end of what was printed. */
function excerptOf(log: string, error: string | undefined): string {
  const lines = log.trimEnd().split('\n')
  const first = error === undefined ? -1 : lines.findIndex((line) => line.includes(error))
  if (first >= 0) return lines.slice(first, first + EXCERPT_LINES).join('\n')
  return error ?? (lines.slice(-EXCERPT_LINES).join('\n') || 'It printed nothing.')
}
