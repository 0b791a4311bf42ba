/** Says what became of each tip, from where it was and where it is now. */
import { commitsBeyond, countBeyond } from '../../base/git/commit-walk.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { Instant } from '../../base/model/instant.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { TipOutcome } from '../../base/model/tip.ts'
import { unreachable } from '../../base/std/assert.ts'
import { Lanes } from '../../base/std/lanes.ts'
import { OperatingError } from '../../base/std/operating-error.ts'

/** What asking came to. */
export type Answer =
  | { readonly kind: 'here'; readonly commit: CommitOid }
  | { readonly kind: 'gone' }
  | { readonly kind: 'unreachable'; readonly why: string }
  | { readonly kind: 'refused'; readonly why: string }

export interface Unsettled {
  readonly answer: Answer
  /** The last good tip in the record before this fetch. */
  readonly had: CommitOid | undefined
  /** What the last fetch came to. */
  readonly previous: TipOutcome | undefined
}

/** Facts that only the history tells. */
export interface TipFacts {
  /** How many commits of the earlier tip the new one lacks. */
  readonly lost: number
  /** Whether upstream contains all of it. */
  readonly inUpstream: boolean
}

/**
 * Compared with what the last fetch told, not with the record's ref: a fetch that was killed after it moved the ref has told nobody.
 * Where nothing was ever told, a ref that stands where the tip is was moved by such a fetch; one that stands elsewhere is older.
 */
export function earlierCommit({ answer, had, previous }: Unsettled): CommitOid | undefined {
  if (previous?.commit !== undefined) return previous.commit
  return answer.kind === 'here' && answer.commit === had ? undefined : had
}

export function settle(unsettled: Unsettled, facts: TipFacts, now: Instant): TipOutcome {
  const { answer, had, previous } = unsettled
  switch (answer.kind) {
    case 'here': {
      const { commit } = answer
      const earlier = earlierCommit(unsettled)
      if (facts.inUpstream) return { state: 'empty', commit }
      if (commit === earlier) return { state: 'same', commit }
      if (earlier === undefined || facts.lost === 0) return { state: 'moved', commit, previous: earlier }
      return { state: 'rewound', commit, previous: earlier, lost: facts.lost }
    }
    case 'gone':
      return { state: 'gone', commit: had, since: keptSince(previous, now) }
    case 'unreachable':
    case 'refused':
      return { state: answer.kind, commit: had, since: keptSince(previous, now), why: answer.why }
    default:
      return unreachable(answer)
  }
}

/** A tip that was kept already has been since then, whatever the reason is today. */
function keptSince(previous: TipOutcome | undefined, now: Instant): Instant {
  return previous !== undefined && 'since' in previous ? previous.since : now
}

/** What emptiness is measured by, now and when the previous outcomes were told. */
export interface Measure {
  readonly upstream: CommitOid | undefined
  readonly upstreamBefore: CommitOid | undefined
}

/** So many histories are walked at a time. */
const WALKS_AT_ONCE = 4

/** The facts of several tips: one walk says which of them upstream contains, and one for each that moved what it lost. */
export async function gatherFacts(record: Git, tips: readonly Unsettled[], measure: Measure): Promise<TipFacts[]> {
  const { upstream } = measure
  const known = tips.map((tip) => (upstream === undefined ? false : knownEmptiness(tip, measure)))
  const open = tips.flatMap(({ answer }, at) =>
    answer.kind === 'here' && known[at] === undefined ? [answer.commit] : [],
  )
  const beyond = upstream === undefined ? [] : await commitsBeyond(record, open, [upstream])
  const beyondIds = new Set(beyond.map(({ commit }) => commit))
  const lanes = new Lanes(WALKS_AT_ONCE)
  return Promise.all(
    tips.map(async (tip, at) => {
      const { answer } = tip
      if (answer.kind !== 'here') return { inUpstream: false, lost: 0 }
      const inUpstream = known[at] ?? !beyondIds.has(answer.commit)
      const lost = inUpstream ? 0 : await lanes.run(() => lostCommits(record, answer.commit, earlierCommit(tip)))
      return { inUpstream, lost }
    }),
  )
}

/** On most days most trees and upstream stand where they stood, and then it is known already. */
function knownEmptiness({ answer, previous }: Unsettled, { upstream, upstreamBefore }: Measure): boolean | undefined {
  if (previous === undefined || upstream !== upstreamBefore || answer.kind !== 'here') return undefined
  if ('since' in previous || previous.commit !== answer.commit) return undefined
  return previous.state === 'empty'
}

async function lostCommits(record: Git, now: CommitOid, earlier: CommitOid | undefined): Promise<number> {
  if (earlier === undefined || earlier === now) return 0
  try {
    return await countBeyond(record, [earlier], [now])
  } catch (error) {
    // The earlier tip was told of once, but nothing names it any more and it was cleaned away: then nothing can be counted.
    if (error instanceof OperatingError && error.code === 'git-failed') return 0
    throw error
  }
}
