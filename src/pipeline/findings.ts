/** What the rules find in the trees as they were last fetched. Judged anew whenever somebody asks. */
import type { Finding } from '../base/model/finding.ts'
import type { Instant } from '../base/model/instant.ts'
import { usageError } from '../base/std/operating-error.ts'
import { gather, start } from './ground.ts'
import { gatherFacts } from './judging/gather-facts.ts'
import { type Judged, judge } from './judging/judge.ts'
import { type Machine, openReading, type Workspace } from './workspace.ts'

export interface FindingsNow {
  readonly at: Instant
  /** Commits and trees that were judged. */
  readonly commits: number
  readonly trees: number
  readonly findings: readonly Judged[]
}

/** Of all trees, or of the one named. The others are judged as well: what one tree does is often about another. */
export async function findingsNow(
  workspace: Workspace,
  machine: Machine,
  tree: string | undefined,
): Promise<FindingsNow> {
  const at = machine.clock()
  await using reading = openReading(workspace.record.git)
  const ground = await gather(await start(workspace), workspace, reading, at)
  const { roster, tips, upstreamTip } = ground
  if (tree !== undefined && !roster.trees.some(({ name }) => name === tree))
    throw usageError(
      `there is no tree ${JSON.stringify(tree)} in the roster`,
      'The trees are listed by: tributary trees list',
    )
  const facts = await gatherFacts(workspace, machine, { trees: roster.trees, tips, upstreamTip }, at)
  const wanted = facts.trees.filter((one) => tree === undefined || one.tree.name === tree)
  return {
    at,
    commits: wanted.reduce((sum, { brings }) => sum + brings.length, 0),
    trees: wanted.length,
    findings: judge(facts, roster.rules, ground.decisions).filter(
      ({ finding }) => tree === undefined || finding.tree === tree,
    ),
  }
}

/** One of them, by its id or the beginning of it. */
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
