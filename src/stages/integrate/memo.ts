/** What one run leaves for the next so that work is not done twice. Derived: without it a run gives the same release, slower. */
import type { Change, FolderChange } from '../../base/git/diff-tree.ts'
import type { CommitOid, TreeOid } from '../../base/model/oid.ts'
import type { Settled, Settler } from '../../base/model/settling.ts'
import type { HistoryFacts, IndependenceMemo } from './ancestry.ts'
import type { ContentMemo } from './content-merge.ts'
import type { LineMemo } from './line-tally.ts'
import type { DescribedConflict } from './conflict/clash.ts'
import type { Source } from './conflict/sources.ts'

export interface Memo {
  /** History beyond the upstream of the last run. */
  facts: HistoryFacts | undefined
  readonly independence: IndependenceMemo
  /** Upstream's merge attributes, with the tree they were read from. */
  attributes: { readonly tree: TreeOid; readonly lines: readonly string[] } | undefined
  /** The tree of a commit. */
  readonly roots: Map<CommitOid, TreeOid>
  /** What a version changed since a base, under `pairKey(base, version)`. */
  readonly changes: Map<string, readonly Change[]>
  /** The folders on the way to these, under the same; undefined where git alone can tell what becomes of them (whole-folders.ts). */
  readonly folders: Map<string, readonly FolderChange[] | undefined>
  /** Files that both sides changed, merged before under the same attributes. */
  readonly contents: ContentMemo
  /** Changed lines of a release's files. */
  readonly lines: LineMemo
  /** The last release's content against upstream. */
  total: MemoTotal | undefined
  /** How a version was last merged onto an integration, under `mergeKey(bases, version)`. */
  readonly merges: Map<string, MemoMerge>
  /** What conflicts could be settled by when these merges were made. */
  settling: string
}

/** Conflicts are asked about again when there is other knowledge to settle them by; `settling` is that knowledge's name. */
export function useSettling(memo: Memo, settling: string): void {
  if (memo.settling === settling) return
  for (const [key, { result }] of memo.merges) if (result.kind === 'conflicted') memo.merges.delete(key)
  memo.settling = settling
}

/** What merging a version onto an integration gave. */
export interface MemoMerge {
  readonly ours: TreeOid
  readonly result:
    | { readonly kind: 'clean'; readonly tree: TreeOid; readonly changed: readonly Change[] }
    | {
        readonly kind: 'conflicted'
        readonly conflicts: readonly DescribedConflict[]
        /** Where their lines could have come from. */
        readonly sources: readonly Source[]
        /** How all of them were settled; undefined when some are open. */
        readonly settlement: MemoSettlement | undefined
      }
}

/** A merge whose conflicts are settled. */
export interface MemoSettlement {
  readonly tree: TreeOid
  /** Every leaf in which it differs from the integration it was merged onto. */
  readonly changed: readonly Change[]
  readonly settled: readonly Settled<Settler>[]
}

/** The leaves in which a release's content differs from upstream. */
export interface MemoTotal {
  readonly upstream: TreeOid
  readonly tree: TreeOid
  readonly leaves: readonly Change[]
}

export function emptyMemo(): Memo {
  return {
    facts: undefined,
    attributes: undefined,
    total: undefined,
    independence: new Map(),
    roots: new Map(),
    changes: new Map(),
    folders: new Map(),
    contents: new Map(),
    lines: new Map(),
    merges: new Map(),
    settling: '',
  }
}

/** What a merge is remembered by: all its bases, in the order of their ids, and the version. */
export function mergeKey(bases: readonly CommitOid[], version: CommitOid): string {
  return bases.join('') + version
}

export function pairKey(base: CommitOid, version: CommitOid): string {
  return base + version
}

/** Entries kept of each kind at most: ten releases of 400 trees. The oldest go first. */
const KEPT_MAX = 4000

/** Forgets what is long past, so that the memo does not grow with the years. */
export function trimMemo(memo: Memo): void {
  for (const facts of [memo.independence, memo.roots, memo.changes, memo.folders, memo.contents, memo.merges])
    trim(facts, KEPT_MAX)
  trim(memo.lines, KEPT_MAX * 10)
}

function trim(facts: Map<string, unknown>, most: number): void {
  let surplus = facts.size - most
  for (const key of facts.keys()) {
    if (surplus <= 0) return
    facts.delete(key)
    surplus -= 1
  }
}
