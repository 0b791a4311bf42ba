/** What happens in a world before the ordinary days are filled in: who is who, who contains whom, who collides with whom. */
import type { BaseText } from './base-text.ts'
import { Claims } from './claims.ts'
import type { Change } from './patchwork.ts'
import { plantConflict, plantMovedFile, plantMovedFolder } from './plants.ts'
import { type Course, cast, type Draft, type ExpectedConflict } from './cast.ts'
import { Random } from './random.ts'
import type { Shape } from './shape.ts'
import type { Territory } from './territories.ts'

export interface TreePlan {
  readonly name: string
  readonly kind: 'fixes' | 'next'
  readonly territory: Territory
  /** The upstream release it started from, an index into the shape's. */
  readonly base: number
  readonly course: Course
  /** Changes that must happen, beside those that chance brings. */
  readonly plants: readonly Change[]
}

export interface Plan {
  /** In roster order. */
  readonly trees: readonly TreePlan[]
  /** What upstream changes after its last release because a tree collides with it. */
  readonly upstreamPlants: readonly Change[]
  readonly conflicts: readonly ExpectedConflict[]
  /** Trees that a tree before them contains. */
  readonly alreadyIn: readonly string[]
  readonly claims: Claims
}

export function planWorld(shape: Shape, base: BaseText): Plan {
  const random = new Random(shape.name, 'plan')
  const claims = new Claims()
  const drafts = cast(shape, base, random)
  const idle = random.shuffled(drafts)
  const takePair = (): [Draft, Draft] => {
    const [a, b] = [idle.pop(), idle.pop()]
    if (!a || !b) throw new Error('more roles than trees')
    return a.index < b.index ? [a, b] : [b, a]
  }
  const takeOne = (): Draft => {
    const draft = idle.pop()
    if (!draft) throw new Error('more roles than trees')
    return draft
  }

  const alreadyIn = assignCourses(shape, takePair, takeOne)
  const tools = { base, claims, random }
  for (let n = 0; n < shape.movedFolders; n++) plantMovedFolder(...takePair(), drafts, tools)
  for (let n = 0; n < shape.movedFiles; n++) plantMovedFile(...takePair(), tools)
  const upstreamPlants: Change[] = []
  const conflicts = shape.conflicts.map((kind) => plantConflict(kind, takePair(), upstreamPlants, tools))
  return { trees: drafts, upstreamPlants, conflicts, alreadyIn, claims }
}

/** Gives trees histories that are not straight. Returns the names of trees contained in one before them. */
function assignCourses(shape: Shape, takePair: () => [Draft, Draft], takeOne: () => Draft): string[] {
  const newest = shape.releases.length - 1
  const alreadyIn: string[] = []
  for (let n = 0; n < shape.containing; n++) {
    const [earlier, later] = takePair()
    // The first one contains a tree that comes after it.
    const [inner, outer] = n === 0 ? [later, earlier] : [earlier, later]
    if (n === 0) alreadyIn.push(inner.name)
    outer.course = n % 2 === 0 ? { kind: 'based-on', tree: inner.name } : { kind: 'merges', tree: inner.name }
  }
  for (let n = 0; n < shape.sharedTopics; n++) {
    const pair = takePair()
    const topic = { name: `${pair[0].name}-topic-${n}`, territory: pair[0].territory, base: newest - 2 }
    for (const [later, draft] of pair.entries()) {
      draft.base = newest - 1 + later
      draft.course = { kind: 'shared-topic', topic }
    }
  }
  for (let n = 0; n < shape.topics; n++) takeOne().course = { kind: 'topic' }
  for (let n = 0; n < shape.backMerges; n++) {
    const draft = takeOne()
    draft.base = newest - 2
    draft.course = { kind: 'back-merge', release: newest - (n % 2) }
  }
  return alreadyIn
}
