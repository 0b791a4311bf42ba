/** Puts an operator's decision on record. */
import { addPack } from '../base/git/pack.ts'
import { moveRefs } from '../base/git/refs.ts'
import type { Decision, DecisionId, Verb } from '../base/model/decision.ts'
import type { Instant } from '../base/model/instant.ts'
import { parseReleaseName, REF_DECISIONS, type TreeName } from '../base/model/names.ts'
import { usageError } from '../base/std/operating-error.ts'
import { extendChain } from '../memory/record/chain.ts'
import { decisionFile, inForce, makeDecision, readDecisions } from '../memory/record/decisions.ts'
import { withIntegrationLock } from '../memory/record/lock.ts'
import { holderOf } from './holder.ts'
import { findRelease, look, type Look } from './look.ts'
import { rosterOf } from './roster.ts'
import type { Machine, Workspace } from './workspace.ts'

/** What the operator typed; names are checked here. */
export type Wish =
  | { readonly verb: 'keep'; readonly tree: string; readonly at: string }
  | { readonly verb: 'hold' | 'drop'; readonly tree: string }
  | { readonly verb: 'undo'; readonly decision: string }

export async function decide(workspace: Workspace, machine: Machine, wish: Wish, why: string): Promise<Decision> {
  return withIntegrationLock(workspace.record, holderOf(machine), machine.listen, async () => {
    const roster = await rosterOf(workspace)
    await using looked = await look(workspace)
    const verb = await checked(wish, looked, (name) => roster.trees.find((tree) => tree.name === name)?.name)
    const earlier = await readDecisions(looked.folders, looked.reader, looked.heads.decisions)
    const when = laterThan(earlier.at(-1)?.when, machine.clock())
    const decision = makeDecision(verb, { who: roster.project.integrator, when, why })
    const head = looked.heads.decisions
    const next = await extendChain(looked.folders, looked.reader, {
      head,
      files: [decisionFile(decision)],
      keeps: [],
      by: decision.who,
      at: decision.when,
      message: `${decision.verb} ${decision.verb === 'undo' ? decision.decision : decision.tree}\n`,
    })
    await addPack(workspace.record.git, [...looked.folders.made.values()])
    await moveRefs(workspace.record.git, [{ ref: REF_DECISIONS, from: head, to: next }])
    return decision
  })
}

/** Of two decisions about a tree the later wins, so no two of a record are of the same second. */
function laterThan(last: Instant | undefined, now: Instant): Instant {
  return last === undefined || last.epochSeconds < now.epochSeconds
    ? now
    : { ...now, epochSeconds: last.epochSeconds + 1 }
}

/** Decisions that hold now, oldest first. */
export async function decisionsInForce(looked: Look): Promise<Decision[]> {
  return inForce(await readDecisions(looked.folders, looked.reader, looked.heads.decisions))
}

async function checked(wish: Wish, looked: Look, treeNamed: (name: string) => TreeName | undefined): Promise<Verb> {
  if (wish.verb === 'undo') return { verb: 'undo', decision: await standing(wish.decision, looked) }
  const tree = treeNamed(wish.tree)
  if (tree === undefined)
    throw usageError(
      `there is no tree ${JSON.stringify(wish.tree)} in the roster`,
      'The trees are listed by: tributary trees list',
    )
  if (wish.verb !== 'keep') return { verb: wish.verb, tree }
  const at = parseReleaseName(wish.at)
  const release = await findRelease(looked.runs, wish.at)
  const version = release.record.trees.find((entry) => entry.name === tree)?.version
  if (at === undefined || version === undefined)
    throw usageError(
      `${release.name} has nothing of the ${tree} tree`,
      `The releases that have are shown by: tributary log ${tree}`,
    )
  return { verb: 'keep', tree, at }
}

/** A decision in force, by its id or the beginning of it. */
async function standing(id: string, looked: Look): Promise<DecisionId> {
  const found = (await decisionsInForce(looked)).filter((decision) => decision.id.startsWith(id))
  const [only] = found
  if (only !== undefined && found.length === 1) return only.id
  throw usageError(
    found.length === 0
      ? `no decision ${JSON.stringify(id)} is in force`
      : `several decisions begin with ${JSON.stringify(id)}`,
    'The decisions in force are shown by: tributary status',
  )
}
