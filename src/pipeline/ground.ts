/** Gathers what a release is decided from: roster, tips, decisions and what went in before. */
import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type Ref, readRefs } from '../base/git/refs.ts'
import type { RuleHold } from '../base/model/admission.ts'
import type { Decision, DecisionId } from '../base/model/decision.ts'
import type { Instant } from '../base/model/instant.ts'
import {
  REF_DECISIONS,
  REF_FINDINGS,
  REF_REPORTS,
  REF_RESOLUTIONS,
  REF_RUNS,
  REF_SEARCHES,
  REF_TIPS,
  REF_UPSTREAM,
  REF_VERDICTS,
  type RefName,
  type TreeName,
  treeRef,
} from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Roster, Tree } from '../base/model/roster.ts'
import type { Release } from '../base/model/run.ts'
import type { Tip, UpstreamTip } from '../base/model/tip.ts'
import { OperatingError, usageError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { inForce, readDecisions } from '../memory/record/decisions.ts'
import { Index, type PastVersion } from '../memory/record/index-file.ts'
import { RunChain } from '../memory/record/runs.ts'
import { readTips } from '../memory/record/tips.ts'
import { PAST_DAYS_MAX } from '../stages/admit/admit.ts'
import { withoutOverDeferrals } from './deferrals.ts'
import { type FindingNews, NO_FINDING_NEWS } from '../stages/report/new-finding.ts'
import { asOfNow, tipsTakenBy } from './news.ts'
import { readRoster } from './roster.ts'
import { splitsTogether } from './topics/splits-together.ts'
import { type Reading, readRosterText, type Workspace } from './workspace.ts'

export interface Ground {
  readonly roster: Roster
  readonly rosterText: string
  /** SHA-256 of tributary.toml. */
  readonly configuration: string
  readonly heads: Heads
  readonly tips: ReadonlyMap<TreeName, Tip>
  readonly upstreamTip: CommitOid
  readonly decisions: readonly Decision[]
  readonly runs: RunChain
  readonly previous: Release | undefined
  readonly past: ReadonlyMap<TreeName, readonly PastVersion[]>
  readonly kept: ReadonlyMap<DecisionId, CommitOid>
  readonly ruled: Ruled
}

/** What rules say of the trees, to a run that asks them. */
export interface Ruled {
  /** Trees that stay out. */
  readonly holds: ReadonlyMap<TreeName, RuleHold>
  /** How many findings there are that nobody has accepted; undefined when no rule was asked. */
  readonly standing: number | undefined
  readonly news: FindingNews
}

export const NOTHING_RULED: Ruled = { holds: new Map(), standing: undefined, news: NO_FINDING_NEWS }

/** Where the record's chains end. */
export interface Heads {
  readonly runs: CommitOid | undefined
  readonly decisions: CommitOid | undefined
  readonly reports: CommitOid | undefined
  readonly resolutions: CommitOid | undefined
  readonly tips: CommitOid | undefined
  readonly verdicts: CommitOid | undefined
  readonly searches: CommitOid | undefined
  readonly findings: CommitOid | undefined
  readonly upstream: CommitOid | undefined
  /** By full name: those of the trees, and the branch of releases. */
  readonly refs: ReadonlyMap<RefName, Ref>
}

export async function readHeads(workspace: Workspace): Promise<Heads> {
  const refs = await readRefs(workspace.record.git, [
    REF_RUNS,
    REF_SEARCHES,
    REF_DECISIONS,
    REF_FINDINGS,
    REF_REPORTS,
    REF_RESOLUTIONS,
    REF_TIPS,
    REF_UPSTREAM,
    REF_VERDICTS,
    'refs/heads/',
    'refs/trees/',
  ])
  const head = (ref: RefName): CommitOid | undefined => refs.get(ref)?.oid as CommitOid | undefined
  return {
    runs: head(REF_RUNS),
    decisions: head(REF_DECISIONS),
    reports: head(REF_REPORTS),
    resolutions: head(REF_RESOLUTIONS),
    tips: head(REF_TIPS),
    upstream: head(REF_UPSTREAM),
    verdicts: head(REF_VERDICTS),
    searches: head(REF_SEARCHES),
    findings: head(REF_FINDINGS),
    refs,
  }
}

/** What everything else is gathered by. */
export interface Start {
  readonly roster: Roster
  readonly rosterText: string
  readonly heads: Heads
}

/** The roster is parsed while git reads the refs. */
export async function start(workspace: Workspace, asked = readHeads(workspace)): Promise<Start> {
  asked.catch(() => undefined)
  const rosterText = await readRosterText(workspace)
  const roster = readRoster(rosterText, workspace.rosterPath)
  return { roster, rosterText, heads: await asked }
}

export async function gather(
  { roster, rosterText, heads }: Start,
  workspace: Workspace,
  reading: Reading,
  now: Instant,
): Promise<Ground> {
  const runs = new RunChain(reading.folders, reading.reader, heads.runs)
  const [seen, decisions, previousName, past] = await Promise.all([
    readTips(reading.folders, reading.reader, heads.tips),
    readDecisions(reading.folders, reading.reader, heads.decisions),
    runs.latest(),
    pastVersions(workspace, runs, now),
  ])
  if (heads.upstream === undefined) throw withoutUpstream(roster, seen.upstream)
  const cycle = { roster, upstream: heads.upstream, now }
  const standing = splitsTogether(await withoutOverDeferrals(workspace, inForce(decisions, now), cycle))
  const previous = previousName && (await runs.read(previousName))
  const taken = tipsTakenBy(previous)
  return {
    roster,
    rosterText,
    configuration: createHash('sha256').update(rosterText).digest('hex'),
    heads,
    tips: new Map(
      roster.trees.map((tree) => {
        const tip = currentTip(tree, seen.trees.get(tree.name), heads, now)
        return [tree.name, asOfNow(tip, taken.get(tree.name))]
      }),
    ),
    upstreamTip: heads.upstream,
    decisions: standing,
    runs,
    previous,
    past,
    kept: await keptVersions(runs, standing),
    ruled: NOTHING_RULED,
  }
}

/** There is nothing to merge onto, and what the last fetch said of it is the reason. */
function withoutUpstream({ upstream }: Roster, seen: UpstreamTip | undefined): OperatingError {
  const where = `${oneLine(upstream.url)}#${oneLine(upstream.branch)}`
  if (seen === undefined || !('since' in seen))
    return usageError(`${oneLine(upstream.name)} has not been fetched yet`, 'Fetch it with: tributary fetch')
  const why = 'why' in seen ? `it is ${seen.state}: ${seen.why}` : 'there is no such branch'
  return new OperatingError(
    'upstream-missing',
    `${oneLine(upstream.name)} could not be fetched from ${where}: ${why}`,
    'There is nothing to merge onto without it. Mend url and branch under [upstream] in tributary.toml, or wait until it answers.',
  )
}

/** What each decision to keep a tree stands for, from the record of the release that it names. */
async function keptVersions(
  runs: RunChain,
  decisions: readonly Decision[],
): Promise<ReadonlyMap<DecisionId, CommitOid>> {
  const kept = new Map<DecisionId, CommitOid>()
  for (const decision of decisions) {
    if (decision.verb !== 'keep') continue
    const release = await runs.read(decision.at)
    const version = release?.record.trees.find((tree) => tree.name === decision.tree)?.version
    if (version !== undefined) kept.set(decision.id, version)
  }
  return kept
}

/** What was seen last, on the commit that the record holds. */
function currentTip(tree: Tree, seen: Tip | undefined, heads: Heads, now: Instant): Tip {
  const commit = heads.refs.get(treeRef(tree.name))?.oid as CommitOid | undefined
  if (seen !== undefined && seen.commit === commit) return seen
  if (commit !== undefined) return { tree: tree.name, state: 'same', commit }
  return { tree: tree.name, state: 'unreachable', commit: undefined, since: now, why: 'it has not been fetched yet' }
}

async function pastVersions(
  workspace: Workspace,
  runs: RunChain,
  now: Instant,
): Promise<ReadonlyMap<TreeName, readonly PastVersion[]>> {
  if (runs.head === undefined) return new Map()
  using index = await openIndex(workspace)
  await index.follow(runs)
  return index.pastVersions({ ...now, epochSeconds: now.epochSeconds - PAST_DAYS_MAX * 86_400 })
}

/** The index beside the record, made when it is not there. */
export async function openIndex(workspace: Workspace): Promise<Index> {
  await mkdir(dirname(workspace.indexPath), { recursive: true })
  return Index.open(workspace.indexPath)
}
