/** Puts an operator's decision on record. */
import { addPack } from '../base/git/pack.ts'
import { moveRefs } from '../base/git/refs.ts'
import type { AcceptVerb, Decision, DecisionId, SplitVerb, TreeVerb, Verb } from '../base/model/decision.ts'
import { type Instant, isoDay, startOfDay } from '../base/model/instant.ts'
import { parseReleaseName, REF_DECISIONS, type TreeName } from '../base/model/names.ts'
import type { Person } from '../base/model/person.ts'
import { assert, unreachable } from '../base/std/assert.ts'
import { usageError } from '../base/std/operating-error.ts'
import { extendChain } from '../memory/record/chain.ts'
import { decisionFile, inForce, makeDecision, readDecisions } from '../memory/record/decisions.ts'
import { withIntegrationLock } from '../memory/record/lock.ts'
import type { CycleQuestion } from './cycle.ts'
import { checkedVersion, withoutOverDeferrals } from './deferrals.ts'
import { findingNamed } from './findings.ts'
import { holderOf } from './holder.ts'
import { findRelease, look, type Look } from './look.ts'
import { rosterOf } from './roster.ts'
import { checkedHandOver, checkedSplit } from './topics/checked-split.ts'
import { standingSplits } from './topics/splits-together.ts'
import type { Machine, Workspace } from './workspace.ts'

/** What the operator typed; names are checked here. */
export type Wish =
  | { readonly verb: 'keep'; readonly tree: string; readonly at: string }
  | { readonly verb: 'hold' | 'drop'; readonly tree: string }
  /** `topics`: not the tree, only these of it. */
  | { readonly verb: 'defer'; readonly tree: string; readonly to: string; readonly topics?: readonly string[] }
  | { readonly verb: 'split'; readonly tree: string; readonly without: readonly string[] }
  | { readonly verb: 'hand-over'; readonly tree: string; readonly topics: readonly string[]; readonly to: string }
  | { readonly verb: 'accept'; readonly finding: string; readonly until: string | undefined }
  | { readonly verb: 'undo'; readonly decision: string }

export async function decide(workspace: Workspace, machine: Machine, wish: Wish, why: string): Promise<Decision> {
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async () => {
    const { project } = await rosterOf(workspace)
    await using looked = await look(workspace)
    const verb = await checked(wish, { workspace, machine, looked, now: machine.clock() })
    const [decision] = await addDecisions(workspace, machine, looked, {
      by: project.integrator,
      verbs: [{ ...verb, why }],
    })
    assert(decision !== undefined, 'what was decided is on record')
    return decision
  })
}

/** What is decided, and the reason. */
export type Reasoned<What extends Verb = Verb> = What & { readonly why: string }

export interface Decided {
  readonly by: Person
  readonly verbs: readonly Reasoned[]
}

/** Puts decisions on record that nobody typed. */
export function recordDecisions(workspace: Workspace, machine: Machine, decided: Decided): Promise<Decision[]> {
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async () => {
    await using looked = await look(workspace)
    return await addDecisions(workspace, machine, looked, decided)
  })
}

/** For whoever has the lock already. */
export async function addDecisions(
  workspace: Workspace,
  machine: Machine,
  looked: Look,
  { by, verbs }: Decided,
): Promise<Decision[]> {
  const { decisions: head } = looked.heads
  const earlier = await readDecisions(looked.folders, looked.reader, head)
  const decisions: Decision[] = []
  for (const { why, ...verb } of verbs) {
    const when = laterThan((decisions.at(-1) ?? earlier.at(-1))?.when, machine.clock())
    decisions.push(makeDecision(verb, { who: by, when, why }))
  }
  const next = await extendChain(looked.folders, looked.reader, {
    head,
    files: decisions.map(decisionFile),
    keeps: [],
    by,
    at: decisions.at(-1)?.when ?? machine.clock(),
    message: decisions.map((one) => `${one.verb} ${subjectOf(one)}\n`).join(''),
  })
  await addPack(workspace.record.git, [...looked.folders.made.values()])
  await moveRefs(workspace.record.git, [{ ref: REF_DECISIONS, from: head, to: next }])
  return decisions
}

/** Of two decisions about a tree the later wins, so no two of a record are of the same second. */
function laterThan(last: Instant | undefined, now: Instant): Instant {
  return last === undefined || last.epochSeconds < now.epochSeconds
    ? now
    : { ...now, epochSeconds: last.epochSeconds + 1 }
}

/** What it is about, as its commit names it. */
function subjectOf(decision: Decision): string {
  switch (decision.verb) {
    case 'undo':
      return decision.decision
    case 'accept':
      return decision.finding
    case 'keep':
    case 'hold':
    case 'drop':
    case 'defer':
    case 'split':
    case 'hand-over':
    case 'give-up':
      return decision.tree
    default:
      return unreachable(decision)
  }
}

/** Decisions that hold now, oldest first. */
export async function decisionsInForce(workspace: Workspace, looked: Look, now: Instant): Promise<Decision[]> {
  const decisions = inForce(await readDecisions(looked.folders, looked.reader, looked.heads.decisions), now)
  return withoutOverDeferrals(workspace, decisions, await cycleQuestion({ workspace, looked, now }))
}

async function cycleQuestion({ workspace, looked, now }: Omit<Desk, 'machine'>): Promise<CycleQuestion> {
  return { roster: await rosterOf(workspace), upstream: looked.heads.upstream, now }
}

/** What a wish is checked against. */
interface Desk {
  readonly workspace: Workspace
  readonly machine: Machine
  readonly looked: Look
  readonly now: Instant
}

async function checked(wish: Wish, desk: Desk): Promise<Verb> {
  switch (wish.verb) {
    case 'undo':
      return { verb: 'undo', decision: await standing(wish.decision, desk) }
    case 'accept':
      return checkedAcceptance(wish, desk)
    case 'keep':
      return checkedKeep(await treeNamed(wish.tree, desk), wish.at, desk)
    case 'hold':
    case 'drop':
      return { verb: wish.verb, tree: await treeNamed(wish.tree, desk) }
    case 'split':
      return checkedSplitOf(await treeNamed(wish.tree, desk), wish.without, desk)
    case 'hand-over': {
      const [tree, to] = [await treeNamed(wish.tree, desk), await treeNamed(wish.to, desk)]
      return checkedHandOver(desk.workspace, desk.machine, { tree, to }, wish.topics)
    }
    case 'defer': {
      const tree = await treeNamed(wish.tree, desk)
      const to = await checkedVersion(desk.workspace, wish.to, await cycleQuestion(desk))
      const { topics = [] } = wish
      return topics.length === 0 ? { verb: 'defer', tree, to } : { ...(await checkedSplitOf(tree, topics, desk)), to }
    }
    default:
      return unreachable(wish)
  }
}

async function treeNamed(name: string, { workspace }: Desk): Promise<TreeName> {
  const { trees } = await rosterOf(workspace)
  const tree = trees.find((one) => one.name === name)
  if (tree !== undefined) return tree.name
  throw usageError(
    `there is no tree ${JSON.stringify(name)} in the roster`,
    'The trees are listed by: tributary trees list',
  )
}

async function checkedKeep(tree: TreeName, release: string, { looked }: Desk): Promise<TreeVerb> {
  const at = parseReleaseName(release)
  const { name, record } = await findRelease(looked.runs, release)
  const version = record.trees.find((entry) => entry.name === tree)?.version
  if (at === undefined || version === undefined)
    throw usageError(
      `${name} has nothing of the ${tree} tree`,
      `The releases that have are shown by: tributary log ${tree}`,
    )
  return { verb: 'keep', tree, at }
}

async function checkedSplitOf(
  tree: TreeName,
  topics: readonly string[],
  { workspace, machine, looked, now }: Desk,
): Promise<SplitVerb> {
  const standing = standingSplits(await decisionsInForce(workspace, looked, now)).get(tree) ?? []
  const isOut = standing.flatMap(({ without }) => without)
  return checkedSplit(workspace, machine, { tree, named: topics, isOut })
}

async function checkedAcceptance(
  wish: { readonly finding: string; readonly until: string | undefined },
  { workspace, machine, now }: Desk,
): Promise<AcceptVerb> {
  const until = wish.until === undefined ? undefined : startOfDay(wish.until)
  if (wish.until !== undefined && until === undefined)
    throw usageError(`${JSON.stringify(wish.until)} is no date`, 'Write it as YYYY-MM-DD.')
  if (until !== undefined && until.epochSeconds <= now.epochSeconds)
    throw usageError(`${isoDay(until)} is over`, 'Name a day that is still to come, or none.')
  const { tree, rule, id } = await findingNamed(workspace, machine, wish.finding)
  return { verb: 'accept', tree, rule, finding: id, ...(until && { until }) }
}

/** A decision in force, by its id or the beginning of it. */
async function standing(id: string, { workspace, looked, now }: Desk): Promise<DecisionId> {
  const found = (await decisionsInForce(workspace, looked, now)).filter((decision) => decision.id.startsWith(id))
  const [only] = found
  if (only !== undefined && found.length === 1) return only.id
  throw usageError(
    found.length === 0
      ? `no decision ${JSON.stringify(id)} is in force`
      : `several decisions begin with ${JSON.stringify(id)}`,
    'The decisions in force are shown by: tributary status',
  )
}
