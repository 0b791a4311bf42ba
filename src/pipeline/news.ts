/** What became of a tip stays news until a release has taken it up: a fetch alone, or a run that was killed, has told nobody. */
import type { TreeName } from '../base/model/names.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Release } from '../base/model/run.ts'
import type { Tip } from '../base/model/tip.ts'
import type { RunChain } from '../memory/record/runs.ts'

/** The tip of each tree that the last release was planned with. */
export type TakenTips = ReadonlyMap<TreeName, CommitOid | undefined>

export async function takenTips(runs: RunChain): Promise<TakenTips> {
  const latest = await runs.latest()
  return tipsTakenBy(latest && (await runs.read(latest)))
}

export function tipsTakenBy(release: Release | undefined): TakenTips {
  return new Map(release?.record.plan.trees.map((tree) => [tree.name, tree.tip]))
}

/** What to note of a tip: what was seen now, or earlier news of the same tip that no release has taken up. */
export function untilTaken(now: Tip, before: Tip | undefined, taken: CommitOid | undefined): Tip {
  if (before === undefined || before.commit === taken) return now
  if (now.state === 'same' && isNews(before)) return before
  // A tip that lost commits and then moved on has lost them all the same.
  if (now.state === 'moved' && before.state === 'rewound') return { ...before, commit: now.commit }
  return now
}

/** News of a tip that the last release was made with is none any more. */
export function asOfNow(tip: Tip, taken: CommitOid | undefined): Tip {
  return isNews(tip) && tip.commit === taken ? { tree: tip.tree, state: 'same', commit: tip.commit } : tip
}

function isNews(tip: Tip): tip is Tip & { readonly state: 'moved' | 'rewound' } {
  return tip.state === 'moved' || tip.state === 'rewound'
}
