/** A tree merges upstream, or another tree, and does not say why. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Facts, TreeFacts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import type { TreeName } from '../base/model/names.ts'
import { type CommitOid, short } from '../base/model/oid.ts'
import { parseMessage } from '../base/text/trailers.ts'
import { commitFinding } from './make-finding.ts'

export function backMerge(facts: Facts): readonly Finding[] {
  const met = new Set<CommitOid>()
  return facts.trees.flatMap((tree) => {
    const own = tree.merges.filter(({ oid }) => !met.has(oid))
    for (const { oid } of tree.merges) met.add(oid)
    return own.flatMap((merge) => [...ofUpstream(tree, merge), ...ofRewoundTree(facts, tree, merge)])
  })
}

/** What is merged stands upstream already: it is none of the tree's own. */
function ofUpstream({ tree, bases }: TreeFacts, merge: CommitFacts): Finding[] {
  const [, ...merged] = merge.parents
  const taken = merged.filter((parent) => bases.some(({ oid }) => oid === parent))
  if (taken.length === 0 || saysWhy(merge.message)) return []
  return [
    commitFinding(tree.name, merge, {
      rule: 'back-merge',
      what: 'It merges upstream into the tree, and does not say why.',
      evidence: taken.map((parent) => `merges ${short(parent)} of upstream`),
      remedy:
        'Say in the merge what of upstream the tree needs, and merge a release rather than any commit; without a need, leave it out.',
    }),
  ]
}

/** Commits of a tree that has since gone back to before them: by this merge they live on. */
function ofRewoundTree(facts: Facts, { tree, commits }: TreeFacts, merge: CommitFacts): Finding[] {
  const here = new Set(commits.map(({ oid }) => oid))
  const [, ...merged] = merge.parents
  return facts.trees.flatMap((other): Finding[] => {
    if (other.tree.name === tree.name) return []
    const kept = other.lost.filter(({ oid }) => here.has(oid))
    if (!kept.some(({ oid }) => merged.includes(oid))) return []
    return [
      commitFinding(
        tree.name,
        merge,
        {
          rule: 'back-merge',
          what: `It merges the ${other.tree.name} tree, which has since been rewound to before that.`,
          evidence: kept.map(({ oid, message }) => `${short(oid)} ("${parseMessage(message).subject}")`),
          remedy: `Agree with the ${other.tree.name} tree on a branch that is not rebased, and merge that instead.`,
        },
        treePart(other.tree.name),
      ),
    ]
  })
}

function treePart(tree: TreeName): string {
  return `tree ${tree}`
}

/** Beyond the subject, trailers, and what git writes by itself: the list of merged commits, and conflicts as comments. */
function saysWhy(message: string): boolean {
  const { body } = parseMessage(message)
  return body.split('\n').some((line) => /\p{L}{2}/u.test(line) && !/^(?:#|\* |  |Conflicts:|Merge )/.test(line))
}
