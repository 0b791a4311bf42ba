/** A finding that is to be told. */
import type { Finding } from '../../base/model/finding.ts'
import type { Person } from '../../base/model/person.ts'

export interface NewFinding {
  readonly finding: Finding
  /** Of the commit, where it is about one. */
  readonly author: Person | undefined
}
