/** What changed between pairs of commits, read once for all trees that need it and kept for the next time. */
import { diffTrees } from '../../../base/git/diff-tree.ts'
import { parseCommit } from '../../../base/git/objects.ts'
import { type CommitOid, EMPTY_TREE, type TreeOid } from '../../../base/model/oid.ts'
import { assert } from '../../../base/std/assert.ts'
import type { Workshop } from '../workshop.ts'
import { type Layer, type LayerFacts, layerFacts, layOut, NO_LAYER } from './layer.ts'

/** Two commits, the older first. */
export interface Span {
  readonly from: CommitOid
  readonly to: CommitOid
}

export class Layers {
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
    const diffs = await diffTrees(this.#shop.git, pairs)
    const read = await Promise.all(
      unknown.map((_, at) => layerFacts(this.#shop.folders, pairs[at]?.to ?? EMPTY_TREE, diffs[at] ?? [])),
    )
    for (const [at, span] of unknown.entries()) this.#keep(span, read[at])
    for (const span of fresh) if (this.#known.has(keyOf(span))) this.#keep(span, this.#known.get(keyOf(span)))
  }

  #keep(span: Span, facts: LayerFacts | undefined): void {
    assert(facts !== undefined, 'each span was read')
    this.used.set(keyOf(span), facts)
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
