/** Says of each adopted tree what it is fetched from: a branch that can be followed, else the commit as it is. */
import { branchFault, type TreeName } from '../../base/model/names.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { NewTree } from '../../stages/roster/tree-toml.ts'
import { oneLine } from '../../base/text/printable.ts'
import type { LineTree } from './adopted-line.ts'
import type { AdoptedSource } from './adopted-source.ts'
import { chooseBranch, type KnownBranch } from './branch-choice.ts'

export interface AdoptedTree extends NewTree {
  readonly name: TreeName
  /** What the branch has merged of it. */
  readonly at: CommitOid
}

export interface PlacedTrees {
  readonly trees: readonly AdoptedTree[]
  readonly notes: readonly string[]
}

/** Later merges of a branch come first: an earlier merge of it is a commit that the branch has left behind. */
export async function placeTrees(line: readonly LineTree[], source: AdoptedSource): Promise<PlacedTrees> {
  const used = new Set<KnownBranch>()
  const trees: AdoptedTree[] = []
  const notes: string[] = []
  for (const tree of line.toReversed()) {
    const found = tree.isCarried ? undefined : await followed(tree, source, used)
    if (found === undefined) {
      trees.unshift(pinned(tree, source))
      continue
    }
    used.add(found.branch)
    const { url, branch } = found.branch
    trees.unshift({ name: tree.name, url, branch, at: tree.commit })
    if (found.news > 0)
      notes.unshift(
        `${tree.name} has ${found.news} new ${found.news === 1 ? 'commit' : 'commits'} since it was merged: the next release will have ${found.news === 1 ? 'it' : 'them'}`,
      )
  }
  return { trees, notes }
}

async function followed(
  { commit, merged }: LineTree,
  source: AdoptedSource,
  used: ReadonlySet<KnownBranch>,
): Promise<{ readonly branch: KnownBranch; readonly news: number } | undefined> {
  const choice = chooseBranch(
    commit,
    merged,
    source.branches.filter((branch) => !used.has(branch)),
  )
  if (choice.kind === 'none') return undefined
  if (choice.kind === 'same') return { branch: choice.branch, news: 0 }
  const news = await source.beyond(commit, choice.branch)
  return news === undefined ? undefined : { branch: choice.branch, news }
}

/** The branch it is written down with is of no use to a commit that stays where it is, but every tree has one. */
function pinned({ name, commit, merged, isCarried, subject }: LineTree, { url, label }: AdoptedSource): AdoptedTree {
  const from = merged?.url === undefined ? '' : ` of ${merged.url}`
  const note = isCarried
    ? `A commit of the adopted branch itself: ${subject}`
    : `Merged at ${short(commit)}${merged === undefined ? '' : ` as ${merged.kind} '${merged.name}'${from}`}; no branch stands there any more.`
  return {
    name,
    url,
    branch: branchFault(label) === undefined ? label : 'HEAD',
    commit,
    at: commit,
    note: oneLine(note),
  }
}
