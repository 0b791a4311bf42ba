/** One conflict over releases: where it began, what became of it since, and where it ended. */
import type { Brand } from '../std/brand.ts'
import type { ConflictId, ConflictKind } from './conflict.ts'
import type { ReleaseName, TreeName } from './names.ts'
import type { ResolutionId, Settler } from './settling.ts'

/** `<conflict>@<release>`: the conflict it began with and the release that met it first. */
export type EpisodeId = Brand<string, 'EpisodeId'>

/** Who meets whom. */
export interface EpisodePair {
  /** The tree whose merge meets it. */
  readonly tree: TreeName
  /** The tree whose commits were there first; undefined is upstream. */
  readonly partner: TreeName | undefined
}

/** What a release found new in an episode. Several can be true at once; they stand in this order. */
export type EpisodeChange =
  | { readonly kind: 'begun' }
  /** It was over, and the same lines clash again. */
  | { readonly kind: 'returned' }
  /** Another pair of trees meets it: mostly because upstream took one side. */
  | { readonly kind: 'moved'; readonly from: EpisodePair; readonly to: EpisodePair }
  /** A side was rewritten: other lines clash, or other versions of the file. */
  | { readonly kind: 'changed'; readonly from: ConflictId }
  | { readonly kind: 'settled'; readonly by: readonly Settler[] }
  /** What settled it no longer does. */
  | { readonly kind: 'reopened'; readonly by: readonly Settler[] }
  | { readonly kind: 'over'; readonly why: EpisodeEnd }

export type EpisodeEnd =
  /** The trees merge. */
  | { readonly kind: 'merges' }
  /** The tree is followed no more. */
  | { readonly kind: 'unfollowed' }
  /** Another episode is about the same lines by now. */
  | { readonly kind: 'joined'; readonly episode: EpisodeId }

export type ToldChange = EpisodeChange & { readonly release: ReleaseName }

/**
 * The lines of each hunk's two sides, as numbers: hashes, for an episode only asks whether lines are the same. Lines without a letter or a
 * digit are left out, since every file has them.
 */
export type Trace = readonly (readonly [readonly number[], readonly number[]])[]

export interface Episode {
  readonly id: EpisodeId
  /** Raw. */
  readonly path: string
  readonly kind: ConflictKind
  /** What it is now, or was last. */
  readonly conflict: ConflictId
  /** Every id it has had, in the order it came by them. */
  readonly conflicts: readonly ConflictId[]
  /** The first and the last release that met it, and how many did. */
  readonly first: ReleaseName
  readonly last: ReleaseName
  readonly releases: number
  /** `settled`: every tree that meets it gets past it. */
  readonly state: 'open' | 'settled' | 'over'
  /** What settles it, or did when it was met last; empty while it is open. */
  readonly by: readonly Settler[]
  readonly pair: EpisodePair
  /** Later trees that meet the very same conflict, for they contain the same commits. */
  readonly alsoMetBy: readonly TreeName[]
  /** The merge fix it is about, if it is about one. */
  readonly fix: ResolutionId | undefined
  readonly trace: Trace
  readonly story: readonly ToldChange[]
}

/** An episode in which a release found something new. */
export interface EpisodeNews {
  readonly episode: Episode
  readonly changes: readonly EpisodeChange[]
}

export function episodeId(conflict: ConflictId, release: ReleaseName): EpisodeId {
  return `${conflict}@${release}` as EpisodeId
}
