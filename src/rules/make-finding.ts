/** Puts a finding together, with an id that outlives rebases. */
import { createHash } from 'node:crypto'
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Finding, FindingId } from '../base/model/finding.ts'
import type { TreeName } from '../base/model/names.ts'
import { parseMessage } from '../base/text/trailers.ts'

export type FindingText = Pick<Finding, 'rule' | 'what' | 'evidence' | 'remedy' | 'concerns' | 'row'>

/** `part` tells several findings of one rule about one commit apart: a path, a trailer. */
export function commitFinding(tree: TreeName, commit: CommitFacts, text: FindingText, part = ''): Finding {
  const about = commit.patchId ?? commit.oid
  const { subject } = parseMessage(commit.message)
  return { id: findingId([text.rule, tree, about, part]), tree, commit: commit.oid, subject, ...text }
}

/** About the tree as a whole; `part` tells several findings of one rule apart. */
export function treeFinding(tree: TreeName, text: FindingText, part = ''): Finding {
  return { id: findingId([text.rule, tree, part]), tree, commit: undefined, subject: tree, ...text }
}

/** Ten digits of the hash, as decisions have. */
function findingId(parts: readonly string[]): FindingId {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 10) as FindingId
}
