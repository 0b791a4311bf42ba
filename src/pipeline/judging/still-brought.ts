/** Which other trees still bring the commits of a tree that is to stay out: by the same ids, or as the same patches under others. */
import { type Decision, isAboutTree, type TreeVerb } from '../../base/model/decision.ts'
import type { TreeFacts } from '../../base/model/facts.ts'
import type { TreeName } from '../../base/model/names.ts'
import { gather, start } from '../ground.ts'
import { type Machine, openReading, type Workspace } from '../workspace.ts'
import { gatherBrought } from './gather-facts.ts'

export interface StillBrought {
  readonly tree: TreeName
  /** Commits of the tree that is to stay out. */
  readonly commits: number
  /** Those of them that stand there under another id. */
  readonly byPatch: number
}

/** As the trees were last fetched. Nothing is known before upstream is. */
export async function stillBrought(workspace: Workspace, machine: Machine, tree: TreeName): Promise<StillBrought[]> {
  return (await stillBroughtOf(workspace, machine, [tree])).get(tree) ?? []
}

/** The same for several, read once. */
export async function stillBroughtOf(
  workspace: Workspace,
  machine: Machine,
  out: readonly TreeName[],
): Promise<ReadonlyMap<TreeName, StillBrought[]>> {
  const now = machine.clock()
  if (out.length === 0) return new Map()
  await using reading = openReading(workspace.record.git)
  const begun = await start(workspace)
  if (begun.heads.upstream === undefined) return new Map()
  const { roster, tips, upstreamTip, decisions } = await gather(begun, workspace, reading, now)
  const trees = await gatherBrought(workspace, machine, { trees: roster.trees, tips, upstreamTip })
  const besides = outByDecision(decisions)
  return new Map(out.map((tree) => [tree, othersBringing(trees, tree, besides)]))
}

export function othersBringing(
  trees: readonly Pick<TreeFacts, 'tree' | 'commits'>[],
  out: TreeName,
  besides: ReadonlySet<TreeName>,
): StillBrought[] {
  const own = trees.find(({ tree }) => tree.name === out)?.commits ?? []
  return trees.flatMap(({ tree, commits }): StillBrought[] => {
    if (tree.name === out || besides.has(tree.name)) return []
    const ids = new Set(commits.map(({ oid }) => oid))
    const patches = new Set(commits.flatMap(({ patchId }) => patchId ?? []))
    const byId = own.filter(({ oid }) => ids.has(oid)).length
    const byPatch = own.filter(
      ({ oid, patchId }) => !ids.has(oid) && patchId !== undefined && patches.has(patchId),
    ).length
    return byId + byPatch === 0 ? [] : [{ tree: tree.name, commits: byId + byPatch, byPatch }]
  })
}

/** The last decision about a tree holds. */
function outByDecision(decisions: readonly Decision[]): ReadonlySet<TreeName> {
  const last = new Map(decisions.filter(isAboutTree).map((decision) => [decision.tree, decision.verb]))
  return new Set([...last].flatMap(([tree, verb]) => (OUT.includes(verb) ? [tree] : [])))
}

/** Of a tree that is kept or split something goes in. */
const OUT: readonly TreeVerb['verb'][] = ['hold', 'drop', 'defer']
