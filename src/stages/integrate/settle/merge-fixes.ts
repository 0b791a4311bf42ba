/**
 * Merge fixes: edits that a merge needs where git saw no conflict. Each is applied with the merge that brings the last thing it is about,
 * by a three-way merge of its own, `ort`'s, over trees that hold its files alone.
 */
import type { MergeAnswer } from '../../../base/git/merge-tree.ts'
import { overlay } from '../../../base/git/overlay.ts'
import { MODE_SUBMODULE } from '../../../base/git/objects.ts'
import type { TreeName } from '../../../base/model/names.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import type { Needed, Resolution } from '../../../base/model/resolution.ts'
import type { ResolutionId, Settled } from '../../../base/model/settling.ts'
import { distinct } from '../../../base/std/collections.ts'
import type { Ancestry } from '../ancestry.ts'
import type { Line } from '../line.ts'
import type { Workshop } from '../workshop.ts'
import { applyEdits } from './apply-edits.ts'
import { inOrder } from './fix-order.ts'

export interface Amended {
  readonly kind: 'amended'
  readonly tree: TreeOid
  readonly settled: readonly Settled[]
  /** Fixes that change nothing any more. */
  readonly idle: readonly ResolutionId[]
  readonly due: readonly ResolutionId[]
}

/** What became of a clean merge under the fixes that are due with it. */
export type Amendment =
  | Amended
  /** A fix no longer applies: `answer` is git's, about its files. */
  | { readonly kind: 'clash'; readonly fix: ResolutionId; readonly answer: MergeAnswer }

/** A merge about to stand: what it holds, and what comes in with it. */
export interface Due {
  readonly tree: TreeOid
  readonly names: readonly TreeName[]
  readonly commits: readonly CommitOid[]
  /** Fixes that the merge has in it, for a group's. */
  readonly amended?: ReadonlySet<ResolutionId>
}

export class MergeFixes {
  readonly #shop: Workshop
  readonly #fixes: readonly Resolution[]

  constructor(shop: Workshop, fixes: readonly Resolution[]) {
    this.#shop = shop
    this.#fixes = fixes
  }

  /** Those that can come due: what upstream has by itself it has dealt with, and what is not here never comes. */
  static async open(
    shop: Workshop,
    ancestry: Ancestry,
    candidates: readonly Resolution[],
    retired: readonly ResolutionId[],
  ): Promise<MergeFixes> {
    const open = candidates.filter(({ id }) => !retired.includes(id))
    const commits = distinct(open.flatMap(({ needed }) => needed?.commits ?? []))
    const sizes = await Promise.all(commits.map((commit) => shop.reader.size(commit)))
    const here = new Set(commits.filter((_, at) => sizes[at] !== undefined))
    // In one question: an upstream whose merges were learned has hundreds of them.
    await ancestry.learn([...here])
    const fixes = open.filter(({ needed }) => {
      if (needed === undefined || needed.commits.some((commit) => !here.has(commit))) return false
      return needed.trees.length > 0 || needed.commits.some((commit) => !ancestry.contains(commit))
    })
    const whole = await Promise.all(fixes.map((fix) => isWhole(shop, fix)))
    return new MergeFixes(shop, inOrder(fixes.filter((_, at) => whole[at])))
  }

  /** Applies what comes due with a merge that is about to be added to the line. */
  async amend(line: Line, due: Due): Promise<Amendment> {
    let { tree } = due
    const settled: Settled[] = []
    const idle: ResolutionId[] = []
    const fixes = this.#dueWith(line, due)
    for (const fix of fixes) {
      const applied = await applyEdits(this.#shop, tree, fix.fixes)
      // What git cannot merge says nothing of whether the fix is still needed.
      if (applied.kind === 'unknown') continue
      if (applied.kind === 'clash') {
        // A tree without anything of its own may have dropped what the fix is about; nobody else's is kept back for that.
        if (fix.needed?.trees.some((name) => line.present.has(name))) continue
        return { kind: 'clash', fix: fix.id, answer: applied.answer }
      }
      if (applied.leaves.length === 0) idle.push(fix.id)
      const by = [{ kind: 'resolution', id: fix.id, tier: 'merge-fix' } as const]
      settled.push(...applied.leaves.map(({ path }) => ({ path, by })))
      tree = await overlay(this.#shop.folders, tree, applied.leaves)
    }
    return { kind: 'amended', tree, settled, idle, due: fixes.map(({ id }) => id) }
  }

  /** All that they are about is there, and this merge brings the last of it. What is in upstream needs its fix as before. */
  #dueWith(line: Line, { names, commits, amended }: Due): Resolution[] {
    if (this.#fixes.length === 0) return []
    const [coming, brought] = [new Set(names), new Set(commits)]
    const merged = new Set([...line.earlier.map(({ tree }) => tree), ...line.present, ...names])
    return this.#fixes.filter(
      ({ id, needed = NOTHING }) =>
        !line.amended.has(id) &&
        amended?.has(id) !== true &&
        (needed.trees.some((tree) => coming.has(tree)) || needed.commits.some((commit) => brought.has(commit))) &&
        needed.trees.every((tree) => merged.has(tree)) &&
        needed.commits.every((commit) => brought.has(commit) || line.ancestry.contains(commit)),
    )
  }
}

/** What no merge brings. */
const NOTHING: Needed = { trees: [], commits: [] }

/** Whether all that it is made of is here; a record may name what nobody has. */
async function isWhole(shop: Workshop, { fixes }: Resolution): Promise<boolean> {
  const entries = fixes.flatMap(({ before, after }) => [before, after]).filter((entry) => entry !== undefined)
  const blobs = entries.filter(({ mode }) => mode !== MODE_SUBMODULE)
  const sizes = await Promise.all(blobs.map(({ oid }) => shop.reader.size(oid)))
  return sizes.every((size) => size !== undefined)
}
