/** Which commits each tree has beyond upstream, out of one walk over all of them. Pure. */
import type { CommitLink } from '../../base/git/commit-walk.ts'
import type { CommitOid } from '../../base/model/oid.ts'

/** For each tip what it reaches of `links`, parents before children. `links` has children before parents, as git tells them. */
export function commitsOfTips(
  links: readonly CommitLink[],
  tips: readonly (CommitOid | undefined)[],
): (readonly CommitOid[])[] {
  const places = new Map(links.map(({ commit }, place) => [commit, place]))
  const known = new Map<CommitOid, readonly CommitOid[]>()
  return tips.map((tip) => {
    if (tip === undefined) return []
    const found = known.get(tip) ?? reached(links, places, tip)
    known.set(tip, found)
    return found
  })
}

function reached(
  links: readonly CommitLink[],
  places: ReadonlyMap<CommitOid, number>,
  tip: CommitOid,
): readonly CommitOid[] {
  const seen = new Set<number>()
  const waiting = [tip]
  for (let commit = waiting.pop(); commit !== undefined; commit = waiting.pop()) {
    const place = places.get(commit)
    if (place === undefined || seen.has(place)) continue
    seen.add(place)
    waiting.push(...(links[place]?.parents ?? []))
  }
  const inOrder = [...seen].sort((a, b) => b - a)
  return inOrder.flatMap((place) => links[place]?.commit ?? [])
}
