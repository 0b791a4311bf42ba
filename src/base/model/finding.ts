/** What a rule has to say about a tree, or about one commit in it. */
import type { Brand } from '../std/brand.ts'
import type { TreeName } from './names.ts'
import type { CommitOid } from './oid.ts'
import type { Person } from './person.ts'

/** What becomes of a finding: nothing, it is listed, it is told as well, or it keeps its tree out of releases. */
export type Severity = 'off' | 'note' | 'report' | 'hold'

export const SEVERITIES: readonly Severity[] = ['off', 'note', 'report', 'hold']

/** Every rule there is, with its severity where the roster gives none. */
export const RULES = {
  ownership: 'report',
  'sign-off': 'report',
  'fixes-tag': 'report',
  duplicate: 'report',
  'wrong-merge': 'report',
  'back-merge': 'note',
  'stray-file': 'report',
  'odd-date': 'note',
  'idle-tree': 'note',
  rewound: 'note',
  late: 'note',
} as const satisfies Readonly<Record<string, Severity>>

export type RuleName = keyof typeof RULES

/** What the operator says becomes of the findings of some rules. */
export type RuleSettings = Readonly<Partial<Record<RuleName, Severity>>>

/** Hash of the rule, the tree, and what it is about. The same while the same fault stands, whatever is rebased meanwhile. */
export type FindingId = Brand<string, 'FindingId'>

export interface Finding {
  readonly id: FindingId
  readonly rule: RuleName
  readonly tree: TreeName
  /** Undefined for what is about the tree as a whole. */
  readonly commit: CommitOid | undefined
  /** The commit's own subject, or the tree's name. */
  readonly subject: string
  /** One plain sentence. */
  readonly what: string
  /** Lines to show. Text from outside. */
  readonly evidence: readonly string[]
  /** What to do about it, in one sentence. */
  readonly remedy: string
  /** For a tree that may be removed: tree, day of its last commit, where it is, what it has. Told of all such trees in one table. */
  readonly row?: readonly string[]
  /** People beyond the tree's own whom it is about, as the roster or upstream names them. */
  readonly concerns?: readonly Person[]
}
