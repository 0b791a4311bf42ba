/** A patch that two trees have under two ids, and that git merges without a conflict into what neither means. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Facts } from '../base/model/facts.ts'
import type { Finding } from '../base/model/finding.ts'
import type { MergedTwin, TwinFile, Undoing } from '../base/model/merged-twin.ts'
import { short } from '../base/model/oid.ts'
import { unreachable } from '../base/std/assert.ts'
import { showPath } from '../base/text/show-path.ts'
import { sideName } from '../base/text/side-name.ts'
import { commitFinding } from './make-finding.ts'

/** Told of the commit's own tree, as `duplicate` is, which names the other commit as well. */
export function wrongMerge({ trees, mergedTwins }: Facts): readonly Finding[] {
  const commits = new Map(trees.flatMap(({ commits: all }) => all.map((commit) => [commit.oid, commit] as const)))
  return mergedTwins.flatMap((merged): Finding[] => {
    const commit = commits.get(merged.commit)
    return merged.faults.length === 0 || commit === undefined ? [] : [found(merged, commit)]
  })
}

function found(merged: MergedTwin, commit: CommitFacts): Finding {
  const where = sideName(merged.other)
  return commitFinding(merged.tree, commit, {
    rule: 'wrong-merge',
    what: `A merge with ${where} has no conflict here, and is wrong: ${whatIs(merged.faults)}.`,
    evidence: [
      `The same patch is ${short(merged.twin)} in ${where}.`,
      ...merged.undoneBy.map(undoingLine),
      ...merged.faults.map(faultLine),
    ],
    remedy: 'Have both sides mean the same before they are merged: leave the patch to one of them, or undo it in both.',
  })
}

function whatIs(faults: readonly TwinFile[]): string {
  const kind = faults[0]?.kind ?? 'twice'
  switch (kind) {
    case 'twice':
      return 'what the patch adds is there twice'
    case 'back':
      return 'what one side took back is there again'
    case 'gone':
      return 'what one side put back is gone again'
    default:
      return unreachable(kind)
  }
}

function undoingLine({ commit, subject, tree }: Undoing): string {
  return `It is undone in ${sideName(tree)}: ${short(commit)} ("${subject}")`
}

function faultLine({ path, kind, line }: TwinFile): string {
  const word = kind === 'twice' ? 'twice' : kind === 'back' ? 'there again' : 'gone'
  return `${showPath(path)}: ${word}: ${line}`
}
