/** How a branch gets on with upstream, and with what else waits. */
import { mergeOnto } from '../../stages/integrate/merge-onto.ts'
import type { SettlingGround } from '../../stages/integrate/settle/settle.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import type { MergeAnswer } from '../../base/git/merge-tree.ts'
import { parseCommit } from '../../base/git/objects.ts'
import type { TreeFacts } from '../../base/model/facts.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { PulledConflict, PullFacts, WaitingConflict } from '../../base/model/pull-check.ts'
import type { Settled } from '../../base/model/settling.ts'
import { unreachable } from '../../base/std/assert.ts'
import { byText, distinct } from '../../base/std/collections.ts'
import { type Footprint, footprintOf, isNear, mayClash } from './footprint.ts'

/** Trees of which it is found out whether what is on record settles the conflict; with more, the branch has other troubles. */
const SETTLED_TREES_MAX = 20

export interface Neighbour {
  readonly name: TreeName
  readonly tip: CommitOid
  readonly facts: Pick<TreeFacts, 'commits'>
}

export interface Neighbourhood {
  readonly upstream: CommitOid
  readonly name: TreeName
  readonly tip: CommitOid
  readonly pulled: Pick<TreeFacts, 'commits'>
  /** In roster order, without the branch itself. */
  readonly others: readonly Neighbour[]
  readonly settling: SettlingGround | undefined
}

export async function withUpstream(
  shop: Workshop,
  around: Neighbourhood,
): Promise<Pick<PullFacts, 'conflicts' | 'refused'>> {
  const merged = await onto(shop, around, around.upstream)
  switch (merged.kind) {
    case 'already-in':
      return { conflicts: [], refused: undefined }
    case 'merged':
      return { conflicts: merged.settled.map(settledConflict), refused: undefined }
    case 'refused':
      return { conflicts: [], refused: merged.why }
    case 'conflicted':
      return {
        conflicts: merged.conflicts.map(({ conflict }) => ({ path: conflict.path, settledBy: [] })),
        refused: undefined,
      }
    default:
      return unreachable(merged)
  }
}

/**
 * The other trees, as they were last fetched, that do not merge with it by themselves. git is asked about those that its own work can
 * meet at all; and where they stand on different commits of upstream, what upstream did in between is not held against it.
 */
export async function withOthers(shop: Workshop, around: Neighbourhood): Promise<readonly WaitingConflict[]> {
  const { tip, pulled, others } = around
  const own = await footprintAt(shop, tip, pulled)
  const near: { readonly other: Neighbour; readonly marks: Footprint }[] = []
  for (const other of others) {
    const marks = await footprintAt(shop, other.tip, other.facts)
    if (mayClash(own, marks)) near.push({ other, marks })
  }
  const answers = await Promise.all(near.map(({ other }) => shop.merger.merge(tip, other.tip)))
  const waiting: WaitingConflict[] = []
  for (const [at, answer] of answers.entries()) {
    const met = near[at]
    if (met === undefined || 'refused' in answer || answer.clean) continue
    const { other, marks } = met
    const paths = conflictingPaths(answer).filter((path) => isNear(own, marks, path))
    if (paths.length === 0) continue
    const settles = waiting.length < SETTLED_TREES_MAX ? await isSettledOnto(shop, around, other.tip) : false
    waiting.push({ tree: other.name, paths, isSettled: settles })
  }
  return waiting
}

function footprintAt(shop: Workshop, tip: CommitOid, facts: Pick<TreeFacts, 'commits'>): Promise<Footprint> {
  return footprintOf(facts, async (path) => {
    const { tree } = parseCommit(await shop.reader.read(tip, 'commit'))
    return (await shop.folders.at(tree, path)) !== undefined
  })
}

/** Of a folder that was renamed to several places git tells in its messages only. */
function conflictingPaths({ stages, messages }: MergeAnswer): string[] {
  const paths = stages.length > 0 ? stages.map(({ path }) => path) : messages.flatMap((message) => message.paths)
  return distinct(paths).sort(byText)
}

async function onto(
  shop: Workshop,
  { upstream, name, tip, settling }: Neighbourhood,
  head: CommitOid,
): ReturnType<typeof mergeOnto> {
  const { tree } = parseCommit(await shop.reader.read(head, 'commit'))
  return mergeOnto(
    shop,
    { upstream, head, tree, earlier: [], rebuilt: new Set() },
    { tree: name, version: tip },
    settling,
  )
}

/** Whether what is on record settles all of it. */
async function isSettledOnto(
  shop: Workshop,
  { upstream, name, tip, settling }: Neighbourhood,
  head: CommitOid,
): Promise<boolean> {
  if (settling === undefined) return false
  const { tree } = parseCommit(await shop.reader.read(head, 'commit'))
  const standing = { upstream, head, tree, earlier: [], rebuilt: new Set<TreeName>() }
  const merged = await mergeOnto(shop, standing, { tree: name, version: tip }, settling, describeNothing)
  return merged.kind === 'merged'
}

/** Naming the commits behind hundreds of conflicts takes minutes, and nobody reads them here. */
const describeNothing = (): Promise<[]> => Promise.resolve([])

function settledConflict({ path, by }: Settled): PulledConflict {
  return { path, settledBy: by.map((settler) => (settler.kind === 'resolution' ? settler.id : 'rule')) }
}
