/** What the rules find in the trees as they were last fetched. Judged anew whenever somebody asks. */
import type { Finding } from '../base/model/finding.ts'
import type { Instant } from '../base/model/instant.ts'
import type { TreeName } from '../base/model/names.ts'
import { usageError } from '../base/std/operating-error.ts'
import { type PastFinding, readGoneFindings, readStanding } from '../memory/record/findings.ts'
import { gather, type Ground, start } from './ground.ts'
import { factsForRules } from './judging/facts-for-rules.ts'
import { type Judged, judge } from './judging/judge.ts'
import type { Look } from './look.ts'
import { type Machine, openReading, type Workspace } from './workspace.ts'

export interface FindingsNow {
  readonly at: Instant
  /** Commits and trees that were judged. */
  readonly commits: number
  readonly trees: number
  readonly findings: readonly StandingFinding[]
}

export interface StandingFinding extends Judged {
  /** When a run first met it; undefined when none has. */
  readonly since: Instant | undefined
}

/** Of all trees, or of the one named. The others are judged as well: what one tree does is often about another. */
export async function findingsNow(
  workspace: Workspace,
  machine: Machine,
  named: string | undefined,
): Promise<FindingsNow> {
  const at = machine.clock()
  await using reading = openReading(workspace.record.git)
  const ground = await gather(await start(workspace), workspace, reading, at)
  const { roster, decisions, heads } = ground
  const tree = named === undefined ? undefined : treeNamed(ground, named)
  const standing = await readStanding(reading.folders, reading.reader, heads.findings)
  const facts = await factsForRules(workspace, machine, ground, at)
  const isWanted = (name: TreeName): boolean => tree === undefined || name === tree
  const wanted = facts.trees.filter((one) => isWanted(one.tree.name))
  return {
    at,
    commits: wanted.reduce((sum, { brings }) => sum + brings.length, 0),
    trees: wanted.length,
    findings: judge(facts, roster.rules, decisions)
      .filter(({ finding }) => isWanted(finding.tree))
      .map((judged) => ({ ...judged, since: standing.get(judged.finding.id) })),
  }
}

function treeNamed({ roster }: Ground, name: string): TreeName {
  const tree = roster.trees.find((one) => one.name === name)
  if (tree !== undefined) return tree.name
  throw usageError(
    `there is no tree ${JSON.stringify(name)} in the roster`,
    'The trees are listed by: tributary trees list',
  )
}

/** Findings that runs have met and that are over, the last to go first. */
export async function goneFindings(
  { folders, reader, heads }: Look,
  tree: string | undefined,
): Promise<readonly PastFinding[]> {
  const past = await readGoneFindings(folders, reader, heads.findings)
  return past.filter(({ finding }) => tree === undefined || finding.tree === tree)
}

/** One of those that stand, by its id or the beginning of it. */
export async function findingNamed(workspace: Workspace, machine: Machine, id: string): Promise<Finding> {
  const { findings } = await findingsNow(workspace, machine, undefined)
  const found = findings.map(({ finding }) => finding).filter((finding) => finding.id.startsWith(id))
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  throw usageError(
    found.length === 0
      ? `nothing that stands is called ${JSON.stringify(id)}`
      : `several findings begin with ${JSON.stringify(id)}`,
    'What the rules find is listed by: tributary findings',
  )
}
