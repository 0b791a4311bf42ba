/** The same patch comes twice, under two ids: by two trees, or by a tree and upstream. */
import type { CommitFacts, PatchId } from '../base/model/commit-facts.ts'
import type { Facts, TreeFacts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import type { TreeName } from '../base/model/names.ts'
import { short } from '../base/model/oid.ts'
import { parseMessage } from '../base/text/trailers.ts'
import { commitFinding } from './make-finding.ts'

interface Twin {
  readonly commit: string
  readonly subject: string
  /** Undefined for upstream. */
  readonly tree: TreeName | undefined
}

/** Told of the later tree in the roster: the other one was there first. */
export function duplicate(facts: Facts): readonly Finding[] {
  const first = new Map<PatchId, Twin>()
  const findings: Finding[] = []
  for (const tree of facts.trees) {
    const reverts = revertsIn(tree)
    for (const commit of tree.brings) {
      const twin = upstreamTwin(tree, commit) ?? (commit.patchId && first.get(commit.patchId))
      if (twin !== undefined) findings.push(found(tree.tree.name, commit, twin, reverts))
    }
    for (const { patchId, oid, message } of tree.brings) {
      if (patchId === undefined || first.has(patchId)) continue
      first.set(patchId, { commit: oid, subject: parseMessage(message).subject, tree: tree.tree.name })
    }
  }
  return findings
}

function upstreamTwin({ twins }: TreeFacts, { oid }: CommitFacts): Twin | undefined {
  const twin = twins.get(oid)
  return twin && { ...twin, tree: undefined }
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
function found(tree: TreeName, commit: CommitFacts, twin: Twin, reverts: ReadonlySet<string>): Finding {
  const isReverted = [commit.oid, twin.commit].some((id) => reverts.has(short(id)))
  const where = twin.tree === undefined ? 'upstream' : `the ${twin.tree} tree`
  return commitFinding(tree, commit, {
    rule: 'duplicate',
    what: `The same patch is in ${where} as another commit.`,
    evidence: [
      `${short(twin.commit)} ("${twin.subject}") in ${where}`,
      ...(isReverted
        ? ['It is reverted in this tree: a merge with the other one brings it back without a conflict.']
        : []),
    ],
    remedy:
      twin.tree === undefined
        ? 'Rebase the tree without it, or merge the upstream release that has it; later changes to the same lines conflict until then.'
        : `Agree on one tree for it, or have both merge the same commit; later changes to the same lines conflict until then.`,
  })
}
