/** What stands in a release, in the order of the merges, and where the integration was after each of them. Pure. */
import type { Admission, AdmissionReason } from '../../base/model/admission.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { PLAIN_TREE } from '../../base/model/roster.ts'
import type { PlannedTree, RunRecord } from '../../base/model/run.ts'
import type { SearchReport } from '../../base/model/search-report.ts'
import type { Settled } from '../../base/model/settling.ts'

export interface StandingTree {
  readonly name: TreeName
  readonly version: CommitOid
  readonly mergeCommit: CommitOid | undefined
  readonly settled: readonly Settled[]
  /** As it would be admitted again, at this version and no other. */
  readonly admission: Admission
}

/** A tree that came in with an earlier one stands here, too: without that one, it is a merge of its own. */
export function standingTrees({ plan, trees }: RunRecord): StandingTree[] {
  const planned = new Map(plan.trees.map((tree) => [tree.name, tree]))
  return trees.flatMap(({ name, outcome, version, mergeCommit, settled = [], versionFrom }) => {
    const tree = planned.get(name)
    const stands = outcome === 'merged' || outcome === 'previous' || outcome === 'already-in'
    if (!stands || version === undefined || tree === undefined) return []
    const admission = { ...admitted(tree, version), versions: [{ commit: version, release: versionFrom }] }
    return [{ name, version, mergeCommit, settled, admission }]
  })
}

/** What stood in the draft of a release that was searched, as far as the release's own plan tells the rest. */
export function searchedTrees({ plan }: RunRecord, { trees, gate }: SearchReport): StandingTree[] {
  const planned = new Map(plan.trees.map((tree) => [tree.name, tree]))
  return trees.flatMap(({ name, version, reverted = [] }) => {
    const tree = planned.get(name)
    if (tree === undefined) return []
    const decision = 'decision' in tree.reason ? tree.reason.decision : undefined
    const reason: AdmissionReason =
      reverted.length === 0 || decision === undefined
        ? { kind: 'as-fetched' }
        : { kind: 'given-up', instead: 'revert', decision, reverted, gate }
    const admission = { ...admitted({ ...tree, reason }, version), versions: [{ commit: version, release: undefined }] }
    return [{ name, version, mergeCommit: undefined, settled: [], admission }]
  })
}

function admitted({ reason, ...tree }: PlannedTree, version: CommitOid): Omit<Admission, 'versions'> {
  const { name, kind, url, branch, group, pinned } = tree
  return {
    tree: { ...PLAIN_TREE, name, kind, url, branch, group, pinned },
    tip: { tree: name, state: 'same', commit: version },
    reason,
  }
}

/**
 * The release's own commits: upstream, then where it was after each tree. Undefined within a group that was merged as one, for there the
 * integration never stood.
 */
export function beginningsOf(record: RunRecord, trees: readonly StandingTree[]): (CommitOid | undefined)[] {
  const asOne = new Map(record.groups.flatMap(({ name, mergeCommit }) => (mergeCommit ? [[name, mergeCommit]] : [])))
  let last: CommitOid | undefined = record.plan.upstream.tip
  const beginnings: (CommitOid | undefined)[] = [last]
  for (const [place, tree] of trees.entries()) {
    const { group } = tree.admission.tree
    const whole = group === undefined ? undefined : asOne.get(group)
    if (whole === undefined) last = tree.mergeCommit ?? last
    else last = trees[place + 1]?.admission.tree.group === group ? undefined : whole
    beginnings.push(last)
  }
  return beginnings
}
