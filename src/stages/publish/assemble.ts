/** Puts a release together in memory: its record files, its commit and its tag. */
import { count } from '../../base/text/count.ts'
import type { ChainFile } from '../../memory/record/chain.ts'
import type { Folders } from '../../base/git/folders.ts'
import { type GitObject, makeBlob, makeCommit, makeTag, MODE_FILE } from '../../base/git/objects.ts'
import { overlay } from '../../base/git/overlay.ts'
import type { CommitOid, TagOid } from '../../base/model/oid.ts'
import type { Plan, Release, RunRecord } from '../../base/model/run.ts'

/** The release's commit on top of the last merge; its objects wait in `folders.made`. */
export async function assembleRelease(
  folders: Folders,
  head: CommitOid,
  record: RunRecord,
  files: readonly ChainFile[],
): Promise<Release> {
  const { plan } = record
  const leaves = files.map(({ path, content }) => {
    const blob = makeBlob(content)
    folders.made.set(blob.oid, blob)
    return { path, mode: MODE_FILE, oid: blob.oid }
  })
  const tree = await overlay(folders, record.contentTree, leaves)
  const message = `${plan.release}\n\nUpstream and ${count(record.trees.length, 'tree')}, merged in order. What it was made from stands in ${plan.recordFolder ?? 'the record'}.\n`
  const commit = makeCommit({ tree, parents: [head], by: plan.integrator, at: plan.instant, message })
  folders.made.set(commit.oid, commit)
  return { name: plan.release, commit: commit.oid, tree, record }
}

/** A release's annotated tag: a function of the plan and the commit, so that it can be made again. */
export function tagOf(plan: Plan, commit: CommitOid): GitObject<TagOid> {
  return makeTag({ commit, name: plan.release, by: plan.integrator, at: plan.instant, message: `${plan.release}\n` })
}
