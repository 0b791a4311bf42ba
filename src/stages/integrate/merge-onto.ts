/** Merges one more version onto an integration that stands already, by git itself. */
import { commitsBeyond } from '../../base/git/commit-walk.ts'
import { mergeBases } from '../../base/git/merge-bases.ts'
import { overlay } from '../../base/git/overlay.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid, TreeOid } from '../../base/model/oid.ts'
import type { Settled } from '../../base/model/settling.ts'
import type { DescribedConflict, EarlierMerge } from './conflict/clash.ts'
import { describeConflicts } from './conflict/describe.ts'
import { namedByOriginals } from './conflict/originals.ts'
import { ClashReading } from './conflict/reading.ts'
import { settle, type SettlingGround } from './settle/settle.ts'
import type { Workshop } from './workshop.ts'

/** An integration whose commits are in the record. */
export interface Standing {
  readonly upstream: CommitOid
  readonly head: CommitOid
  readonly tree: TreeOid
  readonly earlier: readonly EarlierMerge[]
  /** Those of its trees that were made anew. */
  readonly rebuilt: ReadonlySet<TreeName>
}

export type MergedOnto =
  | { readonly kind: 'merged'; readonly tree: TreeOid; readonly commits: number; readonly settled: readonly Settled[] }
  | { readonly kind: 'already-in' }
  | { readonly kind: 'conflicted'; readonly conflicts: readonly DescribedConflict[] }
  | { readonly kind: 'refused'; readonly why: string }

export async function mergeOnto(
  shop: Workshop,
  standing: Standing,
  added: { readonly tree: TreeName; readonly version: CommitOid },
  settling: SettlingGround | undefined,
  describe: typeof describeConflicts = describeConflicts,
): Promise<MergedOnto> {
  const { upstream, head, tree: ours, earlier } = standing
  const { version } = added
  const [links, answer] = await Promise.all([
    commitsBeyond(shop.git, [version], [head]),
    shop.merger.merge(head, version),
  ])
  const commits = links.map((link) => link.commit)
  if (commits.length === 0) return { kind: 'already-in' }
  if ('clean' in answer && answer.clean)
    return { kind: 'merged', tree: answer.tree, commits: commits.length, settled: [] }
  // git has walked to them by itself, and where it merged nobody else has to.
  const bases = await mergeBases(shop.git, head, version)
  if (bases.length === 0) return { kind: 'refused', why: 'it shares no history with what it is to be merged with' }
  if ('refused' in answer) return { kind: 'refused', why: answer.refused }
  const clash = { shop, ...added, bases, commits, ours, upstream, earlier, answer }
  const reading = new ClashReading(clash)
  const found = settling && (await settle(reading, settling))
  if (found?.whole) {
    const tree = await overlay(shop.folders, answer.tree, found.leaves)
    shop.folders.show(tree, shop.loose)
    return { kind: 'merged', tree, commits: commits.length, settled: found.settled }
  }
  const described = await describe(reading)
  return { kind: 'conflicted', conflicts: await namedByOriginals(shop, described, standing.rebuilt) }
}
