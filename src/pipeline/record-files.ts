/** The files by which a release tells what it was made of: linux-next's own formats, and run.json. */
import { isDropped } from '../base/model/admission.ts'
import { parseCommit, subjectOf } from '../base/git/objects.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { RunRecord } from '../base/model/run.ts'
import { distinct } from '../base/std/collections.ts'
import { formatMergeLog, type Subjects } from '../base/text/merge-log.ts'
import { formatNextSha1s, formatNextTrees } from '../base/text/next-trees.ts'
import type { ChainFile } from '../memory/record/chain.ts'
import { formatRunRecord } from '../memory/record/runs.ts'
import type { Workshop } from '../stages/integrate/workshop.ts'

export interface RecordFiles {
  readonly files: readonly ChainFile[]
  readonly mergeLog: string
}

/** No files when the roster wants none in the release; the merge log is made all the same, for the mails. */
export async function recordFiles(shop: Workshop, record: RunRecord): Promise<RecordFiles> {
  const { plan } = record
  const mergeLog = formatMergeLog(record, await readSubjects(shop, record))
  const folder = plan.recordFolder
  if (folder === undefined) return { files: [], mergeLog }
  const counted = plan.trees.filter((tree) => !isDropped(tree.reason))
  const origin = { name: 'origin', url: plan.upstream.url, branch: plan.upstream.branch, tip: plan.upstream.tip }
  const versions = new Map(record.trees.map((tree) => [tree.name, tree.version]))
  const files = [
    { path: `${folder}/Trees`, content: formatNextTrees([origin, ...counted]) },
    {
      path: `${folder}/SHA1s`,
      content: formatNextSha1s([
        { name: 'origin', oid: plan.upstream.tip },
        ...counted.flatMap(({ name }) => sha1Of(name, versions.get(name))),
      ]),
    },
    { path: `${folder}/merge.log`, content: mergeLog },
    { path: `${folder}/run.json`, content: formatRunRecord(record) },
  ]
  return { files, mergeLog }
}

function sha1Of(name: string, version: CommitOid | undefined): { readonly name: string; readonly oid: string }[] {
  return version === undefined ? [] : [{ name, oid: version }]
}

/** First lines of the commits that the merge log names. */
async function readSubjects(shop: Workshop, record: RunRecord): Promise<Subjects> {
  const versions = [
    ...record.trees.map((tree) => tree.version),
    ...record.conflicts.map((conflict) => conflict.version),
    ...record.groups.map((group) => group.head),
  ]
  const commits = distinct([record.plan.upstream.tip, ...versions].filter((commit) => commit !== undefined))
  const read = commits.map(async (commit): Promise<[CommitOid, string]> => {
    const made = shop.folders.made.get(commit)
    const content = made ? made.content : await shop.reader.read(commit, 'commit')
    return [commit, subjectOf(parseCommit(content).message)]
  })
  return new Map(await Promise.all(read))
}
