/** Why a decision in force changes nothing at present, or not what was meant by it. Pure. */
import { type Decision, type DecisionId, isAboutTree } from '../base/model/decision.ts'
import type { FindingId } from '../base/model/finding.ts'
import type { TreeName } from '../base/model/names.ts'
import type { PlannedTree } from '../base/model/run.ts'
import { enumerate } from '../base/text/wrap.ts'

export interface EffectGround {
  /** Those in the roster. */
  readonly trees: ReadonlySet<TreeName>
  /** All in force, oldest first. */
  readonly decisions: readonly Decision[]
  /** Undefined before the first. */
  readonly last: LastRelease | undefined
  /** Findings that stand; undefined when no run has asked the rules. */
  readonly standing: ReadonlySet<FindingId> | undefined
  /** Trees that still bring what a held or dropped one has. */
  readonly stillBrought: ReadonlyMap<TreeName, readonly TreeName[]>
}

export interface LastRelease {
  /** Decisions that were on record when it was made. */
  readonly knew: ReadonlySet<DecisionId>
  readonly planned: ReadonlyMap<TreeName, Pick<PlannedTree, 'reason'>>
}

/** Stands in a sentence; undefined for a decision that does what it says. */
export function whyIdle(decision: Decision, ground: EffectGround): string | undefined {
  if (decision.verb === 'undo') return undefined
  const { tree } = decision
  if (!ground.trees.has(tree)) return `the ${tree} tree is not in the roster`
  if (decision.verb === 'hand-over' && !ground.trees.has(decision.to))
    return `the ${decision.to} tree is not in the roster`
  if (decision.verb === 'accept')
    return ground.standing?.has(decision.finding) === false ? 'the finding is gone' : undefined
  if (!isAboutTree(decision)) return undefined
  return replacedBy(decision, ground.decisions) ?? asItWent(decision, ground)
}

/** The last decision about a tree holds; splits add up until something else is decided. */
function replacedBy(
  decision: Decision & { readonly tree: TreeName },
  decisions: readonly Decision[],
): string | undefined {
  const later = decisions
    .slice(decisions.findIndex(({ id }) => id === decision.id) + 1)
    .filter((other) => isAboutTree(other) && other.tree === decision.tree)
  const ending = later.find((other) => decision.verb !== 'split' || other.verb !== 'split')
  return ending === undefined ? undefined : `${ending.id}, decided later, replaces it`
}

function asItWent(
  decision: Decision & { readonly tree: TreeName },
  { last, stillBrought }: EffectGround,
): string | undefined {
  const { verb, tree } = decision
  const reason = last?.planned.get(tree)?.reason
  if (verb === 'split' && reason !== undefined && last?.knew.has(decision.id)) {
    if (reason.kind !== 'split') return 'the tree has nothing of it any more'
    if (reason.blocked !== undefined) return `nothing of the tree went in, for it could not be done: ${reason.blocked}`
  }
  const others = verb === 'hold' || verb === 'drop' ? (stillBrought.get(tree) ?? []) : []
  if (others.length === 0) return undefined
  return `${enumerate(others)} still ${others.length === 1 ? 'brings' : 'bring'} some of it`
}
