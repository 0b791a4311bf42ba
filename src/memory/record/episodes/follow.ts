/** Follows conflicts from release to release: the episodes so far and one more release give the episodes since, and what is new in them. Pure. */
import type { Conflict } from '../../../base/model/conflict.ts'
import {
  type Episode,
  type EpisodeChange,
  type EpisodeEnd,
  episodeId,
  type EpisodeNews,
  type EpisodePair,
} from '../../../base/model/episode.ts'
import { metConflicts } from '../../../base/model/met-conflicts.ts'
import type { ReleaseName, TreeName } from '../../../base/model/names.ts'
import type { RunRecord } from '../../../base/model/run.ts'
import type { Settler } from '../../../base/model/settling.ts'
import { distinct } from '../../../base/std/collections.ts'
import { linkConflicts, type MetConflict, sortConflicts, tie } from './link.ts'

export interface Followed {
  /** Those that were given and those that begin, in this order. */
  readonly episodes: readonly Episode[]
  readonly news: readonly EpisodeNews[]
}

/** Of `previous`, episodes that are over matter only where a conflict of the release bears one of their ids. */
export function followEpisodes(previous: readonly Episode[], record: RunRecord): Followed {
  const { release } = record.plan
  const conflicts = sortConflicts([...metConflicts(record).values()].flat())
  const links = linkConflicts(previous, conflicts)
  const goingOn = new Map([...links].map(([conflict, episode]) => [episode, conflict]))
  const followed = new Map<Episode, EpisodeNews>()
  for (const episode of previous) {
    const conflict = goingOn.get(episode)
    followed.set(episode, conflict ? goOn(episode, conflict, release) : away(episode, record, links))
  }
  const begun = conflicts.filter((conflict) => !links.has(conflict)).map((conflict) => begin(conflict, release))
  const all = [...followed.values(), ...begun]
  return { episodes: all.map(({ episode }) => episode), news: inOrder(all, conflicts) }
}

/** As the release met them; what is over comes last. */
function inOrder(all: readonly EpisodeNews[], conflicts: readonly MetConflict[]): EpisodeNews[] {
  const places = new Map(conflicts.map(({ id }, place) => [id, place]))
  const placeOf = ({ episode }: EpisodeNews): number =>
    (episode.state === 'over' ? undefined : places.get(episode.conflict)) ?? conflicts.length
  return all.filter(({ changes }) => changes.length > 0).sort((a, b) => placeOf(a) - placeOf(b))
}

function begin(conflict: MetConflict, release: ReleaseName): EpisodeNews {
  const [{ path }] = conflict.met
  const now = standing(conflict)
  const changes: EpisodeChange[] = [
    { kind: 'begun' },
    ...(now.state === 'settled' ? [{ kind: 'settled', by: now.by } as const] : []),
  ]
  const episode = {
    id: episodeId(conflict.id, release),
    path,
    ...now,
    conflicts: [conflict.id],
    first: release,
    last: release,
    releases: 1,
    story: changes.map((change) => ({ ...change, release })),
  }
  return { episode, changes }
}

function goOn(episode: Episode, conflict: MetConflict, release: ReleaseName): EpisodeNews {
  const now = standing(conflict)
  const changes: EpisodeChange[] = []
  if (episode.state === 'over') changes.push({ kind: 'returned' })
  if (!isSamePair(episode.pair, now.pair)) changes.push({ kind: 'moved', from: episode.pair, to: now.pair })
  if (episode.conflict !== conflict.id) changes.push({ kind: 'changed', from: episode.conflict })
  if (now.state === 'settled' && (episode.by.length === 0 || now.by.some((one) => !names(episode.by, one))))
    changes.push({ kind: 'settled', by: now.by })
  if (now.state === 'open' && episode.state === 'settled') changes.push({ kind: 'reopened', by: episode.by })
  return {
    episode: {
      ...episode,
      ...now,
      conflicts: distinct([...episode.conflicts, conflict.id]),
      last: release,
      releases: episode.releases + 1,
      story: [...episode.story, ...changes.map((change) => ({ ...change, release }))],
    },
    changes,
  }
}

/** An episode whose conflict the release did not meet: over, or merely out of sight. */
function away(episode: Episode, record: RunRecord, links: ReadonlyMap<MetConflict, Episode>): EpisodeNews {
  const why = episode.state === 'over' ? undefined : endOf(episode, record, links)
  if (why === undefined) return { episode, changes: [] }
  const change = { kind: 'over', why } as const
  const story = [...episode.story, { ...change, release: record.plan.release }]
  return { episode: { ...episode, state: 'over', story }, changes: [change] }
}

function endOf(episode: Episode, record: RunRecord, links: ReadonlyMap<MetConflict, Episode>): EpisodeEnd | undefined {
  const { tree, partner } = episode.pair
  for (const [conflict, other] of links) if (tie(episode, conflict) > 0) return { kind: 'joined', episode: other.id }
  if (!record.plan.trees.some(({ name, group }) => name === tree || group === tree)) return { kind: 'unfollowed' }
  return wasTried(record, tree) && isWhole(record, partner) ? { kind: 'merges' } : undefined
}

/** Whether the tree's own tip was merged, and not held, kept elsewhere, or beyond git; of a group, whether its trees were merged as one. */
function wasTried(record: RunRecord, tree: TreeName): boolean {
  if (record.groups.some(({ name }) => name === tree)) return true
  const reason = record.plan.trees.find(({ name }) => name === tree)?.reason.kind
  const outcome = record.trees.find(({ name }) => name === tree)?.outcome
  const refused = outcome === 'refused' || outcome === 'unreachable' || outcome === 'held'
  return !refused && (reason === 'as-fetched' || reason === 'last-good')
}

/** Whether there was the other side to meet: a partner that is out, or in an earlier version, hides a conflict and ends none. */
function isWhole(record: RunRecord, partner: TreeName | undefined): boolean {
  const done = record.trees.find(({ name }) => name === partner)
  if (partner === undefined || done === undefined) return true
  const isIn = done.outcome === 'merged' || done.outcome === 'already-in' || done.outcome === 'empty'
  return isIn && wasTried(record, partner)
}

type Standing = Pick<Episode, 'conflict' | 'kind' | 'state' | 'by' | 'pair' | 'alsoMetBy' | 'fix' | 'trace'>

/** What a release says of a conflict. It is settled where each tree that meets it gets past it. */
function standing({ id, met, trace }: MetConflict): Standing {
  const [first, ...others] = met
  const settled = met.every((conflict) => conflict.settled !== undefined)
  return {
    conflict: id,
    kind: first.kind,
    state: settled ? 'settled' : 'open',
    by: settled ? settlersOf(met) : [],
    pair: { tree: first.tree, partner: first.oursBy.tree },
    alsoMetBy: distinct(others.map(({ tree }) => tree)).filter((tree) => tree !== first.tree),
    fix: first.fix,
    trace,
  }
}

function settlersOf(met: readonly Conflict[]): Settler[] {
  const all = met.flatMap(({ settled = [] }) => settled)
  return all.filter((one, place) => !names(all.slice(0, place), one))
}

/** Whether a settler is among others; by how sure a tier it was found makes no difference. */
function names(settlers: readonly Settler[], wanted: Settler): boolean {
  return settlers.some((one) =>
    one.kind === 'rule'
      ? wanted.kind === 'rule' && one.take === wanted.take
      : wanted.kind === 'resolution' && one.id === wanted.id,
  )
}

/** Who is merged into whom is a matter of the roster's order. */
function isSamePair(a: EpisodePair, b: EpisodePair): boolean {
  return (a.tree === b.tree && a.partner === b.partner) || (a.tree === b.partner && a.partner === b.tree)
}
