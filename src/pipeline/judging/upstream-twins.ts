/** Which commits of trees are upstream already under another id. */
import { commitsBeyond } from '../../base/git/commit-walk.ts'
import { readPatches } from '../../base/git/patch-ids.ts'
import { type CommitHead, recentCommits } from '../../base/git/recent-commits.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { CommitFacts } from '../../base/model/commit-facts.ts'
import type { TreeFacts, UpstreamTwin } from '../../base/model/facts.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { distinct } from '../../base/std/collections.ts'
import { parseMessage } from '../../base/text/trailers.ts'

/** How far back upstream is looked through: more than a year of the kernel's commits without merges is 75,000, a cycle some 14,000. */
const UPSTREAM_COMMITS_MAX = 20_000

/** A tree's commits, and where it ends. */
export type TwinQuestion = Pick<TreeFacts, 'tip' | 'commits'>

/**
 * For each tree the twins of its commits. Who picks a commit up elsewhere keeps its subject, or its author and their date: by these
 * upstream's are looked through, and only those that fit are compared by what they do.
 */
export async function upstreamTwins(
  git: Git,
  upstream: CommitOid,
  trees: readonly TwinQuestion[],
): Promise<ReadonlyMap<CommitOid, UpstreamTwin>[]> {
  const commits = distinct(trees.flatMap((tree) => tree.commits))
  if (commits.length === 0) return trees.map(() => new Map())
  const wanted = new Set(commits.flatMap(keysOfCommit))
  const heads = await recentCommits(git, upstream, UPSTREAM_COMMITS_MAX)
  const fitting = heads.filter((head) => keysOfHead(head).some((key) => wanted.has(key)))
  const patches = await readPatches(
    git,
    fitting.map(({ commit }) => commit),
  )
  const twins = new Map(
    fitting.flatMap((head) => {
      const patch = patches.get(head.commit)
      return patch === undefined ? [] : [[patch.id, head] as const]
    }),
  )
  const found: ReadonlyMap<CommitOid, UpstreamTwin>[] = []
  for (const tree of trees) {
    const pairs = tree.commits.flatMap(({ oid, patchId }) => {
      const twin = patchId === undefined ? undefined : twins.get(patchId)
      return twin === undefined ? [] : [[oid, { commit: twin.commit, subject: twin.subject }] as const]
    })
    found.push(new Map(await withoutOwn(git, tree.tip.commit, pairs)))
  }
  return found
}

/** A commit that was reverted and made again has a twin that its own tree has too, and is no fault. */
async function withoutOwn(
  git: Git,
  tip: CommitOid | undefined,
  pairs: readonly (readonly [CommitOid, UpstreamTwin])[],
): Promise<readonly (readonly [CommitOid, UpstreamTwin])[]> {
  if (tip === undefined) return []
  const links = await commitsBeyond(git, distinct(pairs.map(([, { commit }]) => commit)), [tip])
  const missing = new Set(links.map(({ commit }) => commit))
  return pairs.filter(([, { commit }]) => missing.has(commit))
}

function keysOfCommit({ author, message }: CommitFacts): string[] {
  const head = {
    authorEmail: author.who.email,
    authored: author.when.epochSeconds,
    subject: parseMessage(message).subject,
  }
  return keysOfHead(head)
}

function keysOfHead({ authorEmail, authored, subject }: Omit<CommitHead, 'commit'>): string[] {
  return [`subject ${subject}`, `author ${authored} ${authorEmail.toLowerCase()}`]
}
