/** `.mailmap`: the name and address that people go by, for others under which they are on record (gitmailmap(5)). */
import type { Person } from '../../model/person.ts'

interface Entry {
  readonly name?: string
  readonly email?: string
}

/** By address in lower case, and by address and name where it depends on that. */
export type Mailmap = ReadonlyMap<string, Entry>

const LINE = /^([^<]*)<([^>]+)>\s*(?:([^<]*)<([^>]+)>)?\s*$/

export function parseMailmap(text: string): Mailmap {
  const map = new Map<string, Entry>()
  for (const line of text.split('\n')) {
    const [, proper = '', first, other = '', second] = LINE.exec(line.replace(/#.*$/, '').trim()) ?? []
    if (first === undefined) continue
    const name = proper.trim()
    const was = keyOf({ name: other.trim(), email: second ?? first })
    map.set(was, {
      ...map.get(was),
      ...(name !== '' && { name }),
      ...(second !== undefined && { email: first.trim() }),
    })
  }
  return map
}

export function canonicalPerson(map: Mailmap, person: Person): Person {
  const entry = map.get(keyOf(person)) ?? map.get(keyOf({ name: '', email: person.email }))
  return entry === undefined ? person : { name: entry.name ?? person.name, email: entry.email ?? person.email }
}

function keyOf({ name, email }: Person): string {
  return `${email.trim().toLowerCase()} ${name.toLowerCase()}`.trim()
}
