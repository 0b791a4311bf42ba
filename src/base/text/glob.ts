/** Globs of paths, as `owns` holds them: MAINTAINERS' `F:` patterns, and `**` for folders at any depth. */
import { isPlainLine } from './printable.ts'

/**
 * Why a text is no such glob, or undefined when it is one. Globs begin at the top of the repository; `*` and `?` stay
 * within a folder, `**` stands alone between slashes, `[…]` is one of several characters, and a final slash means all below.
 */
export function globFault(glob: string): string | undefined {
  if (glob === '') return 'is empty'
  if (!isPlainLine(glob)) return 'holds a control character'
  if (glob.startsWith('!')) return 'starts with "!", but globs only add paths'
  if (glob.startsWith('/')) return 'starts with "/", but globs begin at the top of the repository anyway'
  if (glob.includes('\\')) return 'holds a backslash; put a special character into [brackets] instead'
  if (/[{}]/.test(glob)) return 'holds a brace; write one glob for each alternative'
  const parts = (glob.endsWith('/') ? glob.slice(0, -1) : glob).split('/')
  if (parts.some((part) => part === '' || part === '.' || part === '..')) return 'has an empty part, "." or ".."'
  if (parts.some((part) => part.includes('**') && part !== '**')) return 'has "**" beside other characters in one part'
  if (hasOpenBracket(glob)) return 'has a "[" without its "]"'
  return undefined
}

/** Whether a glob without fault fits a raw path. A glob is text, and is held against the path's bytes. */
export function globFits(glob: string, path: string): boolean {
  const raw = Buffer.from(glob, 'utf8').toString('latin1')
  return new RegExp(`^${patternOf(raw)}$`, 's').test(path)
}

/** Whether a glob could fit anything below a folder: its parts fit those of the folder one by one, as far as both go. */
export function globMayFitBelow(glob: string, folder: string): boolean {
  const parts = glob.split('/')
  const names = folder.split('/')
  for (const [place, name] of names.entries()) {
    const part = parts[place]
    if (part === undefined) return false
    if (part === '**' || part === '') return true
    if (!globFits(part, name)) return false
  }
  return true
}

/** `**` between slashes stands for any number of folders, none included; a final slash for whatever lies below. */
function patternOf(glob: string): string {
  const parts = (glob.endsWith('/') ? `${glob}**` : glob).split('/')
  return parts
    .map((part, place) => {
      const isLast = place === parts.length - 1
      if (part === '**') return isLast ? '.+' : '(?:[^/]+/)*'
      return partPattern(part) + (isLast ? '' : '/')
    })
    .join('')
}

/** A `]` directly behind the `[` (or `[!`) is one of the characters; a slash never is. */
const BRACKETS = /\[(?:([!^])|(?![!^]))(\][^\]/]*|[^\]/]+)\]/

const PIECES = new RegExp(`${BRACKETS.source}|[*?]|[^*?[]+`, 'g')

function partPattern(part: string): string {
  return part.replace(PIECES, (text, not?: string, characters?: string) => {
    if (characters !== undefined) return `(?!/)${not === undefined ? oneOf(characters) : `(?!${oneOf(characters)}).`}`
    if (text === '*') return '[^/]*'
    if (text === '?') return '[^/]'
    return text.replace(SPECIAL, '\\$&')
  })
}

const SPECIAL = /[$()*+.?[\\\]^{|}-]/g

/** Characters and ranges such as `a-z`; one that runs backwards holds what it begins with alone, as git has it. */
function oneOf(characters: string): string {
  const items: string[] = []
  for (let at = 0; at < characters.length; at += 1) {
    const [from = '', dash, to] = characters.slice(at, at + 3)
    const isRange = dash === '-' && to !== undefined
    const quoted = (one: string): string => one.replace(SPECIAL, '\\$&')
    items.push(isRange && from <= to ? `${quoted(from)}-${quoted(to)}` : quoted(from))
    if (isRange) at += 2
  }
  return `[${items.join('')}]`
}

function hasOpenBracket(glob: string): boolean {
  return glob.replace(new RegExp(BRACKETS, 'g'), '').includes('[')
}
