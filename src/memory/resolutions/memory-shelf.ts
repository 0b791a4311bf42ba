/** Resolutions looked up in memory: for a handful, such as those that one release used. */
import type { Resolution, Withdrawal } from '../../base/model/resolution.ts'
import type { ResolutionId } from '../../base/model/settling.ts'
import { assert } from '../../base/std/assert.ts'
import { groupBy } from '../../base/std/collections.ts'
import { holds, marksOf, withdrawn } from './in-force.ts'
import type { Shelf } from './shelf.ts'
import { byAge } from './store.ts'

export function shelfOf(resolutions: readonly Resolution[], withdrawals: readonly Withdrawal[]): Shelf {
  const gone = withdrawn(resolutions, withdrawals)
  const ordered = resolutions.toSorted(byAge)
  const marks = ordered.toReversed().flatMap((resolution) => marksOf(resolution).filter((mark) => holds(mark, gone)))
  const byKey = groupBy(marks, ({ key }) => key)
  const byId = new Map<ResolutionId, Resolution>(resolutions.map((resolution) => [resolution.id, resolution]))
  return {
    find: (keys) => Promise.resolve(new Map(keys.flatMap((key) => pair(key, byKey.get(key))))),
    read: (id) => {
      const resolution = byId.get(id)
      assert(resolution !== undefined, 'only what was found is read')
      return Promise.resolve(resolution)
    },
    mergeFixes: () =>
      Promise.resolve(ordered.filter(({ id, fixes }) => fixes.length > 0 && !gone.ids.has(id) && !gone.fixes.has(id))),
  }
}

function pair<Key, Value>(key: Key, value: Value | undefined): [Key, Value][] {
  return value === undefined ? [] : [[key, value]]
}
