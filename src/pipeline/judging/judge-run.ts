/** Asks the rules on behalf of a run, and keeps on record what they find. */
import { addPack } from '../../base/git/pack.ts'
import { moveRefs } from '../../base/git/refs.ts'
import type { Finding } from '../../base/model/finding.ts'
import type { Instant } from '../../base/model/instant.ts'
import { REF_FINDINGS } from '../../base/model/names.ts'
import { extendChain } from '../../memory/record/chain.ts'
import { afterNews, findingFiles, findingNews, readStanding } from '../../memory/record/findings.ts'
import type { IntegrationLock } from '../../memory/record/lock.ts'
import type { Ground, Ruled } from '../ground.ts'
import { type Machine, openReading, type Workspace } from '../workspace.ts'
import { factsForRules } from './facts-for-rules.ts'
import { holdsOf } from './holds.ts'
import { findingNewsOf } from './finding-news.ts'
import { judge } from './judge.ts'

/** What the rules keep out, and what is to be told of it. What somebody accepted, or only wants noted, is not. */
export async function judgeForRun(
  workspace: Workspace,
  machine: Machine,
  ground: Ground,
  now: Instant,
  keeping: IntegrationLock | 'nothing',
): Promise<Ruled> {
  const { roster, decisions } = ground
  const facts = await factsForRules(workspace, machine, ground, now)
  const judged = judge(facts, roster.rules, decisions)
  const findings = judged.map(({ finding }) => finding)
  if (keeping !== 'nothing') await keepFindings(workspace, ground, findings, now)
  return {
    holds: holdsOf(facts, judged),
    standing: judged.filter(({ accepted }) => accepted === undefined).length,
    news: await findingNewsOf(workspace, ground, facts, judged),
  }
}

/** Their own link, like that of the tips: they are found whether or not a release comes of it. */
async function keepFindings(
  workspace: Workspace,
  { heads, roster }: Ground,
  findings: readonly Finding[],
  at: Instant,
): Promise<void> {
  const { git } = workspace.record
  await using reading = openReading(git)
  const { folders, reader } = reading
  const head = heads.findings
  const before = await readStanding(folders, reader, head)
  const news = findingNews(before, findings, at)
  const { appeared, gone } = news
  if (appeared.length === 0 && gone.length === 0) return
  const to = await extendChain(folders, reader, {
    head,
    files: findingFiles(news, afterNews(before, news)),
    keeps: [],
    by: roster.project.integrator,
    at,
    message: `findings: ${appeared.length} new, ${gone.length} gone\n`,
  })
  await addPack(git, [...folders.made.values()])
  await moveRefs(git, [{ ref: REF_FINDINGS, from: head, to }])
}
