/**
 * Which pairs of trees conflict when merged with one another: for every pair what `git merge-tree` says, asked only where it can say yes.
 *
 * Architecture invariant: a pair is answered without git only where `ort` must merge it clean; docs/decisions/0010-matrix-pruning.md has the
 * proof. Sides are made of layers: what a tree changed since the commit of upstream that it is based on, and below that what upstream
 * changed since the pair's merge base.
 */
import type { TreeName } from '../../../base/model/names.ts'
import type { CommitOid } from '../../../base/model/oid.ts'
import { assert } from '../../../base/std/assert.ts'
import { byText } from '../../../base/std/collections.ts'
import type { Workshop } from '../workshop.ts'
import { Asking } from './asking.ts'
import type { MatrixFacts } from './facts.ts'
import { Layers } from './layers.ts'
import { readHistories } from './stands.ts'
import { findSuspects } from './suspects.ts'

export interface MatrixTree {
  readonly name: TreeName
  readonly tip: CommitOid
}

/** Two trees that conflict, in roster order. */
export interface ConflictingPair {
  readonly a: TreeName
  readonly b: TreeName
  /** Raw: one character a byte. Sorted. */
  readonly paths: readonly string[]
}

export interface Matrix {
  readonly pairs: readonly ConflictingPair[]
  /** How many pairs there are, how many git was asked about as wholes, and about how many contents. */
  readonly counts: { readonly pairs: number; readonly asked: number; readonly contents: number }
  /** For the next time. */
  readonly facts: MatrixFacts
}

export async function conflictingPairs(
  shop: Workshop,
  order: {
    readonly upstream: CommitOid
    readonly trees: readonly MatrixTree[]
    readonly attributes: readonly string[]
    /** Changes of upstream that are read at most; pairs beyond that are merged by git, whole. */
    readonly changesMax?: number
  },
  known: MatrixFacts,
): Promise<Matrix> {
  const { trees, upstream, attributes } = order
  shop.useAttributes(attributes)
  const tips = trees.map(({ tip }) => tip)
  const histories = await readHistories(shop.git, upstream, tips)
  const layers = new Layers(shop, known.layers)
  const suspects = await findSuspects(histories, layers, order.changesMax)
  const asking = new Asking(shop, [shop.merger, shop.second], known, attributes.length === 0)
  const judged = await asking.judge(histories.stands, suspects)
  const pairs = [...judged.conflicts]
    .sort(([one], [other]) => one - other)
    .map(([pair, paths]) => ({
      a: nameAt(trees, Math.floor(pair / trees.length)),
      b: nameAt(trees, pair % trees.length),
      paths: [...paths].sort(byText),
    }))
  return {
    pairs,
    counts: { pairs: (trees.length * (trees.length - 1)) / 2, ...judged.counts },
    facts: { layers: layers.used, ...judged.facts },
  }
}

function nameAt(trees: readonly MatrixTree[], place: number): TreeName {
  const tree = trees[place]
  assert(tree !== undefined, 'a pair is made of two trees')
  return tree.name
}
