/** A release as `--json` prints it. The shape is documented in docs/guide/json.md and only ever grows. */
import type { Conflict, ConflictId } from '../../../base/model/conflict.ts'
import type { TreeName } from '../../../base/model/names.ts'
import type { Settled } from '../../../base/model/settling.ts'
import type { Release, RunRecord, TreeRecord } from '../../../base/model/run.ts'
import { isoTime } from '../../../base/model/instant.ts'
import { rawText } from '../../../base/text/printable.ts'
import { showPath } from '../../../base/text/show-path.ts'
import type { Timings } from '../../../pipeline/run.ts'

export function releaseJson(release: Release, timingsMs: Timings | undefined) {
  const { record } = release
  const { plan } = record
  const outcomes = new Map<string, TreeRecord>(record.trees.map((tree) => [tree.name, tree]))
  return {
    release: release.name,
    commit: release.commit,
    tree: release.tree,
    contentTree: record.contentTree,
    date: isoTime(plan.instant),
    upstream: {
      name: plan.upstream.name,
      url: plan.upstream.url,
      branch: plan.upstream.branch,
      tip: plan.upstream.tip,
    },
    gitVersion: plan.gitVersion,
    trees: plan.trees.map((planned) => {
      const tree = outcomes.get(planned.name)
      return {
        name: planned.name,
        kind: planned.kind,
        group: planned.group ?? null,
        url: planned.url,
        branch: planned.branch,
        tip: planned.tip ?? null,
        state: planned.state,
        since: planned.since ? isoTime(planned.since) : null,
        outcome: tree?.outcome ?? null,
        why: tree?.why ?? null,
        reason: planned.reason,
        version: tree?.version ?? null,
        versionFrom: tree?.versionFrom ?? null,
        restores: tree?.restores ?? [],
        mergeCommit: tree?.mergeCommit ?? null,
        settled: (tree?.settled ?? []).map(settledJson),
        conflicts: conflictsOf(record, planned.name),
      }
    }),
    groups: record.groups.map(({ name, head, mergeCommit, settled = [] }) => ({
      name,
      head,
      mergeCommit: mergeCommit ?? null,
      settled: settled.map(settledJson),
      conflicts: conflictsOf(record, name),
    })),
    conflicts: record.conflicts.map(conflictJson),
    retired: record.retired ?? [],
    ...(timingsMs ? { timingsMs } : {}),
  }
}

function conflictsOf({ conflicts }: RunRecord, name: TreeName): readonly ConflictId[] {
  return conflicts.filter(({ tree }) => tree === name).map(({ id }) => id)
}

export function conflictJson(conflict: Conflict) {
  const side = (culprit: Conflict['oursBy']) => {
    const [newest] = culprit.commits
    return {
      tree: culprit.tree ?? null,
      commit: newest?.commit ?? null,
      subject: newest?.subject ?? null,
      author: newest?.author ?? null,
      commits: culprit.commits,
    }
  }
  return {
    id: conflict.id,
    tree: conflict.tree,
    version: conflict.version,
    path: showPath(conflict.path),
    kind: conflict.kind,
    ours: side(conflict.oursBy),
    theirs: side(conflict.theirsBy),
    base: stage(conflict.base),
    ourStage: stage(conflict.ours),
    theirStage: stage(conflict.theirs),
    settled: conflict.settled ?? null,
    partly: conflict.partly ?? null,
    fix: conflict.fix ?? null,
    hunks: conflict.hunks.map(({ ours, theirs }) => ({ ours: rawText(ours), theirs: rawText(theirs) })),
  }
}

export function settledJson({ path, by }: Settled) {
  return { path: showPath(path), by }
}

function stage(entry: Conflict['base']) {
  return entry === undefined ? null : { mode: entry.mode.toString(8), oid: entry.oid, path: showPath(entry.path) }
}
