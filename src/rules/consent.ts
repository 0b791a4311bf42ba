/** Whether an owner has put a name to a commit. */
import type { CommitFacts } from '../base/model/commit-facts.ts'
import type { Person } from '../base/model/person.ts'
import { parseMessage } from '../base/text/trailers.ts'
import { isOneOf, personIn } from './same-person.ts'

/** By these an owner agrees. A Cc or a Reported-by only says that somebody was written to. */
const CONSENTING = ['acked-by', 'reviewed-by', 'signed-off-by']

/** The line by which one of the owners agreed, by name or by address; undefined when none did. */
export function consentTo(
  commit: CommitFacts,
  owners: readonly Person[],
  canonical: (person: Person) => Person,
): string | undefined {
  const isOwner = (person: Person): boolean => isOneOf(person, owners) || isOneOf(canonical(person), owners)
  if (isOwner(commit.author.who)) return `written by ${commit.author.who.name}`
  const trailer = parseMessage(commit.message).trailers.find(
    ({ key, value }) => CONSENTING.includes(key.toLowerCase()) && isOwner(personIn(value)),
  )
  return trailer && `${trailer.key}: ${trailer.value}`
}
