/** Whether two names and addresses are one person's. */
import type { Person } from '../base/model/person.ts'

/** People have several addresses, and spell their names one way or the other: either will do, in any letter case. */
export function isOneOf(person: Person, people: readonly Person[]): boolean {
  const same = (a: string, b: string): boolean => a !== '' && a.toLowerCase() === b.toLowerCase()
  return people.some(({ name, email }) => same(email, person.email) || same(name, person.name))
}

/** `Net Maintainer <net@example.org> # for the core`. */
export function personIn(value: string): Person {
  const [, name = '', email] = /^"?([^"<]*?)"?\s*<([^<>]*)>/.exec(value) ?? []
  return email === undefined ? { name: '', email: value.trim() } : { name: name.trim(), email }
}
