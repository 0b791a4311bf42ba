/** Chooses the variants under which answers to one conflict are put into an rr-cache that may have some already. Pure. */
import { groupBy } from '../../../base/std/collections.ts'
import type { Resolution, Withdrawal } from '../../../base/model/resolution.ts'
import type { ResolutionId } from '../../../base/model/settling.ts'
import { filesInForce } from '../in-force.ts'
import { type Images, imagesKey, imagesOf } from './imported.ts'

/** An answer, and whose it is. */
export interface Offer extends Images {
  readonly resolution: ResolutionId
}

/** Everything on record that rerere could keep, sorted by whether it holds. */
export interface Offers {
  /** By rerere's id, newest first: git tries variants in order, and takes the first that fits. */
  readonly inForce: ReadonlyMap<string, readonly Offer[]>
  /** Keys of answers that were taken back or replaced, and that nothing in force repeats. */
  readonly gone: ReadonlySet<string>
  /** Resolutions in force of which rerere keeps nothing: a deletion, a binary file, a merge fix. */
  readonly unfit: number
}

/** `resolutions` are oldest first. */
export function offersOf(resolutions: readonly Resolution[], withdrawals: readonly Withdrawal[]): Offers {
  const holding = filesInForce(resolutions, withdrawals)
  const all = resolutions.toReversed().flatMap((resolution) =>
    resolution.files.flatMap((file) => {
      const images = imagesOf(file)
      return images === undefined ? [] : [{ file, offer: { ...images, resolution: resolution.id } }]
    }),
  )
  const inForce = all.filter(({ file }) => holding.has(file)).map(({ offer }) => offer)
  const once = [...groupBy(inForce, imagesKey).values()].map(([newest]) => newest as Offer)
  const kept = new Set(inForce.map(imagesKey))
  const gone = all.map(({ offer }) => imagesKey(offer)).filter((key) => !kept.has(key))
  const named = new Set(all.map(({ offer }) => offer.resolution))
  const unfit = resolutions.filter(
    ({ id, files, fixes }) => !named.has(id) && (files.some((file) => holding.has(file)) || fixes.length > 0),
  )
  return { inForce: groupBy(once, ({ id }) => id), gone: new Set(gone), unfit: unfit.length }
}

/** What stands under a number in one folder of the cache; undefined for a file that is missing or cannot be read. */
export interface Standing {
  readonly variant: number
  readonly preimage: string | undefined
  readonly postimage: string | undefined
}

export interface Placement {
  readonly offer: Offer
  readonly variant: number
}

/** Whatever stands there stays: each answer that is not there yet gets the first number that nothing has. */
export function placesFor(
  standing: readonly Standing[],
  offers: readonly Offer[],
): { readonly placed: readonly Placement[]; readonly known: readonly Offer[] } {
  const isThere = (offer: Offer): boolean =>
    standing.some(({ preimage, postimage }) => preimage === offer.preimage && postimage === offer.postimage)
  const taken = new Set(standing.map(({ variant }) => variant))
  const placed: Placement[] = []
  let variant = 0
  for (const offer of offers) {
    if (isThere(offer)) continue
    while (taken.has(variant)) variant += 1
    placed.push({ offer, variant })
    variant += 1
  }
  return { placed, known: offers.filter(isThere) }
}
