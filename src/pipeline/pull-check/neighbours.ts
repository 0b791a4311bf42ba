/** How a branch gets on with upstream, and with what else waits. */
import { loadFacts } from '../../stages/integrate/matrix/facts.ts'
import { conflictingPairs } from '../../stages/integrate/matrix/matrix.ts'
import { mergeOnto } from '../../stages/integrate/merge-onto.ts'
import type { SettlingGround } from '../../stages/integrate/settle/settle.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import { parseCommit } from '../../base/git/objects.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { PulledConflict, PullFacts, WaitingConflict } from '../../base/model/pull-check.ts'
import type { Settled } from '../../base/model/settling.ts'
import { unreachable } from '../../base/std/assert.ts'

/** Trees of which it is found out whether what is on record settles the conflict; with more, the branch has other troubles. */
const SETTLED_TREES_MAX = 20

export interface Neighbourhood {
  readonly upstream: CommitOid
  readonly name: TreeName
  readonly tip: CommitOid
  /** In roster order, without the branch itself. */
  readonly others: readonly { readonly name: TreeName; readonly tip: CommitOid }[]
  readonly settling: SettlingGround | undefined
  readonly matrixPath: string
  readonly gitVersion: string
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

/** The other trees, as they were last fetched, that do not merge with it by themselves. */
export async function withOthers(shop: Workshop, around: Neighbourhood): Promise<readonly WaitingConflict[]> {
  const { upstream, name, tip, others, matrixPath, gitVersion } = around
  const { attributes } = shop
  const known = await loadFacts(matrixPath, { gitVersion, attributes })
  const { pairs } = await conflictingPairs(shop, { upstream, trees: [{ name, tip }, ...others], attributes }, known)
  const waiting: WaitingConflict[] = []
  for (const { b, paths } of pairs.filter(({ a }) => a === name)) {
    const other = others.find((one) => one.name === b)
    const isAsked = waiting.length < SETTLED_TREES_MAX && other !== undefined
    const merged = isAsked ? await onto(shop, around, other.tip) : undefined
    waiting.push({ tree: b, paths, isSettled: merged?.kind === 'merged' })
  }
  return waiting
}

async function onto(
  shop: Workshop,
  { upstream, name, tip, settling }: Neighbourhood,
  head: CommitOid,
): ReturnType<typeof mergeOnto> {
  const { tree } = parseCommit(await shop.reader.read(head, 'commit'))
  return mergeOnto(shop, { upstream, head, tree, earlier: [] }, { tree: name, version: tip }, settling)
}

function settledConflict({ path, by }: Settled): PulledConflict {
  return { path, settledBy: by.map((settler) => (settler.kind === 'resolution' ? settler.id : 'rule')) }
}
