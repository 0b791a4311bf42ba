/** What is told in one mail: conflicts that the same commits of the same two trees made, and later what is new in one thread. */
import type { BlamedCommit, Conflict } from '../../base/model/conflict.ts'
import type { EpisodeChange, EpisodeNews } from '../../base/model/episode.ts'
import { metConflicts } from '../../base/model/met-conflicts.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Thread } from '../../base/model/report.ts'
import { distinct, groupBy } from '../../base/std/collections.ts'
import type { ReportInput } from './input.ts'

/** Beyond this many, the conflicts of two trees are one story (one renamed what the other changed) and are told in one mail. */
const MAILS_A_PAIR_MAX = 5

export interface EpisodeGroup {
  readonly tree: TreeName
  /** The tree it clashes with, whose commits were there first; undefined is upstream. */
  readonly partner: TreeName | undefined
  /** Later trees that met the very same conflicts, for they contain the same commits. */
  readonly alsoMetBy: readonly TreeName[]
  /** All of the same sort. */
  readonly news: readonly [EpisodeNews, ...EpisodeNews[]]
  /** As this release met them; none when they are over. */
  readonly conflicts: readonly Conflict[]
  /** The mails that they were told by before. */
  readonly thread: Thread | undefined
}

/** One episode's news, and the conflict as the release met it. */
interface Told {
  readonly news: EpisodeNews
  readonly conflict: Conflict | undefined
  readonly thread: Thread | undefined
}

/** Groups in the order in which the first conflict of each was met. */
export function groupNews({ news, record, threads }: ReportInput): EpisodeGroup[] {
  const met = [...metConflicts(record).values()].flat()
  const told = news.filter(isWorthAMail).map((one): Told => {
    const { conflict: id, conflicts, state } = one.episode
    const thread = conflicts.flatMap((earlier) => threads.get(earlier) ?? [])[0]
    return { news: one, conflict: state === 'over' ? undefined : met.find((conflict) => conflict.id === id), thread }
  })
  const groups = [...groupBy(told, (one) => `${sortOf(one)} ${pairOf(one)}`).values()].flatMap((alike) => {
    const byCommits = [...groupBy(alike, storyOf).values()]
    return byCommits.length > MAILS_A_PAIR_MAX ? [alike] : byCommits
  })
  const placeOf = new Map(told.map((one, place) => [one, place]))
  return groups
    .sort(([a], [b]) => (a && b ? (placeOf.get(a) ?? 0) - (placeOf.get(b) ?? 0) : 0))
    .flatMap(([first, ...others]) => (first === undefined ? [] : [asGroup(first, others)]))
}

/** The commits named on a side by any of the conflicts, each once. */
export function commitsOf({ conflicts }: EpisodeGroup, side: 'oursBy' | 'theirsBy'): BlamedCommit[] {
  const commits = conflicts.flatMap((conflict) => conflict[side].commits)
  return [...new Map(commits.map((blamed) => [blamed.commit, blamed])).values()]
}

/** Whether any of the group's news is of this sort. */
export function hasNews(group: EpisodeGroup, kind: EpisodeChange['kind']): boolean {
  return group.news.some(({ changes }) => changes.some((change) => change.kind === kind))
}

/** One that stays settled while a side is rewritten concerns nobody, and of one that joined another, that other tells. */
function isWorthAMail({ episode, changes }: EpisodeNews): boolean {
  return changes.some((change) => {
    if (change.kind === 'changed') return episode.state === 'open'
    return change.kind !== 'over' || change.why.kind !== 'joined'
  })
}

/** What the sentences of a mail depend on. */
function sortOf({ news: { episode, changes }, thread }: Told): string {
  const kinds = changes.map(({ kind }) => kind).join()
  return [kinds, episode.state, episode.fix ?? '', thread?.messageId ?? ''].join(' ')
}

function pairOf({ news: { episode } }: Told): string {
  return `${episode.pair.tree} ${episode.pair.partner ?? ''}`
}

/** What keeps two conflicts of two trees in mails of their own. */
function storyOf({ conflict, thread }: Told): string {
  if (thread !== undefined || conflict === undefined) return ''
  const sides = [conflict.oursBy, conflict.theirsBy].map(({ commits }) =>
    commits
      .map(({ commit }) => commit)
      .sort()
      .join(' '),
  )
  return sides.join(' against ')
}

function asGroup(first: Told, others: readonly Told[]): EpisodeGroup {
  const all = [first, ...others]
  const { pair } = first.news.episode
  return {
    ...pair,
    alsoMetBy: distinct(all.flatMap(({ news }) => news.episode.alsoMetBy)),
    news: [first.news, ...others.map(({ news }) => news)],
    conflicts: all.flatMap(({ conflict }) => conflict ?? []),
    thread: first.thread,
  }
}
