/** Merges each two trees that have a patch under two ids, and looks whether git made of it what both mean. */
import { mergeBases } from '../../base/git/merge-bases.ts'
import { MODE_EXECUTABLE, MODE_FILE, parseCommit } from '../../base/git/objects.ts'
import type { CommitFacts } from '../../base/model/commit-facts.ts'
import type { TreeFacts } from '../../base/model/facts.ts'
import type { MergedTwin, TwinFile } from '../../base/model/merged-twin.ts'
import { type CommitOid, EMPTY_TREE, type Oid, type TreeOid } from '../../base/model/oid.ts'
import { distinct, groupBy } from '../../base/std/collections.ts'
import { type MergedFile, type TwinBlock, twinBlocks, twinFault } from '../../base/text/twin-merge.ts'
import { type TwinCommit, twinCommits } from '../../rules/twins.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { treeUndoings, upstreamUndoings } from './undoings.ts'

/** Pairs of trees that are merged for it; where more of them share patches, the first in the order of the roster. */
const PAIRS_MAX = 200

/** Files that are looked at for a pair: of a series that a tree picked up, not of a tree that was rebased as a whole. */
const FILES_MAX = 200

/** Largest file that is read for it. */
const FILE_MAX_BYTES = 1024 * 1024

export interface TwinGround {
  readonly trees: readonly TreeFacts[]
  readonly upstream: CommitOid
}

/** The workshop has upstream's attributes, so that it merges as a release does. */
export async function mergedTwins(shop: Workshop, { trees, upstream }: TwinGround): Promise<readonly MergedTwin[]> {
  const pairs = [...groupBy(twinCommits(trees), ({ tree, twin }) => JSON.stringify([tree, twin.tree])).values()]
  const judged = pairs.slice(0, PAIRS_MAX)
  const undone = await treeUndoings(shop.git, trees, judged.flat())
  const found: MergedTwin[] = []
  for (const twins of judged) {
    const [tree, other] = [twins[0]?.tree, twins[0]?.twin.tree].map((name) =>
      trees.find((one) => one.tree.name === name),
    )
    const theirs = tree?.tip.commit
    const ours = other === undefined ? upstream : other.tip.commit
    if (tree === undefined || theirs === undefined || ours === undefined) continue
    const base = other === undefined ? onlyBase(tree) : undefined
    const faults = await pairFaults(shop, { ours, theirs, base }, twins)
    const isWrong = faults.some((one) => one.length > 0)
    const inUpstream =
      other === undefined && isWrong ? await upstreamUndoings(shop.git, tree, upstream, twins) : undefined
    for (const [at, { commit, twin }] of twins.entries()) {
      const sides = [undone.get(tree.tree.name), other && undone.get(other.tree.name), inUpstream]
      found.push({
        tree: tree.tree.name,
        commit: commit.oid,
        other: other?.tree.name,
        twin: twin.commit,
        faults: faults[at] ?? [],
        undoneBy: sides.flatMap((side) => side?.get(commit.patchId) ?? []),
      })
    }
  }
  return found
}

/** Where a tree has no merges and stands on one commit of upstream, git need not be asked for the base. */
function onlyBase({ bases: [base, ...more], merges }: TreeFacts): CommitOid | undefined {
  return merges.length === 0 && more.length === 0 ? base?.oid : undefined
}

interface Ends {
  readonly ours: CommitOid
  readonly theirs: CommitOid
  /** Where it is known already. */
  readonly base: CommitOid | undefined
}

/** For each twin. Where there are several bases git makes one up that nobody can count in, and nothing is said. */
async function pairFaults(shop: Workshop, ends: Ends, twins: readonly TwinCommit[]): Promise<TwinFile[][]> {
  const nothing = twins.map(() => [])
  const bases = ends.base === undefined ? await mergeBases(shop.git, ends.ours, ends.theirs) : [ends.base]
  const [base, ...more] = bases
  if (base === undefined || more.length > 0) return nothing
  const answer = await shop.merger.merge(ends.ours, ends.theirs)
  if ('refused' in answer) return nothing
  const clashing = new Set(answer.stages.map(({ path }) => path))
  const paths = distinct(twins.flatMap(({ commit }) => commit.changes.map(({ path }) => path)))
  const faults: TwinFile[][] = twins.map(() => [])
  for (const path of paths.filter((one) => !clashing.has(one)).slice(0, FILES_MAX)) {
    const file = await readMerged(shop, path, { ...ends, base, merged: answer.tree })
    if (file === undefined) continue
    const blocks = await blocksOf(shop, path, twins)
    const fault = twinFault(file, [...blocks.values()].flat())
    if (fault === undefined) continue
    for (const [at, { commit }] of twins.entries())
      if (twinFault(file, blocks.get(commit.oid) ?? []) !== undefined) faults[at]?.push({ ...fault, path })
  }
  return faults
}

/** Undefined unless it is a file with lines, wherever it is, and the same one on all occasions that have it. */
async function readMerged(
  shop: Workshop,
  path: string,
  { base, ours, theirs, merged }: Ends & { readonly base: CommitOid; readonly merged: TreeOid },
): Promise<MergedFile | undefined> {
  const roots = await Promise.all([base, ours, theirs].map((commit) => treeOf(shop, commit)))
  const texts = await Promise.all([...roots, merged].map((root) => textAt(shop, root, path)))
  const [before, one, other, after] = texts
  if (before === undefined || one === undefined || other === undefined || after === undefined) return undefined
  // Somebody has renamed or removed it, and git followed.
  if (before !== '' && [one, other, after].includes('')) return undefined
  return { base: before, ours: one, theirs: other, merged: after }
}

async function treeOf({ reader }: Workshop, commit: CommitOid): Promise<TreeOid> {
  return parseCommit(await reader.read(commit, 'commit')).tree
}

/** Raw. The empty text where there is no such file; undefined for what has no lines to count. */
async function textAt({ folders, reader }: Workshop, root: TreeOid, path: string): Promise<string | undefined> {
  const entry = await folders.at(root, path)
  if (entry === undefined) return ''
  if (entry.mode !== MODE_FILE && entry.mode !== MODE_EXECUTABLE) return undefined
  const size = await reader.size(entry.oid as Oid)
  if (size === undefined || size > FILE_MAX_BYTES) return undefined
  return (await reader.read(entry.oid as Oid, 'blob')).toString('latin1')
}

/** What each twin does to the file, by commit. A patch that was made again counts once. */
async function blocksOf(
  shop: Workshop,
  path: string,
  twins: readonly TwinCommit[],
): Promise<ReadonlyMap<CommitOid, readonly TwinBlock[]>> {
  const blocks = new Map<CommitOid, readonly TwinBlock[]>()
  const met = new Set<CommitOid>()
  for (const { commit, twin } of twins) {
    if (met.has(twin.commit) || !commit.changes.some((change) => change.path === path)) continue
    met.add(twin.commit)
    const [before, after] = await Promise.all([parentTree(shop, commit), treeOf(shop, commit.oid)])
    const [from, to] = await Promise.all([before, after].map((root) => textAt(shop, root, path)))
    if (from !== undefined && to !== undefined) blocks.set(commit.oid, twinBlocks(from, to))
  }
  return blocks
}

async function parentTree(shop: Workshop, { parents }: CommitFacts): Promise<TreeOid> {
  const [parent] = parents
  return parent === undefined ? EMPTY_TREE : treeOf(shop, parent)
}
