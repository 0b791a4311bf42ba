/** The conflicts of a release that people should know of, in roster order. */
import type { Conflict } from '../../base/model/conflict.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { RunRecord } from '../../base/model/run.ts'
import { groupBy } from '../../base/std/collections.ts'

/**
 * By tree, the conflicts of its best version. Those of the older versions tried after it say nothing that its maintainers could mend:
 * they have replaced these versions already.
 */
export function openConflicts(record: RunRecord): Map<TreeName, readonly Conflict[]> {
  const open = new Map<TreeName, readonly Conflict[]>()
  for (const [tree, conflicts] of groupBy(record.conflicts, (conflict) => conflict.tree)) {
    const best = record.plan.trees.find(({ name }) => name === tree)?.versions[0]?.commit
    const version = conflicts.some((conflict) => conflict.version === best) ? best : conflicts[0]?.version
    open.set(
      tree,
      conflicts.filter((conflict) => conflict.version === version),
    )
  }
  return open
}
