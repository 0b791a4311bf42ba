/** The trees of a world while its plan is drawn up: names, territories, and what each still has to be given. */
import type { BaseText } from './base-text.ts'
import type { Change } from './patchwork.ts'
import type { Random } from './random.ts'
import type { Shape } from './shape.ts'
import { type Territory, territories } from './territories.ts'

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

/** Names and territories. A fixes tree has the territory of a next tree. */
export function cast(shape: Shape, base: BaseText, random: Random): Draft[] {
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
