/**
 * Who may be sent mail. A commit's author line is whatever its author typed; whoever stands in a fetched commit only, and nowhere that
 * the operator or upstream put them, gets no mail, so that nobody can make us write to strangers:
 * unless the operator wants all authors to hear, and answers for it.
 */
import type { Roster } from '../../base/model/roster.ts'
import { isMailAddress } from '../../base/text/mail-header.ts'

/** Whether mail may go to an address. */
export type AddressPolicy = (email: string) => boolean

export interface AddressSources {
  readonly roster: Pick<Roster, 'project' | 'trees' | 'report'>
  /** Upstream's MAINTAINERS, never a tree's: a tree could add whom it likes. */
  readonly maintainersText?: string | undefined
  /** Addresses of the authors in upstream's history. */
  readonly upstreamAuthors: Iterable<string>
}

export function knownAddresses({ roster, maintainersText = '', upstreamAuthors }: AddressSources): AddressPolicy {
  if (roster.report.cc === 'all') return isMailAddress
  const { integrator, lists } = roster.project
  const people = [integrator, ...lists, ...roster.trees.flatMap(({ contacts }) => contacts)]
  const known = new Set<string>()
  for (const { email } of people) known.add(email.toLowerCase())
  for (const email of addressesIn(maintainersText)) known.add(email.toLowerCase())
  for (const email of upstreamAuthors) known.add(email.toLowerCase())
  return (email) => isMailAddress(email) && known.has(email.toLowerCase())
}

/** The maintainers, reviewers and lists of a MAINTAINERS file: `M:	Name <address>`, `L:	address (moderated)`. */
function addressesIn(maintainersText: string): string[] {
  const lines = maintainersText.match(/^[MRL]:.*$/gm) ?? []
  return lines.flatMap((line) => line.match(/[^\s<>(),:;"]+@[^\s<>(),:;"]+/g) ?? [])
}
