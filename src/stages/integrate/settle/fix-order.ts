/** The order in which merge fixes are applied: by age, and of those made in one second each after what it goes on from. Pure. */
import type { FixedFile, Resolution } from '../../../base/model/resolution.ts'
import { groupBy } from '../../../base/std/collections.ts'

type Fix = Pick<Resolution, 'id' | 'at' | 'fixes'>

/** `fixes` are by age. A series that `git am` or a rebase put on a branch has many commits of one second. */
export function inOrder<Any extends Fix>(fixes: readonly Any[]): Any[] {
  return [...groupBy(fixes, ({ at }) => at.epochSeconds).values()].flatMap(asChain)
}

/** Where they lead in a circle, as a change and its revert do, the first is taken as it is. */
function asChain<Any extends Fix>(sameAge: readonly Any[]): readonly Any[] {
  if (sameAge.length === 1) return sameAge
  const makers = makersBy(sameAge)
  const open = new Set(sameAge)
  const order: Any[] = []
  const isReady = (fix: Any): boolean =>
    startsOf(fix).every((start) => makers.get(start)?.every((maker) => maker === fix || !open.has(maker)) ?? true)
  while (open.size > 0) {
    const next = [...open].find(isReady) ?? [...open][0]
    if (next === undefined) break
    open.delete(next)
    order.push(next)
  }
  return order
}

/** By how they leave a file. */
function makersBy<Any extends Fix>(all: readonly Any[]): ReadonlyMap<string, readonly Any[]> {
  const left = all.flatMap((fix) => fix.fixes.map(({ path, after }) => ({ fix, state: stateOf(path, after) })))
  const groups = groupBy(left, ({ state }) => state)
  return new Map([...groups].map(([state, found]) => [state, found.map(({ fix }) => fix)]))
}

function startsOf({ fixes }: Fix): string[] {
  return fixes.map(({ path, before }) => stateOf(path, before))
}

function stateOf(path: string, entry: FixedFile['after']): string {
  return `${entry?.mode} ${entry?.oid} ${path}`
}
