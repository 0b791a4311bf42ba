/** How far a hand-over has come, as far as the trees alone tell. Pure. */
import type { CommitFacts } from '../../base/model/commit-facts.ts'
import type { TreeFacts } from '../../base/model/facts.ts'
import type { HandedCommit } from '../../base/model/hand-over.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { LeftOut } from '../../base/model/split.ts'
import type { Topic } from '../../base/model/topic.ts'
import { parseMessage } from '../../base/text/trailers.ts'
import { matchingAny } from './matching-any.ts'

export interface HandOverFacts {
  /** The tree that has the commits now, and its topics. */
  readonly own: TreeFacts
  readonly topics: readonly Topic[]
  /** The one that is to have them; undefined when it is no longer in the roster. */
  readonly other: TreeFacts | undefined
  readonly handed: readonly LeftOut[]
}

export type Stand =
  | { readonly kind: 'over' }
  | { readonly kind: 'taken'; readonly by: 'tree' | 'upstream' }
  | { readonly kind: 'waits'; readonly on: readonly HandedCommit[] }
  | { readonly kind: 'ready' }

/** The commits of it that the first tree has, by id or by what they do, and how things stand with them. */
export function standOf({ own, topics, other, handed }: HandOverFacts): {
  readonly commits: readonly HandedCommit[]
  readonly stand: Stand
} {
  const isHanded = matchingAny(handed)
  const here = own.commits.filter(isHanded)
  const commits = here.map(handedCommit)
  if (here.length === 0) return { commits, stand: { kind: 'over' } }
  if (here.every(({ oid }) => own.twins.has(oid))) return { commits, stand: { kind: 'taken', by: 'upstream' } }
  const theirs = new Set((other?.commits ?? []).flatMap(({ oid, patchId }) => [oid, patchId ?? oid]))
  if (here.every(({ oid, patchId }) => theirs.has(oid) || (patchId !== undefined && theirs.has(patchId))))
    return { commits, stand: { kind: 'taken', by: 'tree' } }
  const on = own.commits.filter(({ oid }) => neededBy(topics, here).has(oid) && !own.twins.has(oid))
  return { commits, stand: on.length === 0 ? { kind: 'ready' } : { kind: 'waits', on: on.map(handedCommit) } }
}

function handedCommit({ oid, message }: CommitFacts): HandedCommit {
  return { commit: oid, subject: parseMessage(message).subject }
}

/** What these need, directly or by way of others, and none of themselves. */
function neededBy(topics: readonly Topic[], commits: readonly CommitFacts[]): ReadonlySet<CommitOid> {
  const all = new Map(topics.flatMap((topic) => topic.commits).map((one) => [one.commit, one]))
  const asking = new Set(commits.map(({ oid }) => oid))
  const found = new Set<CommitOid>()
  const waiting = [...asking]
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const { commit } of all.get(at)?.needs ?? []) {
      if (found.has(commit) || asking.has(commit)) continue
      found.add(commit)
      waiting.push(commit)
    }
  }
  return found
}
