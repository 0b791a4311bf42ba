/** CODEOWNERS, as GitHub and as GitLab read it: patterns and owners, of which the last that fits holds. */
import type { Claim, Owners } from '../../model/owners.ts'
import type { Person } from '../../model/person.ts'
import { codeownersPattern, type Dialect } from './codeowners-pattern.ts'
import { PathIndex, type Place } from './path-index.ts'

interface Line {
  /** Its place in the text: of those that fit, the last holds. */
  readonly place: number
  /** GitLab's sections are asked each for itself. */
  readonly section: string
  /** Undefined for a path that is taken out of its section again. */
  readonly claim: Claim | undefined
  readonly fits: (path: string) => boolean
}

export function codeowners(text: string, dialect: Dialect = dialectOf(text)): Owners {
  const index = new PathIndex<Line>()
  const unread: string[] = []
  for (const { line, place } of linesOf(text, dialect, unread)) index.add(place, line)
  const known = new Map<string, readonly Claim[]>()
  return {
    namesTrees: false,
    unread,
    namesPeople: () => false,
    claimsOn: (path) => {
      const claims = known.get(path) ?? claimsAmong(index.candidates(path), path)
      known.set(path, claims)
      return claims
    },
    claimsOnWords: () => [],
    canonical: byHandle,
  }
}

/** GitHub gives everybody an address that hides the real one: `1234+somebody@users.noreply.github.com`. */
function byHandle(person: Person): Person {
  const [, handle] = /^(?:\d+\+)?([\w-]+)@users\.noreply\.github\.com$/i.exec(person.email) ?? []
  return handle === undefined ? person : { name: `@${handle}`, email: person.email }
}

/** The last that fits, of each section. Who owns nothing there has no claim, and what is taken out once stays out. */
function claimsAmong(lines: readonly Line[], path: string): Claim[] {
  const fitting = lines.filter(({ fits }) => fits(path)).sort((a, b) => b.place - a.place)
  const sections = new Map<string, Claim | undefined>()
  for (const { section, claim } of fitting) {
    if (claim === undefined || !sections.has(section)) sections.set(section, claim)
  }
  return [...sections.values()].filter((claim) => claim !== undefined).filter(({ owners }) => owners.length > 0)
}

/** `[Name]`, `^[Name][2] @owner`: only GitLab has them. */
const SECTION = /^\^?\[([^\]]+)\](?:\[\d+\])?(?:\s+(.*))?$/

export function dialectOf(text: string): Dialect {
  return text.split('\n').some((line) => SECTION.test(line.trim())) ? 'gitlab' : 'github'
}

function* linesOf(
  text: string,
  dialect: Dialect,
  unread: string[],
): Generator<{ readonly line: Line; readonly place: Place }> {
  let section = ''
  let inherited: readonly Person[] = []
  for (const [place, whole] of text.split('\n').entries()) {
    const trimmed = whole.trim()
    if (trimmed === '' || trimmed.startsWith('#')) continue
    const [, name, defaults = ''] = (dialect === 'gitlab' ? SECTION.exec(trimmed) : null) ?? []
    if (name !== undefined) {
      // GitLab puts sections of the same name together, in whatever letter case.
      section = name.toLowerCase()
      inherited = ownersIn(defaults)
      continue
    }
    const isOut = dialect === 'gitlab' && trimmed.startsWith('!')
    const [, written = '', rest = ''] =
      /^((?:\\.|[^\s\\])+)(?:\s+(.*))?$/.exec(isOut ? trimmed.slice(1) : trimmed) ?? []
    const pattern = codeownersPattern(
      Buffer.from(written.replace(/\\([ #])/g, '$1'), 'utf8').toString('latin1'),
      dialect,
    )
    if (pattern === undefined) {
      unread.push(trimmed)
      continue
    }
    const named = ownersIn(rest)
    const owners = named.length > 0 ? named : inherited
    const claim = {
      title: section === '' ? written : `[${section}] ${written}`,
      owners,
      reviewers: [],
      lists: [],
      sources: [],
      isRest: written === '*' || written === '/**' || written === '**',
    }
    const line = { place, section, claim: isOut ? undefined : claim, fits: pattern.fits }
    yield { line, place: pattern.place }
  }
}

/** Names with an at sign before them have no address that mail could go to; a remark ends the line. */
function ownersIn(text: string): Person[] {
  const words = text.replace(/(^|\s)#.*$/, '').split(/\s+/)
  return words.flatMap((word): Person[] => {
    if (/^@{1,2}[\w./-]+$/.test(word)) return [{ name: word, email: '' }]
    return /^[^@\s]+@[^@\s]+$/.test(word) ? [{ name: '', email: word }] : []
  })
}
