/** Puts the commits of a tree one behind the other on one base, however they were merged, so that they can be taken apart again. */
import { diffTrees } from '../../../base/git/diff-tree.ts'
import { parseCommit } from '../../../base/git/objects.ts'
import { overlay } from '../../../base/git/overlay.ts'
import { type CommitOid, EMPTY_TREE, type TreeOid } from '../../../base/model/oid.ts'
import type { Workshop } from '../workshop.ts'
import { pick, type Step } from './pick.ts'

export interface LinedStep {
  readonly commit: CommitOid
  /** What it did where its author put it. */
  readonly change: Step
  /** The trees before and after it in the line. */
  readonly before: TreeOid
  readonly after: TreeOid
  /** It does not follow from those before it: somebody settled it in a merge. Its files stand as its author had them. */
  readonly isForced: boolean
}

export interface LinedUp {
  readonly base: TreeOid
  readonly steps: readonly LinedStep[]
}

/** `commits` without merges, parents before children. */
export async function lineUp(shop: Workshop, base: TreeOid, commits: readonly CommitOid[]): Promise<LinedUp> {
  const changes = await Promise.all(commits.map((commit) => changeOf(shop, commit)))
  const steps: LinedStep[] = []
  let before = base
  for (const [at, commit] of commits.entries()) {
    const change = changes[at] ?? { from: base, to: base }
    const { tree: after, isForced } = await follow(shop, before, change)
    steps.push({ commit, change, before, after, isForced })
    before = after
  }
  return { base, steps }
}

/** A first commit is made of nothing. */
export async function changeOf({ reader }: Pick<Workshop, 'reader'>, commit: CommitOid): Promise<Step> {
  const { tree, parents } = parseCommit(await reader.read(commit, 'commit'))
  const [parent] = parents
  if (parent === undefined) return { from: EMPTY_TREE, to: tree }
  return { from: parseCommit(await reader.read(parent, 'commit')).tree, to: tree }
}

/** The change done to `onto`, whatever it takes. */
export async function follow(
  shop: Workshop,
  onto: TreeOid,
  change: Step,
): Promise<{ readonly tree: TreeOid; readonly isForced: boolean }> {
  const picked = await pick(shop, onto, change)
  if (picked.kind === 'clean') return { tree: picked.tree, isForced: false }
  const [leaves = []] = await diffTrees(shop.git, [change])
  const tree = await overlay(
    shop.folders,
    onto,
    leaves.map(({ path, newMode, newOid }) => ({ path, mode: newMode, oid: newOid })),
  )
  shop.folders.show(tree, shop.loose)
  return { tree, isForced: true }
}
