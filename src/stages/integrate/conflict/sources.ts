/** Where the lines of conflicts can have come from: while that is the same, the same commits made them. */
import type { Conflict } from '../../../base/model/conflict.ts'
import type { TreeName } from '../../../base/model/names.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import { distinct } from '../../../base/std/collections.ts'
import { changesAt } from './candidates.ts'
import type { EarlierMerge } from './clash.ts'

/** Upstream, or a tree merged before that changed the path. */
interface Place {
  /** Raw. */
  readonly path: string
  readonly tree: TreeName | undefined
  readonly version: CommitOid
  /** What the version stands on. */
  readonly base: CommitOid | undefined
}

/** A place, and what its commits have at the path. */
export interface Source extends Place {
  readonly holds: string
  readonly stoodOn: string
}

export interface Merged {
  readonly upstream: CommitOid
  readonly earlier: readonly EarlierMerge[]
}

/** What a commit has at a raw path, as text; empty when it has nothing there. */
export type EntryText = (commit: CommitOid, path: string) => Promise<string>

export function sourcesOf(conflicts: readonly Conflict[], merged: Merged, entry: EntryText): Promise<Source[]> {
  return Promise.all(
    placesOf(conflicts, merged).map(async (place) => ({
      ...place,
      holds: await entry(place.version, place.path),
      stoodOn: place.base === undefined ? '' : await entry(place.base, place.path),
    })),
  )
}

/**
 * Whether conflicts come from where they came from when these sources were noted. Upstream may have taken over a tree's lines, or a tree have
 * come to bring what an earlier one had, without the integration looking any different. Only of commits that are others now, entries are read.
 */
export async function stillFrom(
  sources: readonly Source[],
  conflicts: readonly Conflict[],
  merged: Merged,
  entry: EntryText,
): Promise<boolean> {
  const places = placesOf(conflicts, merged)
  if (places.length !== sources.length) return false
  const same = sources.map(async (source, at): Promise<boolean> => {
    const place = places[at]
    if (place === undefined || place.path !== source.path || place.tree !== source.tree) return false
    if (place.version !== source.version && (await entry(place.version, place.path)) !== source.holds) return false
    if (place.base === source.base) return true
    return place.base !== undefined && (await entry(place.base, place.path)) === source.stoodOn
  })
  return (await Promise.all(same)).every(Boolean)
}

function placesOf(conflicts: readonly Conflict[], { upstream, earlier }: Merged): Place[] {
  const stages = conflicts.flatMap(({ base, ours, theirs }) => [base, ours, theirs])
  const paths = distinct([...conflicts, ...stages].flatMap((one) => one?.path ?? []))
  return paths.flatMap((path) => [
    { path, tree: undefined, version: upstream, base: undefined },
    ...earlier
      .filter(({ changed }) => changesAt(changed, path))
      .map(({ tree, version, bases }) => ({ path, tree, version, base: bases[0] })),
  ])
}
