/** What changed between pairs of commits, read once for all trees that need it and kept for the next time. */
import { diffTrees } from '../../../base/git/diff-tree.ts'
import { parseCommit } from '../../../base/git/objects.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import { assert } from '../../../base/std/assert.ts'
import type { Workshop } from '../workshop.ts'
import { type Layer, type LayerFacts, layerFacts, layOut, NO_LAYER } from './layer.ts'

/** Two commits, the older first. */
export interface Span {
  readonly from: CommitOid
  readonly to: CommitOid
}

/** git is asked about so many spans at a time: two old releases of a kernel differ in half of its 80,000 files, which is 6 MB to read. */
const SPANS_AT_ONCE = 32

export class Layers {
  /** Changes in all of them, which is what they take of memory: 200 bytes each. */
  size = 0
  readonly #shop: Workshop
  readonly #known: ReadonlyMap<string, LayerFacts>
  readonly #layers = new Map<string, Layer>()
  /** All that were asked for. */
  readonly used = new Map<string, LayerFacts>()

  constructor(shop: Workshop, known: ReadonlyMap<string, LayerFacts>) {
    this.#shop = shop
    this.#known = known
  }

  /** Reads in a few large questions what `between` will be asked for. */
  async learn(spans: readonly Span[]): Promise<void> {
    const wanted = spans.filter((span) => span.from !== span.to && !this.used.has(keyOf(span)))
    const fresh = [...new Map(wanted.map((span) => [keyOf(span), span])).values()]
    const unknown = fresh.filter((span) => !this.#known.has(keyOf(span)))
    const pairs = await Promise.all(
      unknown.map(async ({ from, to }) => ({ from: await this.#root(from), to: await this.#root(to) })),
    )
    for (let from = 0; from < unknown.length; from += SPANS_AT_ONCE) {
      const lot = pairs.slice(from, from + SPANS_AT_ONCE)
      const diffs = await diffTrees(this.#shop.git, lot)
      const read = await Promise.all(lot.map(({ to }, at) => layerFacts(this.#shop.folders, to, diffs[at] ?? [])))
      for (const [at, facts] of read.entries()) {
        const span = unknown[from + at]
        if (span !== undefined) this.#keep(span, facts)
      }
    }
    for (const span of fresh) if (this.#known.has(keyOf(span))) this.#keep(span, this.#known.get(keyOf(span)))
  }

  #keep(span: Span, facts: LayerFacts | undefined): void {
    assert(facts !== undefined, 'each span was read')
    this.used.set(keyOf(span), facts)
    this.size += facts.changes.length
    this.#layers.set(keyOf(span), layOut(facts))
  }

  between(from: CommitOid, to: CommitOid): Layer {
    if (from === to) return NO_LAYER
    const layer = this.#layers.get(keyOf({ from, to }))
    assert(layer !== undefined, 'layers are learned before they are asked for')
    return layer
  }

  async #root(commit: CommitOid): Promise<TreeOid> {
    return parseCommit(await this.#shop.reader.read(commit, 'commit')).tree
  }
}

function keyOf({ from, to }: Span): string {
  return from + to
}
