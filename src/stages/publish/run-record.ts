/** Writes down what came of a plan: pure. */
import type { GroupMerge, Integration, Merge, Merged, MergeOutcome } from '../../base/model/merge.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { GroupRecord, Plan, RunRecord, TreeRecord } from '../../base/model/run.ts'
import { unreachable } from '../../base/std/assert.ts'
import { distinct } from '../../base/std/collections.ts'

export function makeRunRecord(plan: Plan, integration: Integration): RunRecord {
  return {
    plan,
    trees: integration.merges.map(treeRecord),
    groups: integration.groups.map(groupRecord),
    conflicts: [
      ...integration.merges.flatMap(({ outcome }) => ('conflicts' in outcome ? outcome.conflicts : [])),
      ...integration.groups.flatMap(({ conflicts }) => conflicts),
    ],
    retired: integration.retired.length === 0 ? undefined : integration.retired,
    contentTree: integration.result,
  }
}

function groupRecord({ group, head, merged }: GroupMerge): GroupRecord {
  const settled = merged === undefined || merged.settled.length === 0 ? undefined : merged.settled
  return { name: group, head, mergeCommit: merged?.commit, settled }
}

function treeRecord({ admission, outcome }: Merge): TreeRecord {
  const nothing = {
    version: undefined,
    versionFrom: undefined,
    restores: undefined,
    mergeCommit: undefined,
    result: undefined,
    why: undefined,
    settled: undefined,
  }
  return { ...nothing, name: admission.tree.name, outcome: outcome.kind, ...details(outcome) }
}

function details(outcome: MergeOutcome): Partial<TreeRecord> {
  switch (outcome.kind) {
    case 'merged':
      return mergedDetails(outcome)
    case 'previous':
      return { ...mergedDetails(outcome), restores: outcome.restores.length === 0 ? undefined : outcome.restores }
    case 'already-in':
    case 'empty':
      return { version: outcome.version.commit, versionFrom: outcome.version.release }
    case 'refused':
      return { why: outcome.why }
    case 'left-out':
    case 'held':
    case 'unreachable':
      return {}
    default:
      return unreachable(outcome)
  }
}

function mergedDetails({ version, commit, result, settled }: Merged): Partial<TreeRecord> {
  return {
    version: version.commit,
    versionFrom: version.release,
    mergeCommit: commit,
    result,
    settled: settled.length === 0 ? undefined : settled,
  }
}

/** Tips and heads of groups that the run names; earlier versions are kept by the releases they were in. */
export function namedCommits(record: RunRecord): CommitOid[] {
  const tips = record.plan.trees.map((tree) => tree.tip)
  return distinct([...tips, ...record.groups.map((group) => group.head)].filter((commit) => commit !== undefined))
}
