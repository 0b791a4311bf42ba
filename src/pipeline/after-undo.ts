/** What taking a decision back leads to that nobody may have thought of. */
import type { Decision, DecisionId } from '../base/model/decision.ts'
import type { TreeName } from '../base/model/names.ts'
import type { TopicCommit } from '../base/model/topic.ts'
import { readDecisions } from '../memory/record/decisions.ts'
import { decisionsInForce } from './decide.ts'
import { followHandOvers } from './hand-over/follow.ts'
import { look } from './look.ts'
import { needingLeftOut } from './topics/checked-split.ts'
import { standingSplits } from './topics/splits-together.ts'
import { rosterOf } from './roster.ts'
import type { Machine, Workspace } from './workspace.ts'

export type AfterUndo =
  | { readonly kind: 'nothing' }
  /** Other splits of the tree leave out what commits need that are back: nothing of the tree goes in. */
  | {
      readonly kind: 'stuck'
      readonly tree: TreeName
      readonly needing: readonly TopicCommit[]
      readonly splits: readonly DecisionId[]
    }

/** `undone` was in force a moment ago. A hand-over's branch goes with it. */
export async function afterUndo(workspace: Workspace, machine: Machine, undone: DecisionId): Promise<AfterUndo> {
  const { decision, standing } = await read(workspace, machine, undone)
  if (decision?.verb === 'hand-over') await followHandOvers(workspace, machine)
  if (decision?.verb !== 'split') return { kind: 'nothing' }
  const { tree } = decision
  const { trees } = await rosterOf(workspace)
  const splits = standingSplits(standing).get(tree) ?? []
  if (splits.length === 0 || !trees.some(({ name }) => name === tree)) return { kind: 'nothing' }
  const without = splits.flatMap((split) => split.without)
  const needing = await needingLeftOut(workspace, machine, tree, without)
  return needing.length === 0
    ? { kind: 'nothing' }
    : { kind: 'stuck', tree, needing, splits: splits.map(({ id }) => id) }
}

async function read(
  workspace: Workspace,
  machine: Machine,
  id: DecisionId,
): Promise<{ readonly decision: Decision | undefined; readonly standing: readonly Decision[] }> {
  await using looked = await look(workspace)
  const all = await readDecisions(looked.folders, looked.reader, looked.heads.decisions)
  const standing = await decisionsInForce(workspace, looked, machine.clock())
  return { decision: all.find((one) => one.id === id), standing }
}
