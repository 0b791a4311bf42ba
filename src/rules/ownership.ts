/** A tree changes what another tree owns, and nobody there has put a name to it. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Facts, TreeFacts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import { formatPerson } from '../base/model/person.ts'
import type { Tree } from '../base/model/roster.ts'
import { count } from '../base/text/count.ts'
import { globFits } from '../base/text/glob.ts'
import { showPath } from '../base/text/show-path.ts'
import { consentTo } from './consent.ts'
import { commitFinding } from './make-finding.ts'

export function ownership(facts: Facts): readonly Finding[] {
  const owners = facts.trees.filter(({ tree }) => tree.owns.length > 0)
  if (owners.length === 0) return []
  return facts.trees.flatMap(({ tree, brings }) => brings.flatMap((commit) => trespasses(tree, commit, owners)))
}

function trespasses(tree: Tree, commit: CommitFacts, owners: readonly TreeFacts[]): Finding[] {
  const foreign = commit.changes.map(({ path }) => path).filter((path) => !owns(tree, path))
  return owners.flatMap((owner): Finding[] => {
    if (owner.tree.name === tree.name) return []
    const touched = foreign.filter((path) => owns(owner.tree, path))
    if (touched.length === 0 || owner.commits.some(({ oid }) => oid === commit.oid)) return []
    if (consentTo(commit, owner.tree.contacts) !== undefined) return []
    return [finding(tree, commit, owner.tree, touched)]
  })
}

function finding(tree: Tree, commit: CommitFacts, owner: Tree, touched: readonly string[]): Finding {
  const people = owner.contacts.map(formatPerson).join(', ')
  const text = {
    rule: 'ownership',
    what: `It changes ${count(touched.length, 'file')} that the ${owner.name} tree owns, and no owner has acked it.`,
    evidence: touched.map(showPath),
    remedy:
      people === ''
        ? `Ask the owners of the ${owner.name} tree for an Acked-by, or for taking it there.`
        : `Ask ${people} for an Acked-by, or for taking it through the ${owner.name} tree.`,
  } as const
  return commitFinding(tree.name, commit, text, owner.name)
}

function owns(tree: Tree, path: string): boolean {
  return tree.owns.some((glob) => globFits(glob, path))
}
