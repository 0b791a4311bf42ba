/**
 * Patterns of CODEOWNERS. Both forges mean gitignore's, and differ in two things: to GitLab a pattern fits in every folder unless it
 * begins with a slash, to GitHub only one without a slash in its middle does; and what names a folder covers all below it to GitHub, but to
 * GitLab only with a slash at the end.
 */
import { PatternSet } from '../pattern/pattern-set.ts'
import { endingOf, type Place } from './path-index.ts'

export type Dialect = 'github' | 'gitlab'

export interface CodeownersPattern {
  readonly place: Place
  readonly fits: (path: string) => boolean
}

/** Undefined for what is no pattern there. */
export function codeownersPattern(text: string, dialect: Dialect): CodeownersPattern | undefined {
  if (text === '' || text.startsWith('!')) return undefined
  // GitHub documents that brackets and escapes do not work there.
  if (dialect === 'github' && /[[\]\\]/.test(text)) return undefined
  const inner = text.replace(/^\/+/, '').replace(/\/+$/, '')
  const isAnchored = text.startsWith('/') || (dialect === 'github' && inner.includes('/'))
  const isFolder = text.endsWith('/')
  if (inner === '') return { place: ANYWHERE, fits: () => true }
  const below = isFolder ? '/.+' : coversBelow(inner, dialect) ? '(?:/.+)?' : ''
  const source = `^${isAnchored ? '' : '(?:.+/)?'}${globSource(inner)}${below}$`
  return { place: isAnchored ? literalBeginning(inner, isFolder) : somewhere(inner), fits: matcher(source) }
}

const ANYWHERE: Place = { kind: 'beginning', text: '' }

/** `docs/*` stops at the folder; `docs` is a file, or all of a folder. */
function coversBelow(inner: string, dialect: Dialect): boolean {
  return dialect === 'github' && !/(^|\/)\*$/.test(inner)
}

/** The expression is made when somebody asks. */
function matcher(source: string): (path: string) => boolean {
  let set: PatternSet | undefined
  return (path) => {
    set ??= new PatternSet([{ source, spaced: false }])
    return set.fitting(path).length > 0
  }
}

function literalBeginning(inner: string, isFolder: boolean): Place {
  const special = inner.search(SPECIAL)
  const text = special >= 0 ? inner.slice(0, special) : isFolder ? `${inner}/` : inner
  return { kind: 'beginning', text }
}

/** A part without anything special in it is one that the path has; `*.js` says how one ends. */
function somewhere(inner: string): Place {
  const parts = inner.split('/')
  const plain = parts.find((part) => !SPECIAL.test(part))
  if (plain !== undefined) return { kind: 'part', text: plain }
  const ending = parts.map(endingOf).find((end) => end !== '' && !SPECIAL.test(end))
  return ending === undefined ? ANYWHERE : { kind: 'ending', text: ending }
}

const SPECIAL = /[*?[\]\\]/

/** `**` between slashes stands for any number of folders, none included; `*` and `?` stay within one. */
function globSource(glob: string): string {
  const parts = glob.split('/')
  return parts
    .map((part, place) => {
      const isLast = place === parts.length - 1
      if (part === '**') return isLast ? '.+' : '(?:.+/)?'
      return part.replace(PIECE, pieceSource) + (isLast ? '' : '/')
    })
    .join('')
}

const PIECE = /\[!?\]?[^\]]*\]|\\.|\*+|\?|[^*?[\\]+|[[\\]/g

function pieceSource(piece: string): string {
  if (piece.startsWith('*')) return '[^/]*'
  if (piece === '?') return '[^/]'
  if (piece.length > 2 && piece.startsWith('[') && piece.endsWith(']')) return piece.replace(/^\[!/, '[^')
  return piece.replace(/^\\(?=.)/, '').replace(/[$()*+.?[\\\]^{|}-]/g, '\\$&')
}
