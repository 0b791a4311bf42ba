/** All that rules judge by. Gathered once for all rules; the rules themselves ask nobody. */
import type { CommitFacts } from './commit-facts.ts'
import type { Finding } from './finding.ts'
import type { Instant } from './instant.ts'
import type { CommitOid } from './oid.ts'
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
}

export interface Facts {
  /** In roster order; a tree that was never fetched has no commits. */
  readonly trees: readonly TreeFacts[]
  readonly upstream: CommitOid
  readonly now: Instant
}

/** Judges facts. Pure, and in no particular order. */
export type Rule = (facts: Facts) => readonly Finding[]
