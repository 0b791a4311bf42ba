/** All that rules judge by. Gathered once for all rules; the rules themselves ask nobody. */
import type { CommitFacts } from './commit-facts.ts'
import type { Calendar } from './cycle.ts'
import type { Finding } from './finding.ts'
import type { Instant } from './instant.ts'
import type { MergedTwin } from './merged-twin.ts'
import type { CommitOid } from './oid.ts'
import type { Owners } from './owners.ts'
import type { Tree } from './roster.ts'
import type { Tip } from './tip.ts'

export interface TreeFacts {
  readonly tree: Tree
  readonly tip: Tip
  /** What it has beyond upstream, without merges, parents before children. */
  readonly commits: readonly CommitFacts[]
  readonly merges: readonly CommitFacts[]
  /** Those of its commits that no tree before it in the roster has: whoever took them over from there is not at fault. */
  readonly brings: readonly CommitFacts[]
  /** What its tip names, be it upstream or beyond. */
  readonly end: CommitFacts | undefined
  /** The upstream commits that its own stand on, or merge; none for a tree without commits. */
  readonly bases: readonly CommitFacts[]
  /** Upstream commits that do what commits of it do, and that it does not have: the same patch under another id. */
  readonly twins: ReadonlyMap<CommitOid, UpstreamTwin>
  /** What its branch had and has no more, without merges; none unless it was rewound. */
  readonly lost: readonly CommitFacts[]
}

export interface UpstreamTwin {
  readonly commit: CommitOid
  readonly subject: string
}

/** What an id in a Fixes tag names. */
export type NamedCommit =
  | { readonly kind: 'missing' }
  | { readonly kind: 'ambiguous' }
  /** `isAncestor`: of whatever will be upstream. */
  | { readonly kind: 'commit'; readonly commit: CommitOid; readonly subject: string; readonly isAncestor: boolean }

export interface Facts {
  /** In roster order; a tree that was never fetched has no commits. */
  readonly trees: readonly TreeFacts[]
  readonly upstream: CommitOid
  readonly mergedTwins: readonly MergedTwin[]
  /** As upstream has it, for a tree could make itself the owner of anything. */
  readonly owners: Owners
  /** By the digits that Fixes tags have, in lower case. */
  readonly named: ReadonlyMap<string, NamedCommit>
  /** Where the project stands in its cycle. */
  readonly calendar: Calendar
  /** Undefined while no merge window is open, and before the first release. */
  readonly arrivals: Arrivals | undefined
  readonly now: Instant
}

/** When changes came into releases. */
export interface Arrivals {
  /** When the first release of all was made. */
  readonly recordedSince: Instant
  /** When each commit's change was in a release first; those that never were are left out. */
  readonly firstSeen: ReadonlyMap<CommitOid, Instant>
}

/** Judges facts. Pure, and in no particular order. */
export type Rule = (facts: Facts) => readonly Finding[]
