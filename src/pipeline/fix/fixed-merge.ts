/** Which merge a fix is for: a tree's, or in a release the last that touched the files. */
import { compareTrees } from '../../base/git/compare-trees.ts'
import { parseCommit } from '../../base/git/objects.ts'
import { resolveCommit } from '../../base/git/rev-parse.ts'
import { parseReleaseName, type TreeName, treeRef } from '../../base/model/names.ts'
import type { TreeOid } from '../../base/model/oid.ts'
import type { Release, TreeRecord } from '../../base/model/run.ts'
import { usageError } from '../../base/std/operating-error.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { findRelease, type Look } from '../look.ts'
import type { Workspace } from '../workspace.ts'

/** What a fix is made against. */
export interface FixedMerge {
  readonly release: Release
  /** The tree whose merge is fixed; undefined where that depends on the files. */
  readonly tree: TreeName | undefined
  /** The integration after it; of a tree that is not in the release, its own tip. */
  readonly on: TreeOid
  /** As a sentence names it, after "to". */
  readonly name: string
}

/** `name` is a tree's, or a release's. */
export async function fixedMerge(
  { record }: Workspace,
  { looked, shop, name }: { readonly looked: Look; readonly shop: Workshop; readonly name: string },
): Promise<FixedMerge> {
  const isRelease = parseReleaseName(name) !== undefined && (await looked.runs.read(name as never)) !== undefined
  const release = await findRelease(looked.runs, isRelease ? name : undefined)
  if (isRelease) return { release, tree: undefined, on: release.record.contentTree, name: release.name }
  const tree = knownTree(release, name)
  const merged = release.record.trees.find((one) => one.name === tree)
  if (merged?.result !== undefined)
    return { release, tree, on: merged.result, name: `${release.name} as it was after the ${tree} tree` }
  const tip = await resolveCommit(record.git, treeRef(tree))
  if (tip === undefined)
    throw usageError(
      `the ${tree} tree has never been fetched, so there is nothing to fix`,
      'Fetch it with: tributary fetch',
    )
  const { tree: on } = parseCommit(await shop.reader.read(tip, 'commit'))
  return { release, tree, on, name: `the tip of the ${tree} tree, which is not in ${release.name}` }
}

export function knownTree(release: Release, name: string): TreeName {
  const found = release.record.plan.trees.find((tree) => tree.name === name)
  if (found) return found.name
  throw usageError(
    `${release.name} has no tree ${JSON.stringify(name)}, nor is that a release`,
    'The trees are listed by: tributary trees list',
  )
}

/** The last tree whose merge changed one of the files; the first that was merged, where upstream alone has them. */
export async function lastToTouch(shop: Workshop, release: Release, paths: readonly string[]): Promise<TreeName> {
  const { plan, trees } = release.record
  const merged = trees.flatMap(({ name, result }: TreeRecord) => (result === undefined ? [] : [{ name, result }]))
  let before = parseCommit(await shop.reader.read(plan.upstream.tip, 'commit')).tree
  let last = merged[0]?.name
  for (const { name, result } of merged) {
    const { leaves } = await compareTrees(shop.folders, before, result)
    if (leaves.some(({ path }) => paths.includes(path))) last = name
    before = result
  }
  if (last !== undefined) return last
  throw usageError(
    `no tree was merged in ${release.name}, so it has no merge to fix`,
    'A fix of upstream goes to upstream.',
  )
}
