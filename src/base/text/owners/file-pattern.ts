/**
 * `F:` and `X:` of MAINTAINERS, as get_maintainer.pl has them: `*` and `?` stand for anything, brackets for one of several characters, all
 * else is an expression of Perl's. The path must begin so; without a slash at the end, it must lie as deep as the pattern as well.
 */
import { parsePattern } from '../pattern/parse.ts'
import { PatternSet } from '../pattern/pattern-set.ts'

export interface FilePattern {
  /** What every path that fits begins with. */
  readonly beginning: string
  /** How many slashes the pattern has, one more where it does not end in one: the more, the more precise. Below zero it is for everything. */
  readonly depth: number
  readonly isBroken: boolean
  fits(path: string): boolean
}

/** `isFolder`: whether the project has a folder of that name, so that a slash was only forgotten. */
export function filePattern(text: string, isFolder: (path: string) => boolean): FilePattern {
  const expression = text.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.')
  const isLiteral = !SPECIAL.test(text)
  // The slash is looked for behind what became of the dots, so a folder with a dot in its name is none.
  const whole =
    isLiteral && !text.endsWith('/') && !text.includes('.') && isFolder(text) ? `${expression}/` : expression
  const slashes = whole.split('/').length - 1
  const isFolderPattern = whole.endsWith('/')
  const liesRight = (path: string): boolean => isFolderPattern || path.split('/').length - 1 === slashes
  const depth = whole.startsWith('.*') ? -1 : isFolderPattern ? slashes : slashes + 1
  if (isLiteral) {
    const beginning = isFolderPattern && !text.endsWith('/') ? `${text}/` : text
    return { beginning, depth, isBroken: false, fits: (path) => path.startsWith(beginning) && liesRight(path) }
  }
  const source = `^${whole}`
  // Made when somebody asks: most patterns never meet a path that begins like them.
  let set: PatternSet | undefined
  return {
    beginning: beginningOf(text),
    depth,
    isBroken: parsePattern(source, false) === undefined,
    fits: (path) => {
      if (!liesRight(path)) return false
      set ??= new PatternSet([{ source, spaced: false }])
      return set.fitting(path).length > 0
    },
  }
}

const SPECIAL = /[*?[\](){}+|^$\\]/

/** A quantifier may take back the character before it, and a choice may take back all. */
function beginningOf(text: string): string {
  if (text.includes('|')) return ''
  const beginning = text.slice(0, text.search(SPECIAL))
  return /[+{]/.test(text.charAt(beginning.length)) ? beginning.slice(0, -1) : beginning
}

/** The folder that a pattern would name if a slash were only forgotten; undefined where it cannot be one. */
export function folderMeant(text: string): string | undefined {
  return SPECIAL.test(text) || text.endsWith('/') || text.includes('.') || text === '' ? undefined : text
}
