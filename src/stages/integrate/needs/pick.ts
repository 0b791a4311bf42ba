/** Does to one tree what a commit did to another, as `git cherry-pick` would: by `ort`, with what the commit stood on as the base. */
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import { distinct } from '../../../base/std/collections.ts'
import { throwAwayCommit } from '../content-merge.ts'
import type { Workshop } from '../workshop.ts'

/** What a commit did: the tree it stood on, and its own. */
export interface Step {
  readonly from: TreeOid
  readonly to: TreeOid
}

export type Picked =
  | { readonly kind: 'clean'; readonly tree: TreeOid }
  /** `tree` has conflict markers in it. Paths are raw; none when git could not merge at all. */
  | { readonly kind: 'clash'; readonly tree: TreeOid | undefined; readonly paths: readonly string[] }

type Bench = Pick<Workshop, 'merger' | 'loose'>

/** All trees are in the workshop's repository, or the one behind it. */
export async function pick({ merger, loose }: Bench, onto: TreeOid, { from, to }: Step): Promise<Picked> {
  if (onto === from || onto === to) return { kind: 'clean', tree: to }
  if (from === to) return { kind: 'clean', tree: onto }
  const commit = (tree: TreeOid, parents: readonly CommitOid[]): CommitOid => {
    const made = throwAwayCommit(tree, parents)
    loose.write(made)
    return made.oid
  }
  const base = commit(from, [])
  const answer = await merger.merge(commit(onto, [base]), commit(to, [base]))
  if ('refused' in answer) return { kind: 'clash', tree: undefined, paths: [] }
  if (answer.clean) return { kind: 'clean', tree: answer.tree }
  return { kind: 'clash', tree: answer.tree, paths: distinct(answer.stages.map(({ path }) => path)) }
}
