/** What is done about the trees that make a gate red, by the roster's policy. Pure. */
import {
  type Decision,
  type DecisionId,
  type GiveUp,
  type Instead,
  isAboutTree,
  isGiveUp,
} from '../../base/model/decision.ts'
import type { Gate, OnFailure } from '../../base/model/gate.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Tree } from '../../base/model/roster.ts'
import type { NamedCulprit } from '../../base/model/search-report.ts'
import { distinct } from '../../base/std/collections.ts'

/** A tree as it stands in what was red. */
export interface StandingInRed {
  readonly tip: CommitOid
  /** Its versions that hold what is blamed, the one that stands among them. */
  readonly blamed: readonly CommitOid[]
}

export interface GiveUpFacts {
  readonly gate: Gate
  readonly trees: readonly Tree[]
  readonly standing: ReadonlyMap<TreeName, StandingInRed>
  /** All that were ever made, oldest first, and those of them that are in force. */
  readonly decisions: readonly Decision[]
  readonly inForce: readonly Decision[]
}

/**
 * One for each tree that must not go in as it is: the last of the culprit, which made it red, and those that bring its commits as well.
 * The tree's own policy decides, not that of the trees it takes along or fails with. None when it is not sure who is to blame, when the
 * policy is only to report, or when a person has decided otherwise.
 */
export function giveUps(facts: GiveUpFacts, culprit: NamedCulprit): GiveUp[] {
  const last = culprit.trees.at(-1)
  const tree = facts.trees.find(({ name }) => name === last)
  if (!culprit.isConfirmed || tree === undefined) return []
  const policy = policyFor(facts.gate, tree)
  if (policy === 'report') return []
  const reverted = policy === 'revert' ? revertOf(facts, tree.name, culprit) : undefined
  if (reverted !== undefined) return isFree(facts, tree.name) ? [reverted] : []
  const instead = policy === 'revert' ? 'previous' : policy
  if (!culprit.removed.every((name) => isFree(facts, name))) return []
  return culprit.removed.flatMap((name) => otherwise(facts, name, { instead, culprit }))
}

export function policyFor(gate: Gate, tree: Tree): OnFailure {
  return tree.onFailure[gate.kind] ?? gate.onFailure
}

/** Undefined when there is no commit to revert, or reverting it did not help. */
function revertOf(facts: GiveUpFacts, tree: TreeName, culprit: NamedCulprit): GiveUp | undefined {
  const { commit } = culprit
  const now = facts.standing.get(tree)
  if (commit === undefined || commit.tree !== tree || now === undefined) return undefined
  const before = earlier(facts, tree, now.tip)
  if (before?.reverted.includes(commit.commit)) return undefined
  const reverted = [commit.commit, ...(before?.reverted ?? [])]
  const versions = before?.versions ?? []
  return giveUp(facts, { tree, tip: now.tip, instead: 'revert', versions, reverted }, culprit)
}

function otherwise(
  facts: GiveUpFacts,
  tree: TreeName,
  { instead, culprit }: { readonly instead: Exclude<Instead, 'revert'>; readonly culprit: NamedCulprit },
): GiveUp[] {
  const now = facts.standing.get(tree)
  if (now === undefined) return []
  const before = earlier(facts, tree, now.tip)
  const versions = distinct([...(before?.versions ?? []), ...now.blamed])
  return [giveUp(facts, { tree, tip: now.tip, instead, versions, reverted: [] }, culprit)]
}

type What = Pick<GiveUp, 'tree' | 'tip' | 'instead' | 'versions' | 'reverted'>

/** A decision goes by the hash of its text, so its keys keep their order. */
function giveUp(facts: GiveUpFacts, { tree, tip, instead, versions, reverted }: What, culprit: NamedCulprit): GiveUp {
  const [gate, { verdict }] = [facts.gate.name, culprit]
  return { verb: 'give-up', tree, tip, with: others(facts, culprit), instead, versions, reverted, gate, verdict }
}

/** The trees that it takes to fail, as they are now. */
function others({ standing }: GiveUpFacts, { trees }: NamedCulprit): GiveUp['with'] {
  return trees.slice(0, -1).flatMap((tree) => {
    const tip = standing.get(tree)?.tip
    return tip === undefined ? [] : [{ tree, tip }]
  })
}

/** What was given up of the tree before, at the same tip. */
function earlier({ inForce }: GiveUpFacts, tree: TreeName, tip: CommitOid): GiveUp | undefined {
  return inForce.filter(isGiveUp).findLast((decision) => decision.tree === tree && decision.tip === tip)
}

/** Whether no person has said anything about the tree: neither what is to be done with it, nor that this very tip is to go in all the same. */
function isFree({ decisions, inForce, standing }: GiveUpFacts, tree: TreeName): boolean {
  const tip = standing.get(tree)?.tip
  if (inForce.some((decision) => isAboutTree(decision) && decision.tree === tree)) return false
  return !decisions.some(
    (decision) =>
      isGiveUp(decision) && decision.tree === tree && decision.tip === tip && isTakenBack(decision.id, decisions),
  )
}

/** A fix that was thought to help, and does not, takes nothing back. */
function isTakenBack(id: DecisionId, decisions: readonly Decision[]): boolean {
  return decisions.some((one) => one.verb === 'undo' && one.decision === id && one.fixedBy === undefined)
}
