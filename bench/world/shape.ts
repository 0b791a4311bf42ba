/** How large a world is and what happens in it. */

export interface Shape {
  readonly name: 'kernel' | 'small'
  readonly trees: number
  /** The first so many trees are of kind "fixes". */
  readonly fixes: number
  readonly commitsPerTree: number
  /** Upstream's tags, the base files' own first. */
  readonly releases: readonly string[]
  readonly commitsPerRelease: number
  /** Upstream's commits after its last tag. */
  readonly upstreamAhead: number
  /** Trees that contain another tree. */
  readonly containing: number
  /** Trees with a topic branch merged in. */
  readonly topics: number
  /** Trees that merged a later upstream release. */
  readonly backMerges: number
  /** Topic branches that two trees merged, each on another base: such a merge has two merge bases. */
  readonly sharedTopics: number
  /** Trees that rename a directory, of which another tree changes a file. */
  readonly movedFolders: number
  /** Trees that rename a file that another tree changes. */
  readonly movedFiles: number
  /** Conflicts, each between two trees or of a tree with upstream. */
  readonly conflicts: readonly PlannedConflict[]
}

export type PlannedConflict = 'content' | 'modify/delete' | 'add/add' | 'upstream'

export const KERNEL: Shape = {
  name: 'kernel',
  trees: 404,
  fixes: 120,
  commitsPerTree: 19,
  releases: ['v6.1', 'v6.2-rc1', 'v6.2-rc2', 'v6.2-rc3', 'v6.2-rc4'],
  commitsPerRelease: 40,
  upstreamAhead: 60,
  containing: 10,
  topics: 24,
  backMerges: 16,
  sharedTopics: 4,
  movedFolders: 3,
  movedFiles: 6,
  conflicts: ['content', 'content', 'content', 'content', 'content', 'modify/delete', 'add/add', 'upstream'],
}

export const SMALL: Shape = {
  name: 'small',
  trees: 60,
  fixes: 18,
  commitsPerTree: 8,
  releases: ['v1.0', 'v1.1-rc1', 'v1.1-rc2', 'v1.1-rc3'],
  commitsPerRelease: 20,
  upstreamAhead: 15,
  containing: 3,
  topics: 5,
  backMerges: 3,
  sharedTopics: 1,
  movedFolders: 1,
  movedFiles: 2,
  conflicts: ['content', 'modify/delete', 'add/add', 'upstream'],
}
