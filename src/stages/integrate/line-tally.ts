/** Counts changed lines beside the merging, so that a release's diffstat is there when its last merge is. */
import type { Change } from '../../base/git/diff-tree.ts'
import type { DiffStat } from '../../base/git/diff-stat.ts'
import { countLines, type LineCount } from '../../base/git/line-counts.ts'
import { MODE_SUBMODULE } from '../../base/git/objects.ts'
import type { BlobOid } from '../../base/model/oid.ts'
import type { Workshop } from './workshop.ts'

/** Line counts by the two versions of a file: facts that never change. */
export type LineMemo = Map<string, LineCount>

export class LineTally {
  readonly #shop: Workshop
  readonly #memo: LineMemo
  #ahead: Promise<void> = Promise.resolve()

  constructor(shop: Workshop, memo: LineMemo) {
    this.#shop = shop
    this.#memo = memo
  }

  /** Begins to count changes that will most likely be asked for, in a process of its own. */
  foresee(changes: readonly Change[]): void {
    this.#ahead = this.#learn(changes)
    // A failure is met by count(), which waits for it.
    this.#ahead.catch(() => undefined)
  }

  /** Waits until what was foreseen is counted, however that ends. */
  settle(): Promise<void> {
    return this.#ahead.catch(() => undefined)
  }

  /**
   * As `git diff --shortstat --no-renames` counts them, and submodules without lines. With renames the sum over a release could not be
   * kept up from run to run: one file that comes or goes may pair all others anew.
   */
  async count(changes: readonly Change[]): Promise<DiffStat> {
    await this.#ahead
    await this.#learn(changes)
    let insertions = 0
    let deletions = 0
    for (const change of changes) {
      const lines = this.#memo.get(keyOf(change))
      insertions += lines?.insertions ?? 0
      deletions += lines?.deletions ?? 0
    }
    return { files: changes.length, insertions, deletions }
  }

  async #learn(changes: readonly Change[]): Promise<void> {
    const unknown = new Map<string, Change>()
    for (const change of changes) {
      const key = keyOf(change)
      if (!this.#memo.has(key) && change.oldOid !== change.newOid && !isSubmodule(change)) unknown.set(key, change)
    }
    const pairs = [...unknown.values()].map(({ oldMode, oldOid, newMode, newOid }) => ({
      from: oldMode === 0 ? undefined : (oldOid as BlobOid),
      to: newMode === 0 ? undefined : (newOid as BlobOid),
    }))
    const counts = await countLines(this.#shop.git, pairs, (tree) => this.#shop.loose.write(tree))
    for (const [at, key] of [...unknown.keys()].entries()) {
      const count = counts[at]
      if (count) this.#memo.set(key, count)
    }
  }
}

function keyOf({ oldOid, newOid }: Change): string {
  return oldOid + newOid
}

function isSubmodule({ oldMode, newMode }: Change): boolean {
  return oldMode === MODE_SUBMODULE || newMode === MODE_SUBMODULE
}
