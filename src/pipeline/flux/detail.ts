/** What only the commits themselves tell of a tree's flux: their order, and the lines of their patches. */
import { readChangedLines } from '../../base/git/changed-lines.ts'
import { commitsBeyond } from '../../base/git/commit-walk.ts'
import type { Git } from '../../base/git/spawn.ts'
import type { FluxLines } from '../../base/model/flux.ts'
import type { CommitOid } from '../../base/model/oid.ts'
import { distinct } from '../../base/std/collections.ts'
import { movedInOrder } from '../../base/std/moved-in-order.ts'
import type { Content, Shape } from './compare-contents.ts'

type Detail = (before: Content, now: Content) => FluxLines

/** `ends` are the tree's versions and the upstreams of the releases; each tree's history is walked once for all of them. */
export async function detailOf(git: Git, contents: readonly Content[], upstream: CommitOid): Promise<Detail> {
  const shapes = distinct(contents.map((content) => content.shapes)).flatMap((one) => [...one.values()])
  const all = distinct(shapes.map(({ commit }) => commit))
  const order = await placesOf(git, all, upstream)
  const touched = distinct(contents.flatMap((content, at) => otherwise(contents[at - 1], content)))
  const lines = await readChangedLines(git, touched)
  return (before, now) => ({
    reordered: reordered(before, now, order),
    lines: linesBetween(before, now, lines),
  })
}

/** How deep each commit stands in history: of two in one branch, the deeper is the earlier one. */
async function placesOf(
  git: Git,
  commits: readonly CommitOid[],
  upstream: CommitOid,
): Promise<ReadonlyMap<CommitOid, number>> {
  const links = await commitsBeyond(git, commits, [upstream])
  return new Map(links.map(({ commit }, place) => [commit, links.length - place]))
}

/** Commits whose patches came, went, or became others. */
function otherwise(before: Content | undefined, now: Content): CommitOid[] {
  if (before === undefined || before.shapes === now.shapes) return []
  const differs = (one: Shape, other: Shape | undefined): boolean => one.patch !== other?.patch
  const came = [...now.shapes.values()].filter((shape) => differs(shape, before.shapes.get(shape.change)))
  const went = [...before.shapes.values()].filter((shape) => differs(shape, now.shapes.get(shape.change)))
  return [...came, ...went].map(({ commit }) => commit)
}

/** Of the changes that are in both, those that somebody moved about. */
function reordered(before: Content, now: Content, places: ReadonlyMap<CommitOid, number>): number {
  const line = ({ shapes }: Content): number[] =>
    [...shapes.values()]
      .toSorted((a, b) => (places.get(a.commit) ?? 0) - (places.get(b.commit) ?? 0))
      .map(({ change }) => change)
  return movedInOrder(line(before), line(now)).length
}

function linesBetween(
  before: Content,
  now: Content,
  lines: ReadonlyMap<CommitOid, readonly string[]>,
): number | undefined {
  let sum = 0
  for (const change of new Set([...before.shapes.keys(), ...now.shapes.keys()])) {
    const [one, other] = [before.shapes.get(change), now.shapes.get(change)]
    if (one?.patch === other?.patch) continue
    if (one !== undefined && other === undefined && isUpstream(one, now)) continue
    const [old, fresh] = [one ? lines.get(one.commit) : [], other ? lines.get(other.commit) : []]
    if (old === undefined || fresh === undefined) return undefined
    sum += apart(old, fresh)
  }
  return sum
}

function isUpstream({ landedAt }: Shape, { seen }: Content): boolean {
  return landedAt !== undefined && landedAt <= seen.place
}

/** Lines that one of two patches has and the other has not: the larger of both counts, so that a line that became another counts once. */
function apart(old: readonly string[], fresh: readonly string[]): number {
  const left = new Map<string, number>()
  for (const line of old) left.set(line, (left.get(line) ?? 0) + 1)
  let onlyFresh = 0
  for (const line of fresh) {
    const times = left.get(line) ?? 0
    if (times === 0) onlyFresh += 1
    else left.set(line, times - 1)
  }
  const onlyOld = [...left.values()].reduce((sum, times) => sum + times, 0)
  return Math.max(onlyOld, onlyFresh)
}
