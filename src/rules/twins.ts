/** Which commits do the same as others under another id: in a tree before theirs, or upstream. Pure. */
import type { CommitFacts, PatchId } from '../base/model/commit-facts.ts'
import type { TreeFacts, UpstreamTwin } from '../base/model/facts.ts'
import type { TreeName } from '../base/model/names.ts'
import { parseMessage } from '../base/text/trailers.ts'

export interface Twin extends UpstreamTwin {
  /** Undefined for upstream. */
  readonly tree: TreeName | undefined
}

export interface TwinCommit {
  readonly tree: TreeName
  readonly commit: CommitFacts
  readonly twin: Twin
}

/** Told of the later tree in the roster: the other one was there first. What upstream has counts more than what a tree has. */
export function twinCommits(trees: readonly TreeFacts[]): readonly TwinCommit[] {
  const first = new Map<PatchId, Twin>()
  const found: TwinCommit[] = []
  for (const { tree, brings, twins } of trees) {
    for (const commit of brings) {
      const upstream = twins.get(commit.oid)
      const twin =
        upstream === undefined ? commit.patchId && first.get(commit.patchId) : { ...upstream, tree: undefined }
      if (twin !== undefined) found.push({ tree: tree.name, commit, twin })
    }
    for (const { patchId, oid, message } of brings) {
      if (patchId === undefined || first.has(patchId)) continue
      first.set(patchId, { commit: oid, subject: parseMessage(message).subject, tree: tree.name })
    }
  }
  return found
}
