/** Tells how what a tree brings differs from release to release. Pure. */
import type { CommitOid } from '../../base/model/oid.ts'
import { type Flux, type FluxCounts, type FluxDay, type FluxLines, NO_FLUX, unrest } from '../../base/model/flux.ts'
import type { Seen } from '../../base/model/passport.ts'

/** A change in the shape that a tree has it in. */
export interface Shape {
  /** The same for all commits of the change. */
  readonly change: number
  readonly commit: CommitOid
  readonly patch: string
  readonly subject: string
  /** The place of the first release made on an upstream with it. */
  readonly landedAt: number | undefined
}

/** What a tree brought to a release, by change. */
export interface Content {
  readonly seen: Seen
  readonly shapes: ReadonlyMap<number, Shape>
}

export interface FluxOptions {
  /** Places of releases that held nothing of the tree, where what is compared is only part of it. */
  readonly out?: ReadonlySet<number>
  readonly more?: (before: Content, now: Content) => FluxLines
}

/** A tree of which nothing was in a release is compared with what it had before: that it was held is no flux. */
export function fluxOf(contents: readonly Content[], { out, more }: FluxOptions = {}): Flux {
  const days: FluxDay[] = []
  let before: Content | undefined
  for (const content of contents) {
    const day = { seen: content.seen, ...NO_FLUX, more: undefined }
    if (out === undefined ? isOut(before, content) : out.has(content.seen.place)) {
      days.push({ ...day, state: 'out' })
      continue
    }
    if (before === undefined) days.push({ ...day, state: 'begun' })
    else {
      const counts = compare(before, content)
      const moved = Object.values(counts).some((count) => count > 0)
      days.push({ ...day, ...counts, state: 'in', more: moved ? more?.(before, content) : undefined })
    }
    before = content
  }
  const restless = days.findLast((day) => day.state === 'in' && unrest(day) > 0)
  const begun = days.find(({ state }) => state !== 'out')
  return {
    days,
    changes: before?.shapes.size ?? 0,
    stableSince: (restless ?? begun)?.seen,
    isStableThroughout: restless === undefined && days[0]?.state !== 'out',
  }
}

/** Where everything that is gone went upstream it is empty, not out. */
function isOut(before: Content | undefined, { seen, shapes }: Content): boolean {
  if (shapes.size > 0) return false
  return before === undefined || ![...before.shapes.values()].every((shape) => hasLanded(shape, seen))
}

function hasLanded({ landedAt }: Shape, { place }: Seen): boolean {
  return landedAt !== undefined && landedAt <= place
}

function compare(before: Content, now: Content): FluxCounts {
  const counts: { -readonly [key in keyof FluxCounts]: number } = { ...NO_FLUX }
  for (const [change, shape] of now.shapes) {
    const earlier = before.shapes.get(change)
    if (earlier === undefined) counts.added += 1
    else if (earlier.commit === shape.commit) continue
    else if (earlier.patch === shape.patch) counts.rebased += 1
    else counts.rewritten += 1
  }
  for (const [change, shape] of before.shapes) {
    if (now.shapes.has(change)) continue
    if (hasLanded(shape, now.seen)) counts.landed += 1
    else counts.dropped += 1
  }
  return counts
}
