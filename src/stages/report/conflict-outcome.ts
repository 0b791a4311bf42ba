/** What a release did about a tree that conflicts, and the sentence for it. */
import type { ReleaseName, TreeName } from '../../base/model/names.ts'
import { type CommitOid, short } from '../../base/model/oid.ts'
import type { RunRecord } from '../../base/model/run.ts'
import { unreachable } from '../../base/std/assert.ts'

export type ConflictOutcome =
  /** The tree is in as it was pushed, its conflicts settled. */
  | { readonly kind: 'in' }
  /** The tree is in as it was before. `release` undefined: an earlier version of no release. */
  | { readonly kind: 'previous'; readonly release: ReleaseName | undefined; readonly version: CommitOid | undefined }
  /** A group's trees are in as far as each merges by itself. */
  | { readonly kind: 'apart' }
  /** Nothing of the tree is in but what other trees brought. */
  | { readonly kind: 'left-out' }

export function conflictOutcome(record: RunRecord, tree: TreeName): ConflictOutcome {
  const group = record.groups.find(({ name }) => name === tree)
  if (group !== undefined) return { kind: group.mergeCommit === undefined ? 'apart' : 'in' }
  const done = record.trees.find(({ name }) => name === tree)
  if (done?.outcome === 'merged') return { kind: 'in' }
  if (done?.outcome === 'previous') return { kind: 'previous', release: done.versionFrom, version: done.version }
  return { kind: 'left-out' }
}

/** What a mail about an open conflict says of the tree, by its title. */
export function openSentence(outcome: ConflictOutcome, title: string, release: ReleaseName): string {
  switch (outcome.kind) {
    case 'in':
      return `Where ${release} merged ${title}, it is settled; elsewhere it is not yet.`
    case 'previous':
      return `It is not settled yet. For now ${release} holds ${title} ${asItWas(outcome)}; what it has gained since then is not in it.`
    case 'apart':
      return `It is not settled yet. For now ${release} holds ${title} one by one, each as far as it merges by itself.`
    case 'left-out':
      return `It is not settled yet, and no earlier version of ${title} merges either, so ${release} has to do without it.`
    default:
      return unreachable(outcome)
  }
}

/** What a mail about a settled conflict says of the tree. */
export function settledSentence(outcome: ConflictOutcome, title: string, release: ReleaseName): string {
  switch (outcome.kind) {
    case 'in':
      return `It is settled as shown below, and ${release} holds ${title} as pushed.`
    case 'previous':
      return `It is settled as shown below; but something else keeps ${title} out as pushed, and ${release} holds it ${asItWas(outcome)}.`
    case 'apart':
      return `It is settled as shown below; but something else keeps ${title} from being merged as one, and ${release} holds them one by one.`
    case 'left-out':
      return `It is settled as shown below; but something else keeps ${title} out, and ${release} has to do without it.`
    default:
      return unreachable(outcome)
  }
}

/** A clause of a summary's line. */
export function outcomeClause(outcome: ConflictOutcome): string {
  switch (outcome.kind) {
    case 'in':
      return 'it is in all the same'
    case 'previous':
      return `it is used ${asItWas(outcome)}`
    case 'apart':
      return 'they are merged one by one'
    case 'left-out':
      return 'it is left out'
    default:
      return unreachable(outcome)
  }
}

function asItWas({ release, version }: ConflictOutcome & { readonly kind: 'previous' }): string {
  if (release !== undefined) return `as it was in ${release}`
  return version === undefined ? 'in an earlier version' : `as it was at ${short(version)}`
}
