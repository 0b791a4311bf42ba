/** What is new about findings, against what people were told. */
import { isHandOver } from '../../base/model/decision.ts'
import type { Facts } from '../../base/model/facts.ts'
import { type Finding, type FindingId, RULES } from '../../base/model/finding.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { readGoneFindings } from '../../memory/record/findings.ts'
import { type ToldFinding, toldFindings } from '../../memory/record/finding-notes.ts'
import type { FindingChange, FindingNews, NewFinding } from '../../stages/report/new-finding.ts'
import type { Ground } from '../ground.ts'
import { matchingAny } from '../hand-over/matching-any.ts'
import { openReading, type Workspace } from '../workspace.ts'
import type { Judged } from './judge.ts'

/** What somebody accepted, or only wants noted, is not told; what was told stays told. */
export async function findingNewsOf(
  workspace: Workspace,
  ground: Ground,
  facts: Facts,
  judged: readonly Judged[],
): Promise<FindingNews> {
  await using reading = openReading(workspace.record.git)
  const { folders, reader } = reading
  const told = await toldFindings(folders, reader, ground.heads.reports)
  const handed = handedIn(facts, ground)
  const telling = judged
    .filter(({ severity, accepted }) => severity !== 'note' && accepted === undefined)
    .map(({ finding }) => finding)
    .filter(({ rule, commit }) => rule !== 'duplicate' || commit === undefined || !handed.has(commit))
  const quiet = silent(told, judged)
  // The chain of findings is read only where something may be over.
  const past = quiet.length === 0 ? [] : await readGoneFindings(folders, reader, ground.heads.findings)
  const over = quiet.flatMap((one) => overNow(one, past, ground))
  const back = telling.flatMap((finding) => backNow(finding, told.get(finding.id)))
  return { untold: withAuthors(telling, told, facts), changes: [...over, ...back], digested: digested(told, ground) }
}

/** That both trees have what one hands over to the other was asked for, and who is to drop the copy is told by the hand-over. */
function handedIn({ trees }: Facts, { decisions }: Ground): ReadonlySet<CommitOid> {
  const isHanded = matchingAny(decisions.filter(isHandOver).flatMap(({ commits }) => commits))
  return new Set(trees.flatMap(({ commits }) => commits.filter(isHanded).map(({ oid }) => oid)))
}

function withAuthors(
  telling: readonly Finding[],
  told: ReadonlyMap<FindingId, ToldFinding>,
  { trees }: Facts,
): NewFinding[] {
  const authors = new Map(
    trees.flatMap(({ commits, merges }) => [...commits, ...merges].map(({ oid, author }) => [oid, author.who])),
  )
  return telling
    .filter(({ id }) => !told.has(id))
    .map((finding) => ({ finding, author: finding.commit && authors.get(finding.commit) }))
}

/** Told, and not found any more; that it is over is told once. */
function silent(told: ReadonlyMap<FindingId, ToldFinding>, judged: readonly Judged[]): ToldFinding[] {
  const stands = new Set(judged.map(({ finding }) => finding.id))
  return [...told.values()].filter(({ finding, as }) => !stands.has(finding) && !as.has('over'))
}

/** A rule that is off finds nothing, and a tree that left the roster is nobody's: neither is mended by that. */
function overNow(
  { finding: id, thread }: ToldFinding,
  past: Awaited<ReturnType<typeof readGoneFindings>>,
  { roster }: Ground,
): FindingChange[] {
  const finding = past.find((one) => one.finding.id === id)?.finding
  const tree = roster.trees.find(({ name }) => name === finding?.tree)
  if (finding === undefined || tree === undefined || thread === undefined) return []
  const severity = tree.rules[finding.rule] ?? roster.rules?.[finding.rule] ?? RULES[finding.rule]
  return severity === 'off' ? [] : [{ finding, as: 'over', thread }]
}

function backNow(finding: Finding, told: ToldFinding | undefined): FindingChange[] {
  if (told?.thread === undefined || !told.as.has('over') || told.as.has('back')) return []
  return [{ finding, as: 'back', thread: told.thread }]
}

/** The first run that asks finds what has stood for long; so does the first that a tree is in. */
function digested(told: ReadonlyMap<FindingId, ToldFinding>, { roster, previous }: Ground): ReadonlySet<TreeName> {
  const known = new Set(told.size === 0 ? [] : previous?.record.plan.trees.map(({ name }) => name))
  return new Set(roster.trees.flatMap(({ name }) => (known.has(name) ? [] : [name])))
}
