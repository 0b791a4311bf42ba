/** A patch that two trees have under two ids, and what git makes of it where they are merged. */
import type { TreeName } from './names.ts'
import type { CommitOid } from './oid.ts'

/** What is wrong with a file that merged without a conflict. */
export interface TwinFault {
  /** What the patch puts in is there twice; one side took it back, and it is there again; one side put back what it removes, and it is gone again. */
  readonly kind: 'twice' | 'back' | 'gone'
  /** The first telling line of it, raw. */
  readonly line: string
}

export interface TwinFile extends TwinFault {
  /** Raw. */
  readonly path: string
}

export interface Undoing {
  readonly commit: CommitOid
  readonly subject: string
  /** Undefined for upstream. */
  readonly tree: TreeName | undefined
}

export interface MergedTwin {
  readonly tree: TreeName
  readonly commit: CommitOid
  /** Whose the other one is; undefined for upstream. */
  readonly other: TreeName | undefined
  readonly twin: CommitOid
  /** Files that git merges wrongly, without a conflict. */
  readonly faults: readonly TwinFile[]
  /** Commits of either side that undo the patch as a whole. */
  readonly undoneBy: readonly Undoing[]
}
