/** Reads `.gitattributes` (gitattributes(5)) and keeps what decides how contents are merged. */

/** Longest line git reads (attr.h, ATTR_MAX_LINE_LENGTH, since git 2.39.1). */
const LINE_MAX = 2048
/** Most bytes of one file that git reads (ATTR_MAX_FILE_SIZE). */
const FILE_MAX_BYTES = 100 * 1024 * 1024

/**
 * Lines with only `merge` and `conflict-marker-size`, their patterns made to hold from the root. `folder` is where the file stands, empty
 * or ending in a slash. `macros` collects `[attr]` definitions, which only the outermost file may make; `binary` is git's own.
 * Drivers of a project's own are left out: they are programs, and programs from a repository never run.
 */
export function mergeAttributeLines(text: string, folder: string, macros: Map<string, string>): string[] {
  const lines: string[] = []
  for (const raw of text.slice(0, FILE_MAX_BYTES).split('\n')) {
    const line = raw.replace(/\r$/, '').trim()
    if (line === '' || line.startsWith('#') || line.length > LINE_MAX) continue
    const split = splitPattern(line)
    if (split === undefined) continue
    const { pattern, attributes } = split
    if (pattern.startsWith('[attr]')) {
      if (folder === '') macros.set(pattern.slice(6), relevant(attributes, macros).join(' '))
      continue
    }
    const kept = relevant(attributes, macros)
    // git ignores negative patterns in attributes.
    if (kept.length > 0 && !pattern.startsWith('!')) lines.push(`${quote(fromRoot(pattern, folder))} ${kept.join(' ')}`)
  }
  return lines
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

/** Built-in drivers: `text`, `binary`, `union`; set and unset mean the first two, unspecified takes an outer choice back. */
const KEPT = /^(?:[-!]?merge|merge=(?:text|binary|union)|!?conflict-marker-size|conflict-marker-size=\d{1,4})$/

function relevant(attributes: readonly string[], macros: ReadonlyMap<string, string>): string[] {
  return attributes.flatMap((attribute) => {
    if (attribute === 'binary') return ['-merge']
    const macro = macros.get(attribute)
    if (macro !== undefined) return macro === '' ? [] : [macro]
    return KEPT.test(attribute) ? [attribute] : []
  })
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
