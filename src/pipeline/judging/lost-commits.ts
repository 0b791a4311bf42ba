/** What branches had and have no more. */
import { commitsBeyond } from '../../base/git/commit-walk.ts'
import { nameCommits } from '../../base/git/name-commits.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { Tip } from '../../base/model/tip.ts'

/** For each tip, parents before children; none unless it was rewound, and none where its commits are no longer in the record. */
export async function lostCommits(
  git: Git,
  tips: readonly Tip[],
  upstream: CommitOid,
): Promise<(readonly CommitOid[])[]> {
  const previous = tips.flatMap((tip) => (tip.state === 'rewound' ? [tip.previous] : []))
  const here = await nameCommits(git, previous)
  const lost: (readonly CommitOid[])[] = []
  for (const tip of tips) {
    if (tip.state !== 'rewound' || here.get(tip.previous)?.kind !== 'commit') lost.push([])
    else {
      const links = await commitsBeyond(git, [tip.previous], [tip.commit, upstream])
      lost.push(links.map(({ commit }) => commit).reverse())
    }
  }
  return lost
}
