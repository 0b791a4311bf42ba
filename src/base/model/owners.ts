/** Who answers for which part of a project, as the project itself has written it down. */
import type { Person } from './person.ts'

/** One part of a project, and those who look after it: a section of MAINTAINERS, a line of CODEOWNERS. */
export interface Claim {
  /** `X86 ARCHITECTURE`, or the pattern. */
  readonly title: string
  /** Whose word counts. */
  readonly owners: readonly Person[]
  /** Who reads along. */
  readonly reviewers: readonly Person[]
  readonly lists: readonly Person[]
  /** Where its changes are gathered; a branch only where one is named. */
  readonly sources: readonly ClaimSource[]
  /** Whether it is for everything that nobody else claims. */
  readonly isRest: boolean
}

export interface ClaimSource {
  readonly url: string
  readonly branch: string | undefined
}

export interface Owners {
  /** Whether claims say where their changes are gathered. Where none does, the people say whose a part is. */
  readonly namesTrees: boolean
  /** Lines that cannot be understood and cover nothing, as they are written. */
  readonly unread: readonly string[]
  /** Whether files of that path name people in their text who are to be asked as well. */
  namesPeople(path: string): boolean
  /** The claims on a raw path, the most precise first. */
  claimsOn(path: string): readonly Claim[]
  /** Claims on what a change says rather than on where it stands: `K:` lines. Lines are raw, those of the patch with their `+` or `-`. */
  claimsOnWords(intro: readonly string[], patch: readonly string[]): readonly Claim[]
  /** The name and address that somebody goes by, whatever others they are written under. */
  readonly canonical: (person: Person) => Person
}

/** Of a project that does not say. */
export const NO_OWNERS: Owners = {
  namesTrees: false,
  unread: [],
  namesPeople: () => false,
  claimsOn: () => [],
  claimsOnWords: () => [],
  canonical: (person) => person,
}
