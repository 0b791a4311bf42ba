/** What was in force at an earlier head of the chain, found through the index of a later one and read from the earlier alone. */
import type { Resolution, Withdrawal } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { assert } from '../../base/std/assert.ts'
import type { IndexedShelf } from './index-shelf.ts'
import { shelfOf } from './memory-shelf.ts'
import type { Shelf } from './shelf.ts'

/** How a resolution stood at the earlier head; undefined where that had none of the id yet. */
export type ReadThen = (
  id: ResolutionId,
) => Promise<{ readonly resolution: Resolution; readonly withdrawals: readonly Withdrawal[] } | undefined>

/**
 * The index only names what may matter to a question, which includes all that has come since and all that was taken back since. Whether
 * it was there, and whether it held, is decided anew from what the earlier head has of just these, as if they were all there is: what
 * goes by other keys has no say.
 */
export function earlierShelf(index: IndexedShelf, readThen: ReadThen): Shelf {
  const known = new Map<ResolutionId, ReturnType<ReadThen>>()
  const then = (id: ResolutionId): ReturnType<ReadThen> => {
    const found = known.get(id) ?? readThen(id)
    known.set(id, found)
    return found
  }
  const among = async (ids: readonly ResolutionId[]): Promise<Shelf> => {
    const there = (await Promise.all(ids.map(then))).filter((one) => one !== undefined)
    return shelfOf(
      there.map(({ resolution }) => resolution),
      there.flatMap(({ withdrawals }) => withdrawals),
    )
  }
  return {
    find: async (keys) => (await among(await index.concerning(keys))).find(keys),
    read: async (id) => {
      const found = await then(id)
      assert(found !== undefined, 'only what was found is read')
      return found.resolution
    },
    mergeFixes: async () => (await among(await index.everyFix())).mergeFixes(),
  }
}
