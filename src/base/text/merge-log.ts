/**
 * `Next/merge.log` as linux-next has it: a transcript in shell's clothes, a line a merge, which scripts read by
 * `Merging <tree>/<branch> (<12 digits> <subject>)`, `CONFLICT (…)` and `Merging <release> version of <tree>`.
 */
import { isDropped } from '../model/admission.ts'
import type { Conflict } from '../model/conflict.ts'
import { type ReleaseName, releaseDay, type TreeName } from '../model/names.ts'
import { type CommitOid, short } from '../model/oid.ts'
import type { GroupRecord, PlannedTree, RunRecord, TreeRecord } from '../model/run.ts'
import { distinct, groupBy } from '../std/collections.ts'
import { unreachable } from '../std/assert.ts'
import { oneLine } from './printable.ts'
import { showPath } from './show-path.ts'

/** First lines of commit messages, by commit; a commit that is missing is shown by its id alone. */
export type Subjects = ReadonlyMap<CommitOid, string>

export function formatMergeLog(record: RunRecord, subjects: Subjects): string {
  const { plan } = record
  const branch = releaseDay(plan.release).prefix
  const lines = [
    `$ git checkout ${branch}`,
    reset(plan.upstream.tip),
    merging('origin', plan.upstream.branch, plan.upstream.tip, subjects),
  ]
  for (const [n, planned] of plan.trees.entries()) {
    const group = record.groups.find(({ name }) => name === planned.group)
    const isWhole = group?.mergeCommit !== undefined
    if (group && plan.trees[n - 1]?.group !== group.name)
      lines.push(
        ...(isWhole ? [`$ git checkout ${group.name}`, reset(plan.upstream.tip)] : apartLines(group, record, subjects)),
      )
    lines.push(...treeLines(planned, record, subjects))
    if (group && isWhole && plan.trees[n + 1]?.group !== group.name)
      lines.push(`$ git checkout ${branch}`, ...groupLines(group, record, subjects))
  }
  return `${lines.join('\n')}\n`
}

function groupLines({ name, head }: GroupRecord, { conflicts }: RunRecord, subjects: Subjects): string[] {
  const met = conflicts.filter(({ tree }) => tree === name)
  return [`Merging ${name}${inBrackets(head, subjects)}`, ...conflictLines(met, name)]
}

/** A group that clashed as a whole is undone, and its trees follow one by one. */
function apartLines(group: GroupRecord, record: RunRecord, subjects: Subjects): string[] {
  return [...groupLines(group, record, subjects), '$ git merge --abort']
}

/** What was done for one tree. A dropped tree has no line. */
function treeLines(planned: PlannedTree, record: RunRecord, subjects: Subjects): string[] {
  const tree = record.trees.find(({ name }) => name === planned.name)
  if (tree === undefined || isDropped(planned.reason)) return []
  const conflicts = groupBy(
    record.conflicts.filter((conflict) => conflict.tree === planned.name),
    (conflict) => conflict.version,
  )
  switch (tree.outcome) {
    case 'merged':
    case 'previous':
    case 'already-in':
    case 'empty':
      return [
        ...failedLines(planned, conflicts, tree.version, subjects),
        ...takenLines(planned, tree, conflicts, subjects),
      ]
    case 'left-out':
      return failedLines(planned, conflicts, undefined, subjects)
    case 'held':
      return [`Skipping ${planned.name}: ${heldWords(planned)}`]
    case 'unreachable':
      return [`Skipping ${planned.name}: it could not be fetched yet`]
    case 'refused':
      return [`Skipping ${planned.name}: ${oneLine(tree.why ?? 'refused')}`]
    default:
      return unreachable(tree.outcome)
  }
}

function heldWords({ reason }: PlannedTree): string {
  if (reason.kind === 'held-by-rule') return `held by the ${reason.rule} rule`
  if (reason.kind === 'split')
    return `it cannot go in without ${reason.topics.map((topic) => oneLine(topic)).join(', ')}`
  if (reason.kind === 'given-up') return `the gate ${reason.gate} fails with it`
  return reason.kind === 'deferred' ? `deferred to ${oneLine(reason.to)} by decision` : 'held by decision'
}

type ConflictsByVersion = ReadonlyMap<CommitOid, readonly Conflict[]>

/** The versions that were tried and clashed, each undone again. */
function failedLines(
  planned: PlannedTree,
  conflicts: ConflictsByVersion,
  taken: CommitOid | undefined,
  subjects: Subjects,
): string[] {
  return [...conflicts].flatMap(([version, met]) =>
    version === taken
      ? []
      : [attempt(planned, version, subjects), ...conflictLines(met, mergedName(planned)), '$ git merge --abort'],
  )
}

/** The version that went in, with the conflicts that a resolution settled. */
function takenLines(
  planned: PlannedTree,
  tree: TreeRecord,
  conflicts: ConflictsByVersion,
  subjects: Subjects,
): string[] {
  if (tree.version === undefined) return []
  const settled = conflictLines(conflicts.get(tree.version) ?? [], mergedName(planned))
  if (tree.versionFrom !== undefined) return [substitute(tree.versionFrom, planned.name), ...settled]
  return [merging(planned.name, planned.branch, tree.version, subjects), ...settled]
}

function attempt(planned: PlannedTree, version: CommitOid, subjects: Subjects): string {
  const release = planned.versions.find(({ commit }) => commit === version)?.release
  return release === undefined
    ? merging(planned.name, planned.branch, version, subjects)
    : substitute(release, planned.name)
}

function merging(name: string, branch: string, commit: CommitOid, subjects: Subjects): string {
  return `Merging ${name}/${oneLine(branch)}${inBrackets(commit, subjects)}`
}

function substitute(release: ReleaseName, tree: TreeName): string {
  return `Merging ${release} version of ${tree}`
}

function inBrackets(commit: CommitOid, subjects: Subjects): string {
  return ` (${[short(commit), oneLine(subjects.get(commit) ?? '')].join(' ').trim()})`
}

function reset(commit: CommitOid): string {
  return `$ git reset --hard ${short(commit)}`
}

/** What git would call a tree's branch after a merge of it clashed. */
function mergedName({ name, branch }: PlannedTree): string {
  return `${name}/${oneLine(branch)}`
}

function conflictLines(conflicts: readonly Conflict[], merged: string): string[] {
  return [...conflicts.map((conflict) => conflictLine(conflict, merged)), ...conflicts.flatMap(resolvedLine)]
}

/** As rerere says it, but by which resolution; a conflict that is open has no line. */
function resolvedLine({ path, settled }: Conflict): string[] {
  if (settled === undefined) return []
  const by = settled.map((settler) =>
    settler.kind === 'resolution' ? `resolution ${settler.id.slice(0, 12)}` : `the rule to take ${settler.take}`,
  )
  return [`Resolved '${showPath(path)}' using ${distinct(by).join(' and ')}.`]
}

/** git's own sentences where scripts know them; the kinds that git tells in many ways get the shortest. */
function conflictLine(conflict: Conflict, merged: string): string {
  const path = showPath(conflict.path)
  if (conflict.kind === 'modify/delete') {
    const [deleted, modified] = conflict.ours === undefined ? ['HEAD', merged] : [merged, 'HEAD']
    return `CONFLICT (modify/delete): ${path} deleted in ${deleted} and modified in ${modified}.`
  }
  const kind = conflict.kind === 'binary' ? 'content' : conflict.kind
  return `CONFLICT (${kind}): Merge conflict in ${path}`
}
