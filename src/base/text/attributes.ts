/** Reads `.gitattributes` (gitattributes(5)) and keeps what decides how contents are merged. */

/** Longest line git reads (attr.h, ATTR_MAX_LINE_LENGTH, since git 2.39.1). */
const LINE_MAX = 2048
/** Most bytes of one file that git reads (ATTR_MAX_FILE_SIZE). */
const FILE_MAX_BYTES = 100 * 1024 * 1024

/**
 * Lines with only what decides merges, their patterns made to hold from the root. `folder` is where the file stands, empty or ending in a
 * slash. `macros` collects the names of `[attr]` definitions, which only the outermost file may make; they stay macros, for git leaves
 * out a macro that an inner line unset. Drivers of a project's own become the usual merge, as git takes them where they are not
 * configured: they are programs, and programs from a repository never run.
 */
export function mergeAttributeLines(text: string, folder: string, macros: Set<string>): string[] {
  const read = text.slice(0, FILE_MAX_BYTES).split('\n').flatMap(readLine)
  // A macro holds for the lines above it, too.
  if (folder === '') for (const { pattern } of read) collectMacro(pattern, macros)
  return read.flatMap(({ pattern, attributes }) => {
    const kept = relevant(attributes, macros)
    const macro = macroOf(pattern)
    if (macro !== undefined) return folder === '' && macros.has(macro) ? [[pattern, ...kept].join(' ')] : []
    // git ignores negative patterns in attributes.
    if (kept.length === 0 || pattern.startsWith('!')) return []
    return [`${quote(fromRoot(pattern, folder))} ${kept.join(' ')}`]
  })
}

/** A line that git would read; it takes no part of one with a name in it that is none. */
function readLine(raw: string): Split[] {
  const line = raw.replace(/\r$/, '').trim()
  if (line === '' || line.startsWith('#') || line.length > LINE_MAX) return []
  const split = splitPattern(line)
  return split?.attributes.every(isValid) ? [split] : []
}

function macroOf(pattern: string): string | undefined {
  return /^\[attr\](.*)$/.exec(pattern)?.[1]
}

function collectMacro(pattern: string, macros: Set<string>): void {
  const macro = macroOf(pattern)
  if (macro !== undefined && isValid(macro) && macro !== 'merge' && macro !== SIZE) macros.add(macro)
}

interface Split {
  readonly pattern: string
  readonly attributes: readonly string[]
}

/** A pattern may be C-quoted; attributes are separated by white space. */
function splitPattern(line: string): Split | undefined {
  const quoted = /^"((?:[^"\\]|\\.)*)"\s*(.*)$/.exec(line)
  if (quoted) return { pattern: unquote(quoted[1] ?? ''), attributes: words(quoted[2] ?? '') }
  const [pattern, ...attributes] = words(line)
  return pattern === undefined ? undefined : { pattern, attributes }
}

function words(text: string): string[] {
  return text.split(/[ \t]+/).filter((word) => word !== '')
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\u000b',
}

function unquote(text: string): string {
  return text.replace(/\\([0-7]{3}|.)/g, (_, escape: string) =>
    escape.length === 3 ? String.fromCharCode(Number.parseInt(escape, 8)) : (ESCAPES[escape] ?? escape),
  )
}

const SIZE = 'conflict-marker-size'

/** What may be called an attribute (attr.c, attr_name_valid), with the value it is given. */
function isValid(attribute: string): boolean {
  return /^[-!]?(?!builtin_)[A-Za-z0-9_.][-A-Za-z0-9_.]*(?:=.*)?$/.test(attribute)
}

function relevant(attributes: readonly string[], macros: ReadonlySet<string>): string[] {
  return attributes.flatMap((attribute) => {
    const [, sign = '', name = '', value] = /^([-!]?)([^=]*)(?:=(.*))?$/.exec(attribute) ?? []
    const decided = sign + name
    if (name === 'merge') return value === undefined || sign !== '' ? [decided] : [`merge=${builtIn(value)}`]
    if (name === SIZE)
      return value !== undefined && /^\d{1,4}$/.test(value) && sign === '' ? [attribute] : [unset(sign)]
    return name === 'binary' || macros.has(name) ? [value === undefined || sign !== '' ? decided : `-${name}`] : []
  })
}

/** A driver that git brings along. */
function builtIn(driver: string): string {
  return driver === 'binary' || driver === 'union' ? driver : 'text'
}

/** What is no size leaves git at its own, seven. */
function unset(sign: string): string {
  return sign === '!' ? `!${SIZE}` : `-${SIZE}`
}

/** A pattern without a slash inside holds at any depth below its folder; one with a slash holds from its folder. */
function fromRoot(pattern: string, folder: string): string {
  if (folder === '') return pattern
  const bare = pattern.startsWith('/') ? pattern.slice(1) : pattern
  const anchored = pattern.slice(0, -1).includes('/')
  return `/${escapeGlob(folder)}${anchored ? '' : '**/'}${bare}`
}

function escapeGlob(folder: string): string {
  return folder.replace(/[*?[\\]/g, '\\$&')
}

/** Quoted where a space, a quote or a control character stands in the pattern. */
function quote(pattern: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what makes quoting needed
  if (!/[\u0000-\u0020"]/.test(pattern)) return pattern
  const escaped = pattern.replace(/["\\]/g, '\\$&').replace(/\n/g, '\\n').replace(/\t/g, '\\t')
  return `"${escaped}"`
}
