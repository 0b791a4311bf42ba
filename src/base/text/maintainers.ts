/**
 * The kernel's MAINTAINERS: prose, then a section for each part of the project. A section is a title and, directly below
 * it, lines of a capital letter, a colon and a value; an empty line ends it.
 */
import type { Person } from '../model/person.ts'

export interface MaintainersSection {
  readonly title: string
  /** `M:` whom patches are sent to. */
  readonly maintainers: readonly Person[]
  /** `R:` who reads them as well. */
  readonly reviewers: readonly Person[]
  /** `L:` addresses of mailing lists. */
  readonly lists: readonly string[]
  /** `F:` globs of what it covers. */
  readonly files: readonly string[]
  /** `X:` globs of what it does not. */
  readonly excluded: readonly string[]
}

export function parseMaintainers(text: string): MaintainersSection[] {
  const sections: MaintainersSection[] = []
  let title = ''
  let open: OpenSection | undefined
  for (const line of text.split('\n')) {
    if (isField(line)) {
      open ??= openSection(title, sections)
      addField(open, line.charAt(0), line.slice(2).trim())
    } else {
      title = line.trim()
      open = undefined
    }
  }
  return sections
}

/** Every address that stands in an `M:`, `R:` or `L:` line, in lower case. */
export function addressesIn(text: string): Set<string> {
  const addresses = new Set<string>()
  for (const [line] of text.matchAll(/^[MRL]:.*@.*$/gm)) {
    for (const [address] of line.slice(2).matchAll(ADDRESS)) addresses.add(address.toLowerCase())
  }
  return addresses
}

const ADDRESS = /[^\s<>()[\],;:"]+@[A-Za-z0-9.-]*[A-Za-z0-9]/g

type OpenSection = { readonly [list in keyof Omit<MaintainersSection, 'title'>]: MaintainersSection[list][number][] }

function openSection(title: string, sections: MaintainersSection[]): OpenSection {
  const lists: OpenSection = { maintainers: [], reviewers: [], lists: [], files: [], excluded: [] }
  sections.push({ title, ...lists })
  return lists
}

function isField(line: string): boolean {
  const letter = line.charCodeAt(0)
  return line.charAt(1) === ':' && letter >= 65 && letter <= 90
}

function addField(section: OpenSection, letter: string, value: string): void {
  if (value === '') return
  if (letter === 'M') section.maintainers.push(personIn(value))
  else if (letter === 'R') section.reviewers.push(personIn(value))
  else if (letter === 'L') section.lists.push(firstAddress(value))
  else if (letter === 'F') section.files.push(value)
  else if (letter === 'X') section.excluded.push(value)
}

/** A remark may follow the address: `net@example.org (moderated for non-subscribers)`. */
function personIn(value: string): Person {
  const [, name = '', email] = /^"?([^"<]*?)"?\s*<([^<>]*)>/.exec(value) ?? []
  return { name, email: email ?? firstAddress(value) }
}

function firstAddress(value: string): string {
  return value.match(ADDRESS)?.[0] ?? value
}
