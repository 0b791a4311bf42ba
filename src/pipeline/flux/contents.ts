/** What each tree brought to each release, out of the stays in the book of passports. */
import type { CommitOid } from '../../base/model/oid.ts'
import type { TreeName } from '../../base/model/names.ts'
import type { Seen } from '../../base/model/passport.ts'
import { groupBy } from '../../base/std/collections.ts'
import type { ShapeStay } from '../../memory/record/passports/shape-stays.ts'
import type { Content, Shape } from './compare-contents.ts'

/** For each tree one content a release; `releases` are those that are looked at, oldest first. */
export function contentsOfTrees(
  stays: readonly ShapeStay[],
  releases: readonly Seen[],
): ReadonlyMap<TreeName, readonly Content[]> {
  const contents = new Map<TreeName, Content[]>()
  for (const [tree, own] of groupBy(stays, (stay) => stay.tree)) contents.set(tree, contentsOf(own, releases))
  return contents
}

function contentsOf(stays: readonly ShapeStay[], releases: readonly Seen[]): Content[] {
  let last: ReadonlyMap<number, Shape> = new Map()
  const starts = groupBy(stays, ({ first }) => first)
  const ends = groupBy(stays, (stay) => stay.last + 1)
  const begin = releases[0]?.place ?? 0
  return releases.map((seen): Content => {
    const begun =
      seen.place === begin
        ? stays.filter((stay) => stay.first <= begin && stay.last >= begin)
        : (starts.get(seen.place) ?? [])
    const ended = seen.place === begin ? [] : (ends.get(seen.place) ?? [])
    // What did not change is the very same map, so that a quiet release costs nothing.
    if (begun.length + ended.length > 0) last = changed(last, begun, ended)
    return { seen, shapes: last }
  })
}

function changed(
  before: ReadonlyMap<number, Shape>,
  begun: readonly ShapeStay[],
  ended: readonly ShapeStay[],
): ReadonlyMap<number, Shape> {
  const shapes = new Map(before)
  for (const { change, commit } of ended) if (shapes.get(change)?.commit === commit) shapes.delete(change)
  for (const stay of begun) shapes.set(stay.change, stay)
  return shapes
}

/** The same with other ids for those commits that have one. What did not change between releases stays the very same map. */
export async function renamed(
  contents: readonly Content[],
  nameOf: (commit: CommitOid) => Promise<CommitOid | undefined>,
): Promise<Content[]> {
  const names = new Map<CommitOid, CommitOid>()
  const done = new Map<Content['shapes'], Content['shapes']>()
  for (const { shapes } of contents) {
    if (done.has(shapes)) continue
    for (const { commit } of shapes.values())
      if (!names.has(commit)) names.set(commit, (await nameOf(commit)) ?? commit)
    const own = [...shapes].map(
      ([change, shape]) => [change, { ...shape, commit: names.get(shape.commit) ?? shape.commit }] as const,
    )
    done.set(shapes, new Map(own))
  }
  return contents.map(({ seen, shapes }) => ({ seen, shapes: done.get(shapes) ?? shapes }))
}

/** Only the changes that pass. */
export function narrowed(contents: readonly Content[], passes: (shape: Shape) => boolean): Content[] {
  return contents.map(({ seen, shapes }) => ({
    seen,
    shapes: new Map([...shapes].filter(([, shape]) => passes(shape))),
  }))
}
