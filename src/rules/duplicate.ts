/** The same patch comes twice, under two ids: by two trees, or by a tree and upstream. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Facts, TreeFacts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import type { TreeName } from '../base/model/names.ts'
import { short } from '../base/model/oid.ts'
import { sideName } from '../base/text/side-name.ts'
import { commitFinding } from './make-finding.ts'
import { type Twin, twinCommits } from './twins.ts'

/** Told of the later tree in the roster: the other one was there first. */
export function duplicate({ trees, mergedTwins }: Facts): readonly Finding[] {
  const reverts = new Map(trees.map((tree) => [tree.tree.name, revertsIn(tree)]))
  const undone = new Set(mergedTwins.flatMap(({ commit, undoneBy }) => (undoneBy.length === 0 ? [] : [commit])))
  return twinCommits(trees).map(({ tree, commit, twin }) => {
    const isNamed = [commit.oid, twin.commit].some((id) => reverts.get(tree)?.has(short(id)))
    return found(tree, commit, twin, isNamed || undone.has(commit.oid))
  })
}

const REVERTED = /This reverts commit ([0-9a-f]{12,40})/g

/** The ids that its commits say they revert, by their first twelve digits. */
function revertsIn({ commits }: TreeFacts): ReadonlySet<string> {
  return new Set(commits.flatMap(({ message }) => [...message.matchAll(REVERTED)].map(([, id = '']) => short(id))))
}

/**
 * A merge sees that both sides made the same change and takes it once. Where one side has taken it back again, that side looks as if it had
 * never made it, and the merge brings back what was reverted.
 */
function found(tree: TreeName, commit: CommitFacts, twin: Twin, isReverted: boolean): Finding {
  const where = sideName(twin.tree)
  return commitFinding(tree, commit, {
    rule: 'duplicate',
    what: `The same patch is in ${where} as another commit.`,
    evidence: [
      `${short(twin.commit)} ("${twin.subject}") in ${where}`,
      ...(isReverted
        ? ['It is reverted in one of the two: a merge with the other one brings it back without a conflict.']
        : []),
    ],
    remedy:
      twin.tree === undefined
        ? 'Rebase the tree without it, or merge the upstream release that has it; later changes to the same lines conflict until then.'
        : `Agree on one tree for it, or have both merge the same commit; later changes to the same lines conflict until then.`,
  })
}
