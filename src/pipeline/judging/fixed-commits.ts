/** What the Fixes tags of commits name. */
import { commitsBeyond } from '../../base/git/commit-walk.ts'
import { nameCommits } from '../../base/git/name-commits.ts'
import { commitHeads } from '../../base/git/recent-commits.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { CommitFacts } from '../../base/model/commit-facts.ts'
import type { NamedCommit } from '../../base/model/facts.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { distinct } from '../../base/std/collections.ts'
import { fixesTags } from '../../base/text/fixes-tags.ts'

/** By the digits of the tags. */
export async function fixedCommits(
  git: Git,
  commits: Iterable<CommitFacts>,
  upstream: CommitOid,
): Promise<ReadonlyMap<string, NamedCommit>> {
  const ids = new Set<string>()
  for (const { message } of commits) for (const { id } of fixesTags(message)) if (id !== undefined) ids.add(id)
  const naming = await nameCommits(git, [...ids])
  const found = distinct([...naming.values()].flatMap((one) => (one.kind === 'commit' ? [one.commit] : [])))
  const [heads, beyond] = await Promise.all([commitHeads(git, found), commitsBeyond(git, found, [upstream])])
  const subjects = new Map(heads.map(({ commit, subject }) => [commit, subject]))
  const outside = new Set(beyond.map(({ commit }) => commit))
  const named = new Map<string, NamedCommit>()
  for (const [id, one] of naming) {
    if (one.kind !== 'commit') named.set(id, one)
    else named.set(id, { ...one, subject: subjects.get(one.commit) ?? '', isAncestor: !outside.has(one.commit) })
  }
  return named
}
