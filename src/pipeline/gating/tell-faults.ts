/** Mails about confirmed culprits, once for each, and about the end of that. */
import { countBeyond } from '../../base/git/commit-walk.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Report } from '../../base/model/report.ts'
import type { FaultId, NamedCulprit, SearchReport } from '../../base/model/search-report.ts'
import type { GateResult } from '../../base/model/gate-report.ts'
import type { Roster } from '../../base/model/roster.ts'
import type { Release } from '../../base/model/run.ts'
import type { Verdict } from '../../base/model/verdict.ts'
import { unreachable } from '../../base/std/assert.ts'
import { OperatingError } from '../../base/std/operating-error.ts'
import { withIntegrationLock } from '../../memory/record/lock.ts'
import { readOpenFaults, toldFile, type ToldFault } from '../../memory/record/searches.ts'
import { readLog, readVerdict } from '../../memory/record/verdicts.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { authorsOf, EXCERPT_LINES, gateMail } from '../../stages/report/gate-mail.ts'
import { type GateReplyInput, gateReplyMail } from '../../stages/report/gate-reply-mail.ts'
import { type FaultNews, faultNews } from '../../stages/report/fault-news.ts'
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
  const { workspace, machine, book, shop, release, results, searches } = telling
  const heads = await readHeads(workspace)
  const open = await readOpenFaults(shop.folders, shop.reader, heads.searches)
  const { record } = release
  const inUpstream = await thoseInUpstream(telling, open)
  const told: News[] = []
  for (const news of faultNews({ record, results, searches, open, inUpstream })) {
    const one = await inMail(telling, heads, news)
    if (one !== undefined) told.push(one)
  }
  if (told.length === 0) return
  try {
    await withIntegrationLock(workspace.record, holderOf(machine), machine.listen, () =>
      appendToOutbox(
        workspace.outboxPath,
        told.map(({ mail }) => mail),
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
  await book.keepFiles(told.map((one) => toldFile(one.told)))
}

/** Asked only where upstream is red by itself. */
async function thoseInUpstream(
  { shop, release, searches }: Telling,
  open: readonly ToldFault[],
): Promise<Set<CommitOid>> {
  const there = new Set<CommitOid>()
  if (!searches.some(({ outcome }) => outcome.kind === 'upstream')) return there
  for (const { culprit } of open) {
    const { commit } = culprit
    if (commit && (await countBeyond(shop.git, [commit.commit], [release.record.plan.upstream.tip])) === 0)
      there.add(commit.commit)
  }
  return there
}

/** Undefined where the verdict that it rests on is not on record yet: the next run tells of it. */
async function inMail(telling: Telling, { verdicts }: Heads, news: FaultNews): Promise<News | undefined> {
  const { shop, release } = telling
  const { name } = release
  switch (news.kind) {
    case 'new': {
      const { fault, gate, culprit, version } = news
      const verdict = await readVerdict(shop.folders, shop.reader, verdicts, { gate, key: culprit.verdict })
      if (verdict === undefined) return undefined
      const mail = await mailFor(telling, { fault, culprit, verdict })
      const { messageId, subject } = mail
      return { told: { fault, gate, release: name, messageId, subject, culprit, version }, mail }
    }
    case 'still': {
      const { told, culprit, version } = news
      return { told: { ...told, still: name }, mail: await replyTo(telling, 'still', { ...told, culprit, version }) }
    }
    case 'in-upstream':
      return { told: { ...news.told, upstream: name }, mail: await replyTo(telling, 'in-upstream', news.told) }
    case 'over':
      return { told: { ...news.told, over: name }, mail: await replyTo(telling, 'over', news.told) }
    default:
      return unreachable(news)
  }
}

async function replyTo(telling: Telling, kind: GateReplyInput['kind'], told: ToldFault): Promise<Mail> {
  const { roster, shop, release } = telling
  const { project, trees } = roster
  const { fault, gate, culprit, version } = told
  const policy = { roster, upstreamTip: release.record.plan.upstream.tip }
  const mayHear = await whoMayHear(shop, policy, emailsOf(culprit))
  return gateReplyMail({ kind, project, trees, record: release.record, fault, gate, version, told, culprit, mayHear })
}

function emailsOf(culprit: NamedCulprit): string[] {
  return authorsOf(culprit).map(({ email }) => email)
}

interface Fault {
  readonly fault: FaultId
  readonly culprit: NamedCulprit
  readonly verdict: Verdict
}

async function mailFor({ roster, shop, release }: Telling, { fault, culprit, verdict }: Fault): Promise<Mail> {
  const { record } = release
  const log = (await readLog(shop.reader, verdict)).toString('utf8')
  return gateMail({
    project: roster.project,
    trees: roster.trees,
    record,
    fault,
    culprit,
    verdict,
    excerpt: excerptOf(log, culprit.error?.text),
    mayHear: await whoMayHear(shop, { roster, upstreamTip: record.plan.upstream.tip }, emailsOf(culprit)),
  })
}

/** From the first error on; where none is known, the end of what was printed. */
function excerptOf(log: string, error: string | undefined): string {
  const lines = log.trimEnd().split('\n')
  const first = error === undefined ? -1 : lines.findIndex((line) => line.includes(error))
  if (first >= 0) return lines.slice(first, first + EXCERPT_LINES).join('\n')
  return error ?? (lines.slice(-EXCERPT_LINES).join('\n') || 'It printed nothing.')
}
