/** People, as commits and mails name them. */

/** A name and an address. Both are data from outside until a mail header or commit encodes them. */
export interface Person {
  readonly name: string
  readonly email: string
}

/** `Net Maintainer <net@example.org>`, or the one of the two that there is: CODEOWNERS has handles without an address. */
export function formatPerson(person: Person): string {
  if (person.email === '') return person.name
  return person.name === '' ? person.email : `${person.name} <${person.email}>`
}
