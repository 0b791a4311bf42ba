/** Describes conflicts while merging goes on: naming the commits behind a clash takes longer than a merge. */
import type { Admission } from '../../base/model/admission.ts'
import type { Conflict, ConflictId, Culprit } from '../../base/model/conflict.ts'
import type { MergeOutcome } from '../../base/model/merge.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { Lanes } from '../../base/std/lanes.ts'
import type { MergeAnswer } from '../../base/git/merge-tree.ts'
import type { Attempts } from './attempt.ts'
import type { Clash, DescribedConflict, EarlierMerge } from './conflict/clash.ts'
import { describeConflicts } from './conflict/describe.ts'
import { namedByOriginals, rebuiltTrees } from './conflict/originals.ts'
import { ClashReading } from './conflict/reading.ts'
import type { Line } from './line.ts'
import { type Memo, mergeKey } from './memo.ts'
import type { Amendment } from './settle/merge-fixes.ts'
import type { Knowledge, Met } from './settle/settlements.ts'
import type { Workshop } from './workshop.ts'

/** Conflicts described at a time. Each keeps one git process busy, and merging itself another. */
const LANES = 2

export interface DeskOrder {
  readonly upstream: CommitOid
  readonly admissions: readonly Admission[]
}

export class ConflictDesk {
  readonly #shop: Workshop
  readonly #upstream: CommitOid
  readonly #memo: Memo
  readonly #attempts: Attempts
  readonly #rebuilt: ReadonlySet<TreeName>
  readonly #lanes = new Lanes(LANES)
  readonly #open = new Map<TreeName, Promise<readonly DescribedConflict[]>[]>()
  /** What was begun, also for what a second attempt then replaced. */
  readonly #begun: Promise<unknown>[] = []

  constructor(shop: Workshop, { upstream, admissions }: DeskOrder, memo: Memo, attempts: Attempts) {
    this.#shop = shop
    this.#upstream = upstream
    this.#memo = memo
    this.#attempts = attempts
    this.#rebuilt = rebuiltTrees(admissions.map(({ tree, reason }) => ({ name: tree.name, reason })))
  }

  /** Lets go of what a tree met before it is merged again elsewhere. */
  forget(tree: TreeName): void {
    this.#open.delete(tree)
  }

  /** Starts describing what a version met on the line as it is now, and what is known of that. */
  take(line: Line, met: Met, knowledge: Knowledge): void {
    this.#begin(met.tree, this.#describe(line, met, knowledge))
  }

  /** The same for a merge fix that no longer applies to a merge of `met`'s bases. */
  takeFix(line: Line, met: Met, { fix, answer }: Amendment & { readonly kind: 'clash' }): void {
    const described = this.#lanes
      .run(() => describeConflicts(new ClashReading(this.#clash(line, met, answer))))
      .then((all) => namedByOriginals(this.#shop, all, this.#rebuilt))
    const named = described.then((all) => all.map(({ conflict, diff }) => ({ conflict: { ...conflict, fix }, diff })))
    this.#begin(met.tree, named)
  }

  #begin(tree: TreeName, work: Promise<readonly DescribedConflict[]>): void {
    // The failure is met by finish(), which waits for it.
    work.catch(() => undefined)
    this.#open.set(tree, [...(this.#open.get(tree) ?? []), work])
    this.#begun.push(work)
  }

  /** Waits until nothing asks the workshop any more, however it ends. */
  async settle(): Promise<void> {
    await Promise.allSettled(this.#begun)
  }

  /** All descriptions, by the tree they belong to. */
  async finish(): Promise<Described> {
    const byTree = new Map<TreeName, readonly DescribedConflict[]>()
    for (const [tree, work] of this.#open) byTree.set(tree, (await Promise.all(work)).flat())
    return new Described(byTree)
  }

  async #describe(line: Line, met: Met, knowledge: Knowledge): Promise<readonly DescribedConflict[]> {
    const { version, clash } = met
    const { found, bases } = clash
    // The line moves on while we wait for a lane.
    const { tree: ours } = line
    const earlier = [...line.earlier]
    const described =
      found.kind === 'known'
        ? found.conflicts
        : await this.#named(
            await this.#describeNew(
              knowledge.reading ?? new ClashReading(this.#clash(line, met, found.answer)),
              knowledge,
            ),
            met,
          )
    // Upstream's commits are never walked: that it has these is known from the description alone.
    const byUpstream = described.flatMap(({ conflict }) =>
      conflict.pairs.flatMap(({ ours }) => ours).filter(({ tree: from }) => from === undefined),
    )
    for (const { commit } of byUpstream.flatMap(({ commits }) => commits)) this.#memo.facts?.inUpstream.add(commit)
    const conflicts = described.map(({ conflict }) => conflict)
    const sources = await this.#attempts.sources(conflicts, earlier)
    const { settlement } = knowledge
    this.#memo.merges.set(mergeKey(bases, version), {
      ours,
      result: { kind: 'conflicted', conflicts: described, sources, settlement },
    })
    return described
  }

  async #describeNew(reading: ClashReading, { settled, shown, partly }: Knowledge): Promise<DescribedConflict[]> {
    const by = new Map(settled.map((one) => [one.path, one.by]))
    const described = await this.#lanes.run(() =>
      describeConflicts(reading, shown && { tree: shown, paths: new Set(by.keys()) }),
    )
    return described.map(({ conflict, diff }) => ({
      conflict: { ...conflict, settled: by.get(conflict.path), partly: partly.get(conflict.path) },
      diff,
    }))
  }

  #named(described: readonly DescribedConflict[], { members }: Met): Promise<readonly DescribedConflict[]> {
    return namedByOriginals(this.#shop, byMembers(described, members), this.#rebuilt)
  }

  #clash(line: Line, { tree, version, clash: { bases, commits } }: Met, answer: MergeAnswer): Clash {
    const { tree: ours } = line
    const earlier = [...line.earlier]
    return { shop: this.#shop, tree, version, bases, commits, ours, upstream: this.#upstream, earlier, answer }
  }
}

/** Of a group's conflict it is told which member its commits came in by. */
function byMembers(
  described: readonly DescribedConflict[],
  members: readonly EarlierMerge[] | undefined,
): readonly DescribedConflict[] {
  if (members === undefined) return described
  const named = ({ tree, commits }: Culprit): Culprit => {
    const member = members.find((one) => commits.some(({ commit }) => one.commits.includes(commit)))
    return { tree: member?.tree ?? tree, commits }
  }
  return described.map(({ conflict, diff }) => {
    const pairs = conflict.pairs.map(({ ours, theirs }) => ({ ours, theirs: named(theirs) }))
    return { conflict: { ...conflict, pairs, theirsBy: named(conflict.theirsBy) }, diff }
  })
}

/** Conflicts ready to be put into their outcomes. */
export class Described {
  readonly #byTree: ReadonlyMap<TreeName, readonly DescribedConflict[]>

  constructor(byTree: ReadonlyMap<TreeName, readonly DescribedConflict[]>) {
    this.#byTree = byTree
  }

  /** The outcome with the conflicts of its best version; one that went in has those that are settled. */
  fill(tree: TreeName, outcome: MergeOutcome): MergeOutcome {
    if (!('conflicts' in outcome)) return outcome
    return { ...outcome, conflicts: this.of(tree) }
  }

  /** What a tree, or a group as a whole, met. */
  of(name: TreeName): readonly Conflict[] {
    return (this.#byTree.get(name) ?? []).map(({ conflict }) => conflict)
  }

  /** The combined diff of each conflict, by its id. */
  diffs(): Map<ConflictId, string> {
    return new Map([...this.#byTree.values()].flat().map(({ conflict, diff }) => [conflict.id, diff]))
  }
}
