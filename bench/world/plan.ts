/** What happens in a world before the ordinary days are filled in: who is who, who contains whom, who collides with whom. */
import type { BaseText } from './base-text.ts'
import { Claims } from './claims.ts'
import type { Change } from './patchwork.ts'
import { plantConflict, plantMovedFile, plantMovedFolder } from './plants.ts'
import { Random } from './random.ts'
import type { Shape } from './shape.ts'
import { type Territory, territories } from './territories.ts'

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

/** How a tree's history runs. */
export type Course =
  | { readonly kind: 'straight' }
  | { readonly kind: 'topic' }
  | { readonly kind: 'back-merge'; readonly release: number }
  | { readonly kind: 'based-on'; readonly tree: string }
  | { readonly kind: 'merges'; readonly tree: string }
  | { readonly kind: 'shared-topic'; readonly topic: Topic }

/** A branch that is nobody's tree but in two of them. */
export interface Topic {
  readonly name: string
  readonly territory: Territory
  readonly base: number
}

export interface ExpectedConflict {
  /** The tree that is merged when it shows. */
  readonly tree: string
  /** The tree that is in already, or `upstream`. */
  readonly with: string
  readonly path: string
  readonly kind: 'content' | 'modify/delete' | 'add/add'
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

/** A tree while the plan is drawn up. */
export interface Draft {
  readonly index: number
  readonly name: string
  readonly kind: 'fixes' | 'next'
  readonly territory: Territory
  base: number
  course: Course
  readonly plants: Change[]
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

/** Names and territories. A fixes tree has the territory of a next tree. */
function cast(shape: Shape, base: BaseText, random: Random): Draft[] {
  const lands = territories(base.files.files, shape.trees - shape.fixes, random)
  const newest = shape.releases.length - 1
  return Array.from({ length: shape.trees }, (_, index): Draft => {
    const kind = index < shape.fixes ? 'fixes' : 'next'
    const territory = lands[kind === 'fixes' ? index : index - shape.fixes]
    if (!territory) throw new Error('fewer next trees than fixes trees')
    const name = kind === 'fixes' ? `${territory.name}-fixes` : territory.name
    return { index, name, kind, territory, base: random.between(1, newest), course: { kind: 'straight' }, plants: [] }
  })
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
