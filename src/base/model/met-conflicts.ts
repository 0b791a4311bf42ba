/** The conflicts of a release that people should know of: of trees in roster order, then of groups as a whole. */
import { groupBy } from '../std/collections.ts'
import type { Conflict } from './conflict.ts'
import type { TreeName } from './names.ts'
import type { RunRecord } from './run.ts'

/**
 * By tree, the conflicts of its best version, settled ones among them. Those of the older versions tried after it say nothing that its
 * maintainers could mend: they have replaced these versions already. What a group met as a whole is told where none of its trees met
 * anything in that file by itself.
 */
export function metConflicts(record: RunRecord): Map<TreeName, readonly Conflict[]> {
  const met = new Map<TreeName, readonly Conflict[]>()
  const groupOf = new Map(record.plan.trees.map(({ name, group }) => [name, group]))
  const byMembers = new Set(record.conflicts.map(({ tree, path }) => `${groupOf.get(tree) ?? ''}/${path}`))
  const told = record.conflicts.filter(({ tree, path }) => groupOf.has(tree) || !byMembers.has(`${tree}/${path}`))
  for (const [tree, conflicts] of groupBy(told, (conflict) => conflict.tree)) {
    const best = record.plan.trees.find(({ name }) => name === tree)?.versions[0]?.commit
    const version = conflicts.some((conflict) => conflict.version === best) ? best : conflicts[0]?.version
    met.set(
      tree,
      conflicts.filter((conflict) => conflict.version === version),
    )
  }
  return met
}
