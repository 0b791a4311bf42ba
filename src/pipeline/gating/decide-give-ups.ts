/** Puts on record what the roster's policy says about the trees that make gates red. */
import { countBeyond } from '../../base/git/commit-walk.ts'
import { type Decision, type GiveUp, isGivenUpNow, isGiveUp } from '../../base/model/decision.ts'
import type { Gate } from '../../base/model/gate.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Instant } from '../../base/model/instant.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { Release } from '../../base/model/run.ts'
import type { NamedCulprit, SearchReport } from '../../base/model/search-report.ts'
import { oneLine } from '../../base/text/printable.ts'
import { enumerate } from '../../base/text/wrap.ts'
import { inForce, readDecisions } from '../../memory/record/decisions.ts'
import { type GiveUpFacts, giveUps, policyFor, type StandingInRed } from '../../stages/gate/give-up.ts'
import { withoutOverDeferrals } from '../deferrals.ts'
import { type Reasoned, recordDecisions } from '../decide.ts'
import { readHeads } from '../ground.ts'
import { openReading } from '../workspace.ts'
import type { Gating } from './tell-faults.ts'

/** Gates by which a tree may be kept from going in as it is: asked before anything is published. */
export function actingGates({ gates, trees }: Gating['roster']): Gate[] {
  return gates.filter((gate) => gate.when !== 'final' && trees.some((tree) => policyFor(gate, tree) !== 'report'))
}

/** The decisions made: none when nothing is to be done, or nothing more can be. */
export async function decideGiveUps(gating: Gating, searches: readonly SearchReport[]): Promise<Decision[]> {
  const { workspace, machine, roster, release, shop } = gating
  const { git } = workspace.record
  const { decisions: head } = await readHeads(workspace)
  await using reading = openReading(git)
  const decisions = await readDecisions(reading.folders, reading.reader, head)
  // The run's own day: what is decided then is obeyed, and is over, by the same calendar.
  const now = release.record.plan.instant
  const cycle = { roster, upstream: release.record.plan.upstream.tip, now }
  const holding = meaningNow(release, await withoutOverDeferrals(workspace, inForce(decisions, now), cycle), now)
  const wanted = new Map<TreeName, Reasoned<GiveUp>>()
  for (const { gate: name, outcome } of searches) {
    const gate = roster.gates.find((one) => one.name === name)
    if (outcome.kind !== 'found' || gate === undefined) continue
    for (const culprit of outcome.culprits) {
      const standing = await standingTrees(shop.git, release, culprit)
      const facts: GiveUpFacts = {
        gate,
        trees: roster.trees,
        standing,
        decisions,
        inForce: holding,
      }
      for (const verb of giveUps(facts, culprit)) {
        const known = wanted.get(verb.tree)
        // What two gates, or two commits of a tree, ask for is asked for in turn: the next round sees what is left to do.
        if (known === undefined) wanted.set(verb.tree, { ...verb, why: whyGivenUp(gate, culprit, verb.tree) })
      }
    }
  }
  if (wanted.size === 0) return []
  for (const { tree, instead, gate } of wanted.values()) machine.listen({ kind: 'tree-given-up', tree, instead, gate })
  return await recordDecisions(
    workspace,
    { ...machine, clock: () => now },
    { by: roster.project.integrator, verbs: [...wanted.values()] },
  )
}

/** Those that something follows from: not of a tree that was split and has none of that any more, nor of one that moved since it was given up. */
function meaningNow({ record }: Release, decisions: readonly Decision[], now: Instant): Decision[] {
  const planned = new Map(record.plan.trees.map((tree) => [tree.name, tree]))
  return decisions.filter((one) => {
    if (isGiveUp(one)) return isGivenUpNow(one, (tree) => planned.get(tree)?.tip, now)
    return one.verb !== 'split' || planned.get(one.tree)?.reason.kind === 'split'
  })
}

/** Of each tree that has to go, or that it takes, the versions that hold what is blamed, by their history. */
async function standingTrees(
  git: Gating['shop']['git'],
  { record }: Release,
  { trees, removed, commit }: NamedCulprit,
): Promise<ReadonlyMap<TreeName, StandingInRed>> {
  const last = trees.at(-1)
  const version = record.trees.find(({ name }) => name === last)?.version
  const blamed = commit?.tree === last ? commit?.commit : version
  const standing = new Map<TreeName, StandingInRed>()
  for (const name of new Set([...removed, ...trees])) {
    const planned = record.plan.trees.find((tree) => tree.name === name)
    const now = record.trees.find((tree) => tree.name === name)?.version
    if (planned?.tip === undefined || now === undefined) continue
    const holding: CommitOid[] = [now]
    for (const { commit: earlier } of planned.versions)
      if (earlier !== now && blamed !== undefined && (await countBeyond(git, [blamed], [earlier])) === 0)
        holding.push(earlier)
    standing.set(name, { tip: planned.tip, blamed: holding })
  }
  return standing
}

function whyGivenUp({ name }: Gate, { trees, commit }: NamedCulprit, tree: TreeName): string {
  const last = trees.at(-1)
  const others = trees.filter((one) => one !== last)
  const together = others.length === 0 ? '' : `, together with ${enumerate(others)}`
  const what = commit === undefined ? '' : `: ${short(commit.commit)} ("${oneLine(commit.subject)}")`
  if (tree !== last)
    return `it holds what makes the gate ${name} fail, as the ${last ?? ''} tree does${together}${what}`
  return `the gate ${name} fails with it${together}${what}`
}
