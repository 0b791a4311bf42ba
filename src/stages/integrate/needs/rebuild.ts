/** Builds a tree's history anew out of some of its commits: on the same base, in the same order, by the same people. */
import { objectsBeyond } from '../../../base/git/objects-beyond.ts'
import { movedCommit } from '../../../base/git/moved-commit.ts'
import { parseCommit } from '../../../base/git/objects.ts'
import type { TreeName } from '../../../base/model/names.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import type { Workshop } from '../workshop.ts'
import { changeOf } from './line-up.ts'
import { pick } from './pick.ts'

export interface RebuildOrder {
  /** Named in each commit that is made, unless it is to look as if it had been made there. */
  readonly tree: TreeName | undefined
  readonly base: CommitOid
  /** Without merges, parents before children. */
  readonly commits: readonly CommitOid[]
}

export type Rebuilt =
  | { readonly kind: 'rebuilt'; readonly commit: CommitOid }
  /** This one does not go onto those before it. Paths are raw. */
  | { readonly kind: 'blocked'; readonly by: CommitOid; readonly paths: readonly string[] }

/** Commits that stand where they stood keep their ids. What is made can be seen by git, and goes away with the workshop unless it is kept. */
export async function rebuild(shop: Workshop, { tree, base, commits }: RebuildOrder): Promise<Rebuilt> {
  let head = base
  for (const commit of commits) {
    const content = await shop.reader.read(commit, 'commit')
    const { parents } = parseCommit(content)
    if (parents.length === 1 && parents[0] === head) {
      head = commit
      continue
    }
    const onto = parseCommit(await shop.reader.read(head, 'commit')).tree
    const picked = await pick(shop, onto, await changeOf(shop, commit))
    if (picked.kind === 'clash') return { kind: 'blocked', by: commit, paths: picked.paths }
    const trailer = tree === undefined ? undefined : `Part-of: ${tree} ${commit}`
    const made = movedCommit(content, { tree: picked.tree, parent: head, trailer })
    shop.loose.write(made)
    head = made.oid
  }
  return { kind: 'rebuilt', commit: head }
}

/** Has all that was made for it published with the release. */
export async function keepRebuilt(
  { git, folders, loose }: Workshop,
  commit: CommitOid,
  known: readonly CommitOid[],
): Promise<void> {
  for (const oid of await objectsBeyond(git, commit, known)) folders.adopt(oid, loose)
}
