/** Commits of a tree that belong together, and which others of it they cannot do without. */
import type { CommitOid } from './oid.ts'
import type { Person } from './person.ts'
import type { TreeName } from './names.ts'

/** An earlier commit without which another does not apply, or comes to something else. */
export interface NeededCommit {
  readonly commit: CommitOid
  /** Raw paths that clash without it; none where it applies without and gives another result. */
  readonly paths: readonly string[]
}

export interface TopicCommit {
  readonly commit: CommitOid
  readonly subject: string
  readonly author: Person
  /** The nearest; what those need in turn goes without saying. */
  readonly needs: readonly NeededCommit[]
  /** Other trees that have the very commit. */
  readonly alsoIn: readonly TreeName[]
}

export interface Topic {
  /** Made of what its subjects begin with: letters, digits, dots and dashes. Of one tree, no two have the same. */
  readonly name: string
  /** Parents before children. */
  readonly commits: readonly TopicCommit[]
  /** Other topics of the tree that some of its commits need, by name. */
  readonly needs: readonly string[]
  /** The posting it came from, where trailers name one. */
  readonly series: string | undefined
  /** How many parts of it need nothing of each other. */
  readonly parts: number
  /** What would be topics of their own, were they not woven into each other; empty for most. */
  readonly entangled: readonly string[]
}
