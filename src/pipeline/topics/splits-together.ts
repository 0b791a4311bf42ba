/** Splits of one tree add up: what one person left out stays out when another leaves out more. Pure. */
import { type Decided, type Decision, isAboutTree, type SplitVerb } from '../../base/model/decision.ts'
import type { TreeName } from '../../base/model/names.ts'

/** Decisions in force, oldest first, with those splits of a tree that nothing else has replaced as one: under the id and the name of the last. */
export function splitsTogether(decisions: readonly Decision[]): Decision[] {
  const standing = standingSplits(decisions)
  const last = new Map([...standing].map(([tree, splits]) => [tree, splits.at(-1)?.id]))
  return decisions.flatMap((decision): Decision[] => {
    if (decision.verb !== 'split') return [decision]
    if (last.get(decision.tree) !== decision.id) return []
    const all = standing.get(decision.tree) ?? []
    const topics = all.flatMap(told)
    return [{ ...decision, topics, without: all.flatMap(({ without }) => without) }]
  })
}

/** By tree, in the order in which they were decided. Any other decision about the tree ends them. */
export function standingSplits(decisions: readonly Decision[]): ReadonlyMap<TreeName, readonly Decided<SplitVerb>[]> {
  const standing = new Map<TreeName, readonly Decided<SplitVerb>[]>()
  for (const decision of decisions.filter(isAboutTree)) {
    if (decision.verb === 'split') standing.set(decision.tree, [...(standing.get(decision.tree) ?? []), decision])
    else standing.delete(decision.tree)
  }
  return standing
}

/** `cpu_opv until v4.16`. */
function told({ topics, to }: SplitVerb): readonly string[] {
  return to === undefined ? topics : topics.map((topic) => `${topic} until ${to}`)
}
