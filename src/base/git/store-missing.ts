/** Brings commits that were made in a throw-away repository into the one behind it, with all that they lead to. */
import type { CommitOid } from '../model/oid.ts'
import { describeObjects } from './batch-check.ts'
import { type GitObject, parseCommit } from './objects.ts'
import { addPack } from './pack.ts'
import type { Git } from './spawn.ts'

export interface Storing {
  /** Sees the objects of `to` as its own. */
  readonly from: Git
  readonly to: Git
  /** In neither of them yet; their trees and their parents are in `from`. */
  readonly commits: readonly GitObject<CommitOid>[]
  /** A parent that is in `to` whole. */
  readonly have: CommitOid
}

export async function storeMissing({ from, to, commits, have }: Storing): Promise<void> {
  const trees = commits.map((commit) => parseCommit(commit.content).tree)
  const there = new Set((await describeObjects(to, trees)).map(({ oid }) => oid as string))
  const missing = trees.filter((tree) => !there.has(tree))
  if (missing.length > 0) {
    // --local leaves out what the repository behind has already.
    const args = ['pack-objects', '--revs', '--local', '--stdout', '--quiet', '--threads=1', '--delta-base-offset']
    const { stdout } = await from.run({ args, input: `${missing.join('\n')}\n^${have}\n` })
    await to.run({ args: ['index-pack', '--stdin', '--threads=1'], input: stdout })
  }
  await addPack(to, commits)
}
