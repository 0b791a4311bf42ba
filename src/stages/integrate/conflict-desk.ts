/** Describes conflicts while merging goes on: naming the commits behind a clash takes longer than a merge. */
import type { ConflictId } from '../../base/model/conflict.ts'
import type { MergeOutcome } from '../../base/model/merge.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { Lanes } from '../../base/std/lanes.ts'
import type { Attempt } from './attempt.ts'
import type { DescribedConflict } from './conflict/clash.ts'
import { describeConflicts } from './conflict/describe.ts'
import type { Line } from './line.ts'
import { type Memo, mergeKey } from './memo.ts'
import type { Workshop } from './workshop.ts'

/** Conflicts described at a time. Each keeps one git process busy, and merging itself another. */
const LANES = 2

export class ConflictDesk {
  readonly #shop: Workshop
  readonly #upstream: CommitOid
  readonly #memo: Memo
  readonly #lanes = new Lanes(LANES)
  readonly #open = new Map<TreeName, Promise<readonly DescribedConflict[]>>()
  /** What was begun, also for what a second attempt then replaced. */
  readonly #begun: Promise<unknown>[] = []

  constructor(shop: Workshop, upstream: CommitOid, memo: Memo) {
    this.#shop = shop
    this.#upstream = upstream
    this.#memo = memo
  }

  /** Starts describing what `version` of a tree met on the line as it is now. */
  take(line: Line, tree: TreeName, version: CommitOid, clash: Attempt & { readonly kind: 'clash' }): void {
    const work = this.#describe(line, tree, version, clash)
    // The failure is met by finish(), which waits for it.
    work.catch(() => undefined)
    this.#open.set(tree, work)
    this.#begun.push(work)
  }

  /** Waits until nothing asks the workshop any more, however it ends. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#begun)
  }

  /** All descriptions, by the tree they belong to. */
  async finish(): Promise<Described> {
    const byTree = new Map<TreeName, readonly DescribedConflict[]>()
    for (const [tree, work] of this.#open) byTree.set(tree, await work)
    return new Described(byTree)
  }

  async #describe(
    line: Line,
    tree: TreeName,
    version: CommitOid,
    clash: Attempt & { readonly kind: 'clash' },
  ): Promise<readonly DescribedConflict[]> {
    const { found, bases, commits } = clash
    // The line moves on while we wait for a lane.
    const { tree: ours } = line
    const earlier = [...line.earlier]
    const described =
      found.kind === 'known'
        ? found.conflicts
        : await this.#lanes.run(() =>
            describeConflicts({
              shop: this.#shop,
              tree,
              version,
              bases,
              commits,
              ours,
              upstream: this.#upstream,
              earlier,
              answer: found.answer,
            }),
          )
    // Upstream's commits are never walked: that it has these is known from the description alone.
    const byUpstream = described.flatMap(({ conflict }) =>
      conflict.pairs.flatMap(({ ours }) => ours).filter(({ tree: from }) => from === undefined),
    )
    for (const { commit } of byUpstream.flatMap(({ commits }) => commits)) this.#memo.facts?.inUpstream.add(commit)
    this.#memo.merges.set(mergeKey(bases, version), { ours, result: { kind: 'conflicted', conflicts: described } })
    return described
  }
}

/** Conflicts ready to be put into their outcomes. */
export class Described {
  readonly #byTree: ReadonlyMap<TreeName, readonly DescribedConflict[]>

  constructor(byTree: ReadonlyMap<TreeName, readonly DescribedConflict[]>) {
    this.#byTree = byTree
  }

  /** The outcome with its conflicts; those that went in at their best version after all have none. */
  fill(tree: TreeName, outcome: MergeOutcome): MergeOutcome {
    if (!('conflicts' in outcome)) return outcome
    return { ...outcome, conflicts: (this.#byTree.get(tree) ?? []).map((described) => described.conflict) }
  }

  /** The combined diff of each conflict, by its id. */
  diffs(): Map<ConflictId, string> {
    return new Map([...this.#byTree.values()].flat().map(({ conflict, diff }) => [conflict.id, diff]))
  }
}
