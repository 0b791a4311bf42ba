/**
 * The kernel's MAINTAINERS, read as get_maintainer.pl reads it: a section is a title and the lines below it of a capital letter, a colon
 * and a value. Empty lines and comments count for nothing, so that a section is not broken by them, and one without a title goes on with
 * the one before.
 */
import type { ClaimSource } from '../../model/owners.ts'
import type { Person } from '../../model/person.ts'

/** What a line says about paths or words: `F:` covers, `X:` excludes, `N:` is an expression for paths, `K:` one for what a patch says. */
export interface SectionPattern {
  readonly kind: 'F' | 'X' | 'N' | 'K'
  readonly text: string
}

export interface MaintainersSection {
  readonly title: string
  /** `M:` whom patches are sent to. */
  readonly maintainers: readonly Person[]
  /** `R:` who reads them as well. */
  readonly reviewers: readonly Person[]
  /** `L:` mailing lists that take mail from anybody. */
  readonly lists: readonly string[]
  /** In the order of the text. */
  readonly patterns: readonly SectionPattern[]
  /** `T:` where the changes are gathered. */
  readonly sources: readonly ClaimSource[]
}

export function parseMaintainers(text: string): MaintainersSection[] {
  const sections: MaintainersSection[] = []
  let title = ''
  let open: OpenSection | undefined
  for (const line of text.split('\n')) {
    if (isField(line)) {
      open ??= openSection(title, sections)
      addField(open, line.charAt(0), line.slice(2).trim())
    } else if (/^\s*[^\s#]/.test(line)) {
      title = line.trim()
      open = undefined
    }
  }
  return sections
}

type OpenSection = {
  -readonly [key in keyof MaintainersSection]: MaintainersSection[key] extends readonly (infer Item)[]
    ? Item[]
    : MaintainersSection[key]
}

function openSection(title: string, sections: MaintainersSection[]): OpenSection {
  const section: OpenSection = {
    title,
    maintainers: [],
    reviewers: [],
    lists: [],
    patterns: [],
    sources: [],
  }
  sections.push(section)
  return section
}

function isField(line: string): boolean {
  const letter = line.charCodeAt(0)
  return line.charAt(1) === ':' && letter >= 65 && letter <= 90
}

function addField(section: OpenSection, letter: string, value: string): void {
  switch (letter) {
    case 'M':
      section.maintainers.push(...peopleIn(value))
      break
    case 'R':
      section.reviewers.push(...peopleIn(value))
      break
    case 'L':
      // A list for subscribers only answers a stranger with a refusal.
      if (value !== '' && !/subscribers-only/.test(value)) section.lists.push(listIn(value))
      break
    case 'F':
    case 'X':
    case 'N':
    case 'K':
      section.patterns.push({ kind: letter, text: value })
      break
    case 'T':
      section.sources.push(...sourceIn(value))
      break
    default:
  }
}

/** Several may stand on a line, and a comma within one name: `Maintainer, Net <net@example.org>, usb@example.org`. */
function peopleIn(value: string): Person[] {
  return value.includes('<') ? value.split(/(?<=>[^<,]*),/).flatMap(personIn) : value.split(',').flatMap(personIn)
}

function personIn(text: string): Person[] {
  const [, name = '', inBrackets] = /^([^<]*)<([^<>]+@[^<>]*)>/.exec(text) ?? []
  const email = inBrackets ?? /^\s*(\S+@\S*)/.exec(text)?.[1]
  if (email === undefined) return []
  return [{ name: name.trim().replace(/^"|"$/g, '').replace(/\\"/g, '"').trim(), email: email.trim() }]
}

/** `netdev@example.org (moderated)`, or with a name before the address, of which get_maintainer.pl makes nothing. */
function listIn(value: string): string {
  return /<([^<>]+@[^<>]+)>/.exec(value)?.[1] ?? /^\S+/.exec(value)?.[0] ?? value
}

/** `git git://example.org/linux.git for-next (a remark)`. Other tools' repositories are of no use here. */
function sourceIn(value: string): ClaimSource[] {
  const [, url, branch] = /^git\s+(\S+)(?:\s+([^\s(]+))?/.exec(value) ?? []
  return url === undefined ? [] : [{ url, branch }]
}
