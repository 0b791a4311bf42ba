/** Stage 3: which versions of each tree may go in today, best first, and why. Pure. */
import type { Admission, AdmissionReason, RuleHold, Version } from '../../base/model/admission.ts'
import {
  type Decided,
  type Decision,
  type DecisionId,
  type GiveUp,
  isAboutTree,
  isGiveUp,
  type SplitVerb,
  isGivenUpNow,
  type TreeVerb,
} from '../../base/model/decision.ts'
import { daysBetween, type Instant } from '../../base/model/instant.ts'
import type { ReleaseName, TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Tree } from '../../base/model/roster.ts'
import type { Split } from '../../base/model/split.ts'
import type { Tip } from '../../base/model/tip.ts'
import { unreachable } from '../../base/std/assert.ts'

/** What an earlier release took of a tree. */
export interface PastVersion {
  readonly release: ReleaseName
  readonly at: Instant
  readonly commit: CommitOid
}

export interface AdmissionFacts {
  readonly trees: readonly Tree[]
  readonly tips: ReadonlyMap<TreeName, Tip>
  /** In force, oldest first: a later one about the same tree wins. */
  readonly decisions: readonly Decision[]
  /** Each tree's versions in earlier releases, newest first. */
  readonly past: ReadonlyMap<TreeName, readonly PastVersion[]>
  /** What each decision to keep a tree stands for: the commit that its release took, however long ago. */
  readonly kept: ReadonlyMap<DecisionId, CommitOid>
  /** Trees that a rule's finding keeps out. A decision about the tree goes before. */
  readonly holds: ReadonlyMap<TreeName, RuleHold>
  /** What was made of the trees that decisions split. */
  readonly splits: ReadonlyMap<DecisionId, Split>
  readonly now: Instant
}

/** Earlier versions tried at most. In six years of linux-next a substitute was at most 36 days old, 90 % at most 7 days. */
export const PAST_VERSIONS_MAX = 10
/** Oldest release an earlier version is taken from, in days. */
export const PAST_DAYS_MAX = 60

export function admit(facts: AdmissionFacts): Admission[] {
  const policies = new Map(facts.decisions.filter(isGiveUp).map((decision) => [decision.tree, decision]))
  const words = new Map(facts.decisions.filter(isAboutTree).map((decision) => [decision.tree, decision]))
  return facts.trees.map((tree) => admitTree(tree, facts, words.get(tree.name), policies.get(tree.name)))
}

/** A person's word about a tree comes before any policy, as long as it means something. */
function admitTree(
  tree: Tree,
  facts: AdmissionFacts,
  decision: Decided<TreeVerb> | undefined,
  policy: Decided<GiveUp> | undefined,
): Admission {
  const tip = facts.tips.get(tree.name) ?? {
    tree: tree.name,
    state: 'unreachable',
    commit: undefined,
    since: facts.now,
    why: 'it has not been fetched yet',
  }
  switch (decision?.verb) {
    case 'hold':
      return { tree, tip, versions: [], reason: { kind: 'held', decision: decision.id } }
    case 'drop':
      return { tree, tip, versions: [], reason: { kind: 'dropped', decision: decision.id } }
    case 'defer':
      return { tree, tip, versions: [], reason: { kind: 'deferred', decision: decision.id, to: decision.to } }
    case 'keep': {
      const commit = facts.kept.get(decision.id)
      const versions = commit === undefined ? [] : [{ commit, release: decision.at }]
      return { tree, tip, versions, reason: { kind: 'kept', decision: decision.id, release: decision.at } }
    }
    case 'split':
      return split(tree, tip, decision, facts) ?? byPolicy(tree, tip, policy, facts)
    case undefined:
      return byPolicy(tree, tip, policy, facts)
    default:
      return unreachable(decision)
  }
}

function byPolicy(tree: Tree, tip: Tip, policy: Decided<GiveUp> | undefined, facts: AdmissionFacts): Admission {
  const isNow = policy !== undefined && isGivenUpNow(policy, (name) => facts.tips.get(name)?.commit, facts.now)
  // What a rule holds does not come in for the sake of a gate.
  return isNow && !facts.holds.has(tree.name) ? givenUp(tree, tip, policy, facts) : asFetched(tree, tip, facts)
}

/** Earlier versions are no way out: they have what was to stay out. Undefined when the tree has none of that any more. */
function split(tree: Tree, tip: Tip, { id, topics }: Decided<SplitVerb>, facts: AdmissionFacts): Admission | undefined {
  const made = facts.splits.get(id) ?? { kind: 'whole' }
  const reason = { kind: 'split', decision: id, topics } as const
  switch (made.kind) {
    case 'whole':
      return undefined
    case 'apart':
      return {
        tree,
        tip,
        versions: [{ commit: made.commit, release: undefined }],
        reason: { ...reason, left: made.left },
      }
    case 'blocked':
      return { tree, tip, versions: [], reason: { ...reason, left: [], blocked: made.why } }
    default:
      return unreachable(made)
  }
}

function asFetched(tree: Tree, tip: Tip, { past, holds, now }: AdmissionFacts): Admission {
  const hold = holds.get(tree.name)
  if (hold !== undefined) return { tree, tip, versions: [], reason: { kind: 'held-by-rule', ...hold } }
  return { tree, tip, versions: versionsOf(tip, past.get(tree.name) ?? [], now), reason: reasonFor(tip) }
}

function givenUp(tree: Tree, tip: Tip, decision: Decided<GiveUp>, facts: AdmissionFacts): Admission {
  const { id, instead, gate, reverted, versions: red } = decision
  const otherwise = asFetched(tree, tip, facts)
  // What a rule holds is out, whatever a gate would leave of it.
  if (otherwise.reason.kind === 'held-by-rule') return otherwise
  const all = instead === 'hold' || instead === 'drop' ? [] : otherwise.versions
  const versions = all.filter(({ commit }) => !red.includes(commit))
  return { tree, tip, versions, reason: { kind: 'given-up', decision: id, instead, reverted, gate } }
}

function reasonFor(tip: Tip): AdmissionReason {
  if (tip.commit === undefined) return { kind: 'nothing-yet' }
  const lastGood = tip.state === 'gone' || tip.state === 'unreachable' || tip.state === 'refused'
  return { kind: lastGood ? 'last-good' : 'as-fetched' }
}

/** The tip, then the tree's distinct versions in earlier releases, newest first. */
function versionsOf(tip: Tip, past: readonly PastVersion[], now: Instant): Version[] {
  if (tip.commit === undefined) return []
  const versions: Version[] = [{ commit: tip.commit, release: undefined }]
  const seen = new Set<CommitOid>([tip.commit])
  for (const { commit, release, at } of past) {
    if (versions.length > PAST_VERSIONS_MAX) break
    if (seen.has(commit) || daysBetween(at, now) > PAST_DAYS_MAX) continue
    seen.add(commit)
    versions.push({ commit, release })
  }
  return versions
}
