/** Who answers for a path or a patch by MAINTAINERS: the same sections that get_maintainer.pl finds. */
import type { Claim, Owners } from '../../model/owners.ts'
import { distinct } from '../../std/collections.ts'
import { PatternSet } from '../pattern/pattern-set.ts'
import { type FilePattern, filePattern } from './file-pattern.ts'
import { type Mailmap, canonicalPerson } from './mailmap.ts'
import type { MaintainersSection } from './maintainers.ts'
import { PathIndex } from './path-index.ts'

export interface MaintainersOptions {
  readonly sections: readonly MaintainersSection[]
  readonly mailmap: Mailmap
  readonly isFolder: (path: string) => boolean
}

/** A line that covers paths. */
interface Line {
  readonly section: number
  /** Place within the section. */
  readonly place: number
  readonly pattern: FilePattern
}

/** A line that is an expression of Perl's. */
interface Expression {
  readonly section: number
  readonly place: number
  readonly source: string
  readonly written: string
}

export function maintainersOwners(options: MaintainersOptions): Owners {
  return new MaintainersOwners(options)
}

/** What every changed line of a patch begins with before a keyword is looked for in it. */
const CHANGED_LINE = '^[+-].*'

class MaintainersOwners implements Owners {
  readonly namesTrees: boolean
  readonly unread: readonly string[]
  readonly #claims: readonly Claim[]
  readonly #mailmap: Mailmap
  readonly #files = new PathIndex<Line>()
  readonly #excluded = new Map<number, FilePattern[]>()
  readonly #named: PatternSet
  readonly #names: readonly Expression[]
  readonly #keywords: KeywordSets
  readonly #known = new Map<string, readonly Claim[]>()

  constructor({ sections, mailmap, isFolder }: MaintainersOptions) {
    // What is written in the file is text, and what it is held against are bytes.
    const raw = (words: string): string => Buffer.from(words, 'utf8').toString('latin1')
    this.namesTrees = sections.some(({ sources }) => sources.length > 0)
    this.#mailmap = mailmap
    this.#claims = sections.map(claimOf)
    const names: Expression[] = []
    const keywords: Expression[] = []
    const unread: string[] = []
    for (const [section, { title, patterns }] of sections.entries()) {
      for (const [place, { kind, text }] of patterns.entries()) {
        const written = `${title}, ${kind}: ${text}`
        if (kind === 'N') names.push({ section, place, source: raw(text), written })
        else if (kind === 'K') keywords.push({ section, place, source: raw(text), written })
        else if (!this.#file(kind, section, place, filePattern(raw(text), isFolder))) unread.push(written)
      }
    }
    this.#names = names
    this.#named = new PatternSet(names.map(({ source }) => ({ source, spaced: true })))
    this.#keywords = new KeywordSets(keywords)
    const broken = [
      this.#named.broken.map((place) => names[place]),
      this.#keywords.broken.map((place) => keywords[place]),
    ]
    this.unread = [...unread, ...broken.flat().flatMap((expression) => expression?.written ?? [])]
  }

  /** Whether it can be understood. */
  #file(kind: 'F' | 'X', section: number, place: number, pattern: FilePattern): boolean {
    if (pattern.isBroken) return false
    if (kind === 'F') this.#files.add({ kind: 'beginning', text: pattern.beginning }, { section, place, pattern })
    else this.#excluded.set(section, [...(this.#excluded.get(section) ?? []), pattern])
    return true
  }

  /** Bindings do, which are the only files of that kind in the kernel. */
  namesPeople(path: string): boolean {
    return path.endsWith('.yaml')
  }

  claimsOn(path: string): readonly Claim[] {
    const known = this.#known.get(path)
    if (known !== undefined) return known
    const claims = this.#sectionsOf(path).flatMap((section) => this.#claims[section] ?? [])
    this.#known.set(path, claims)
    return claims
  }

  /** The most precise first. Of several lines of a section that fit, the last says how precise it is. */
  #sectionsOf(path: string): number[] {
    const found = new Map<number, { place: number; depth: number }>()
    const note = (section: number, place: number, depth: number): void => {
      const before = found.get(section)
      if (before === undefined || before.place < place) found.set(section, { place, depth })
    }
    for (const { section, place, pattern } of this.#files.candidates(path))
      if (pattern.fits(path)) note(section, place, pattern.depth)
    for (const at of this.#named.fitting(path)) {
      const name = this.#names[at]
      if (name !== undefined) note(name.section, name.place, 0)
    }
    return [...found]
      .filter(([section]) => !this.#excluded.get(section)?.some((pattern) => pattern.fits(path)))
      .sort(([a, one], [b, other]) => other.depth - one.depth || a - b)
      .map(([section]) => section)
  }

  claimsOnWords(intro: readonly string[], patch: readonly string[]): readonly Claim[] {
    return this.#keywords.sectionsOf(intro, patch).flatMap((section) => this.#claims[section] ?? [])
  }

  canonical = (person: Parameters<Owners['canonical']>[0]): ReturnType<Owners['canonical']> =>
    canonicalPerson(this.#mailmap, person)
}

/** `K:` lines, put together for the two ways in which they are looked for. */
class KeywordSets {
  readonly broken: readonly number[]
  readonly #sections: readonly number[]
  readonly #anywhere: PatternSet
  readonly #changed: PatternSet

  constructor(keywords: readonly Expression[]) {
    this.#sections = keywords.map(({ section }) => section)
    this.#anywhere = new PatternSet(keywords.map(({ source }) => ({ source, spaced: true })))
    // Put before it as text, not as a group: of `a|b` only the first is then looked for in changed lines alone, as the script has it.
    this.#changed = new PatternSet(keywords.map(({ source }) => ({ source: CHANGED_LINE + source, spaced: true })))
    this.broken = this.#anywhere.broken
  }

  sectionsOf(intro: readonly string[], patch: readonly string[]): number[] {
    const places = [
      ...intro.flatMap((line) => this.#anywhere.fitting(line)),
      ...patch.flatMap((line) => this.#changed.fitting(line)),
    ]
    return distinct(places.flatMap((place) => this.#sections[place] ?? [])).sort((a, b) => a - b)
  }
}

function claimOf({ title, maintainers, reviewers, lists, sources, patterns }: MaintainersSection): Claim {
  return {
    title,
    owners: maintainers,
    reviewers,
    lists: lists.map((email) => ({ name: '', email })),
    sources,
    isRest: patterns.some(({ kind, text }) => kind === 'F' && text === '*'),
  }
}
