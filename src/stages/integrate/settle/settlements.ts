/** Settles what merges meet, by what is on record now or was when the same clash was met before. */
import type { TreeName } from '../../../base/model/names.ts'
import { overlay } from '../../../base/git/overlay.ts'
import type { CommitOid, TreeOid } from '../../../base/model/oid.ts'
import type { PartlyKnown, Settled, Settler } from '../../../base/model/settling.ts'
import type { Attempt } from '../attempt.ts'
import type { EarlierMerge } from '../conflict/clash.ts'
import { ClashReading } from '../conflict/reading.ts'
import type { Line } from '../line.ts'
import type { MemoSettlement } from '../memo.ts'
import type { Workshop } from '../workshop.ts'
import { settle, type SettlingGround } from './settle.ts'

/** A version and what it met. */
export interface Met {
  readonly tree: TreeName
  readonly version: CommitOid
  readonly clash: Attempt & { readonly kind: 'clash' }
  /** For a group: the merges it is made of. */
  readonly members?: readonly EarlierMerge[]
}

/** What is known of a clash. */
export interface Knowledge {
  /** What of it was read for that; undefined when nothing had to be. */
  readonly reading: ClashReading | undefined
  /** The merge with all its conflicts settled; undefined while one is open. */
  readonly settlement: MemoSettlement | undefined
  /** The paths that are settled, also where others are open, and a tree that holds what became of them; git's markers stand in the others. */
  readonly settled: readonly Settled<Settler>[]
  readonly shown: TreeOid | undefined
  /** By raw path, what is known of those that are open. */
  readonly partly: ReadonlyMap<string, PartlyKnown>
}

const NOTHING: Knowledge = {
  reading: undefined,
  settlement: undefined,
  settled: [],
  shown: undefined,
  partly: new Map(),
}

export class Settlements {
  readonly #shop: Workshop
  readonly #upstream: CommitOid
  readonly #ground: SettlingGround | undefined

  constructor(shop: Workshop, upstream: CommitOid, ground: SettlingGround | undefined) {
    this.#shop = shop
    this.#upstream = upstream
    this.#ground = ground
  }

  async of(line: Line, { tree, version, clash }: Met): Promise<Knowledge> {
    const { found, bases, commits } = clash
    if (found.kind === 'known') return { ...NOTHING, settlement: found.settlement }
    if (this.#ground === undefined) return NOTHING
    const reading = new ClashReading({
      shop: this.#shop,
      tree,
      version,
      bases,
      commits,
      ours: line.tree,
      upstream: this.#upstream,
      // The line moves on while the conflicts are described.
      earlier: [...line.earlier],
      answer: found.answer,
    })
    const { whole, leaves, settled, partly } = await settle(reading, this.#ground)
    if (whole) {
      const settlement = { ...(await found.complete(leaves)), settled }
      return { reading, settlement, settled, shown: settlement.tree, partly }
    }
    const shown = settled.length === 0 ? undefined : await overlay(this.#shop.folders, found.answer.tree, leaves)
    return { reading, settlement: undefined, settled, shown, partly }
  }
}
