/** Which trees findings keep out of a release, or kept out of one. Pure. */
import type { Facts } from '../../base/model/facts.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { RuleHold } from '../../base/model/admission.ts'
import type { RunRecord } from '../../base/model/run.ts'
import type { Judged } from './judge.ts'

/** A commit that may not go in may not come by way of another tree either, under whatever id. The first finding of a tree is named. */
export function holdsOf({ trees }: Facts, judged: readonly Judged[]): ReadonlyMap<TreeName, RuleHold> {
  const holds = new Map<TreeName, RuleHold>()
  const patches = new Map(trees.flatMap(({ brings }) => brings.map(({ oid, patchId }) => [oid, patchId] as const)))
  for (const { finding, severity, accepted } of judged) {
    if (severity !== 'hold' || accepted !== undefined) continue
    const { id, rule, what, tree, commit } = finding
    const hold = { finding: id, rule, what, of: tree }
    const patch = commit && patches.get(commit)
    for (const { tree: holder, commits } of trees) {
      const brings =
        holder.name === tree ||
        commits.some(({ oid, patchId }) => oid === commit || (patch !== undefined && patchId === patch))
      if (brings && !holds.has(holder.name)) holds.set(holder.name, hold)
    }
  }
  return holds
}

/** As a release had it, for whoever asks what a run would do and does not ask the rules. */
export function holdsIn(record: RunRecord | undefined): ReadonlyMap<TreeName, RuleHold> {
  const trees = record?.plan.trees ?? []
  return new Map(
    trees.flatMap(({ name, reason }): [TreeName, RuleHold][] => {
      if (reason.kind !== 'held-by-rule') return []
      const { kind: _, ...hold } = reason
      return [[name, hold]]
    }),
  )
}
