/** How a branch gets on with upstream, and with what else waits. */
import { mergeOnto } from '../../stages/integrate/merge-onto.ts'
import type { SettlingGround } from '../../stages/integrate/settle/settle.ts'
import type { Workshop } from '../../stages/integrate/workshop.ts'
import type { MergeAnswer } from '../../base/git/merge-tree.ts'
import { parseCommit } from '../../base/git/objects.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import type { PulledConflict, PullFacts, WaitingConflict } from '../../base/model/pull-check.ts'
import type { Settled } from '../../base/model/settling.ts'
import { unreachable } from '../../base/std/assert.ts'
import { byText, distinct } from '../../base/std/collections.ts'

/** Trees of which it is found out whether what is on record settles the conflict; with more, the branch has other troubles. */
const SETTLED_TREES_MAX = 20

export interface Neighbourhood {
  readonly upstream: CommitOid
  readonly name: TreeName
  readonly tip: CommitOid
  /** In roster order, without the branch itself. */
  readonly others: readonly { readonly name: TreeName; readonly tip: CommitOid }[]
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
 * The other trees, as they were last fetched, that do not merge with it by themselves. git is asked about each, all at once: it is one row
 * of the matrix, for which finding out what need not be asked would take longer.
 */
export async function withOthers(shop: Workshop, around: Neighbourhood): Promise<readonly WaitingConflict[]> {
  const { tip, others } = around
  const answers = await Promise.all(others.map((other) => shop.merger.merge(tip, other.tip)))
  const waiting: WaitingConflict[] = []
  for (const [at, answer] of answers.entries()) {
    const other = others[at]
    if (other === undefined || 'refused' in answer || answer.clean) continue
    const merged = waiting.length < SETTLED_TREES_MAX ? await onto(shop, around, other.tip) : undefined
    waiting.push({ tree: other.name, paths: conflictingPaths(answer), isSettled: merged?.kind === 'merged' })
  }
  return waiting
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

function settledConflict({ path, by }: Settled): PulledConflict {
  return { path, settledBy: by.map((settler) => (settler.kind === 'resolution' ? settler.id : 'rule')) }
}
