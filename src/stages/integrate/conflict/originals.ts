/** Names the commits behind a conflict as their trees have them: of a tree that goes in rebuilt, nobody else has the ids that were merged. */
import type { BlamedCommit, CommitPair, Culprit } from '../../../base/model/conflict.ts'
import type { TreeName } from '../../../base/model/names.ts'
import type { PlannedTree } from '../../../base/model/run.ts'
import { originalOf } from '../needs/part-of.ts'
import type { Workshop } from '../workshop.ts'
import type { DescribedConflict } from './clash.ts'

/** Trees that go in made anew, without some of their commits. */
export function rebuiltTrees(trees: readonly Pick<PlannedTree, 'name' | 'reason'>[]): ReadonlySet<TreeName> {
  return new Set(trees.flatMap(({ name, reason }) => (reason.kind === 'split' ? [name] : [])))
}

/** Only of trees that are known to be `rebuilt`: anybody can write into a message what rebuilding does. */
export async function namedByOriginals(
  shop: Pick<Workshop, 'reader'>,
  described: readonly DescribedConflict[],
  rebuilt: ReadonlySet<TreeName>,
): Promise<readonly DescribedConflict[]> {
  if (rebuilt.size === 0) return described
  const commitOf = async (blamed: BlamedCommit): Promise<BlamedCommit> => ({
    ...blamed,
    commit: (await originalOf(shop, blamed.commit)) ?? blamed.commit,
  })
  const culprit = async ({ tree, commits }: Culprit): Promise<Culprit> => {
    if (tree === undefined || !rebuilt.has(tree)) return { tree, commits }
    return { tree, commits: await Promise.all(commits.map(commitOf)) }
  }
  const pair = async ({ ours, theirs }: CommitPair): Promise<CommitPair> => ({
    ours: await Promise.all(ours.map(culprit)),
    theirs: await culprit(theirs),
  })
  return Promise.all(
    described.map(async ({ conflict, diff }) => {
      const [pairs, oursBy, theirsBy] = await Promise.all([
        Promise.all(conflict.pairs.map(pair)),
        culprit(conflict.oursBy),
        culprit(conflict.theirsBy),
      ])
      return { conflict: { ...conflict, pairs, oursBy, theirsBy }, diff }
    }),
  )
}
