/** Brings a commit that was made in a throw-away repository into the one behind it, with all that it leads to. */
import type { CommitOid } from '../model/oid.ts'
import { describeObjects } from './batch-check.ts'
import { type GitObject, parseCommit } from './objects.ts'
import { addPack } from './pack.ts'
import type { Git } from './spawn.ts'

export interface Storing {
  /** Sees the objects of `to` as its own. */
  readonly from: Git
  readonly to: Git
  /** In neither of them yet; its tree and its parents are in `from`. */
  readonly commit: GitObject<CommitOid>
  /** A parent that is in `to` whole. */
  readonly have: CommitOid
}

export async function storeMissing({ from, to, commit, have }: Storing): Promise<void> {
  const { tree } = parseCommit(commit.content)
  if ((await describeObjects(to, [tree])).length === 0) {
    // --local leaves out what the repository behind has already.
    const args = ['pack-objects', '--revs', '--local', '--stdout', '--quiet', '--threads=1', '--delta-base-offset']
    const { stdout } = await from.run({ args, input: `${tree}\n^${have}\n` })
    await to.run({ args: ['index-pack', '--stdin', '--threads=1'], input: stdout })
  }
  await addPack(to, [commit])
}
