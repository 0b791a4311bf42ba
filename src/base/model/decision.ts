/** What a person decided about a tree; recorded with who, when and why, and in force until undone. */
import type { Brand } from '../std/brand.ts'
import type { Instant } from './instant.ts'
import type { ReleaseName, TreeName } from './names.ts'
import type { Person } from './person.ts'

/** Hash of the decision's own text, shortened: names its file in the record. */
export type DecisionId = Brand<string, 'DecisionId'>

export type Verb =
  /** The tree goes in as it was in that release. */
  | { readonly verb: 'keep'; readonly tree: TreeName; readonly at: ReleaseName }
  /** Nothing of it goes in. */
  | { readonly verb: 'hold'; readonly tree: TreeName }
  /** Nothing of it goes in, and counts and reports leave it out. */
  | { readonly verb: 'drop'; readonly tree: TreeName }
  | { readonly verb: 'undo'; readonly decision: DecisionId }

export type Decision = Verb & {
  readonly id: DecisionId
  readonly who: Person
  readonly when: Instant
  readonly why: string
}
