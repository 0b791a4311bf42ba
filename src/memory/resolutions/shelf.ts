/** Where resolutions in force are looked up: by what a conflict is, never by who met it or when. */
import type { Resolution } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'

/** What a file's conflict is known by; see keys.ts. `<what>:<hash>`, so that keys of two sorts never meet. */
export type MatchKey = string

/** One file of a resolution, or one hunk of it, that goes by a key. */
export interface ShelfMark {
  readonly resolution: ResolutionId
  /** Places in `Resolution.files` and `ResolvedFile.hunks`. */
  readonly file: number
  readonly hunk: number | undefined
}

/** All that is in force at one head of the chain. Answers are newest first, and the same for the same head. */
export interface Shelf {
  /** For each key what goes by it; keys of nothing are left out. */
  find(keys: readonly MatchKey[]): Promise<ReadonlyMap<MatchKey, readonly ShelfMark[]>>
  read(id: ResolutionId): Promise<Resolution>
  /** Everything in force that has a merge fix, oldest first. */
  mergeFixes(): Promise<readonly Resolution[]>
}
