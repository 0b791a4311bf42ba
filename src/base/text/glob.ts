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

/** Whether a glob without fault fits a raw path. */
export function globFits(glob: string, path: string): boolean {
  return new RegExp(`^${patternOf(glob)}$`, 's').test(path)
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

function partPattern(part: string): string {
  return part.replace(/\[([!^]?)(\]?[^\]]*)\]|[*?]|[^*?[]+/g, (text, not?: string, characters?: string) => {
    if (characters !== undefined) return `[${not ? '^/' : ''}${characters.replace(/[\]\\^[]/g, '\\$&')}]`
    if (text === '*') return '[^/]*'
    if (text === '?') return '[^/]'
    return text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&')
  })
}

/** A `]` directly behind the `[` (or `[!`) is one of the characters; a slash never is. */
function hasOpenBracket(glob: string): boolean {
  return glob.replace(/\[[!^]?\]?[^\]/]*\]/g, '').includes('[')
}
