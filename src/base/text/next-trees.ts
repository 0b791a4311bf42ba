/**
 * linux-next's own lists of what went into a release. `Next/Trees` is a title, an empty line, two lines of column heads,
 * then a line for each tree: its name, tabs, `URL#branch`. Lists of earlier years have a type in between, `git` or
 * `quilt`, the latter for series of patches. `Next/SHA1s` has the column heads only, and commit ids. The
 * second column stands at the sixteenth character, or one tab on where the name is longer.
 */

/** A line of `Next/Trees`. */
export interface NextTree {
  readonly name: string
  readonly url: string
  /** Undefined where no `#branch` stands behind the URL. */
  readonly branch: string | undefined
  /** Where it stands, counted from 1. */
  readonly line: number
}

export interface NextTrees {
  readonly trees: readonly NextTree[]
  /** Lines that are no trees, and no heading either. */
  readonly unread: readonly { readonly line: number; readonly text: string }[]
}

/** A URL may hold a `#` of its own, a branch is taken to hold none: the last one parts them. */
export function parseNextTrees(text: string): NextTrees {
  const trees: NextTree[] = []
  const unread: { line: number; text: string }[] = []
  for (const { line, name, value: typed } of columns(text)) {
    const value = typed.replace(/^git\s+/, '')
    const mark = value.lastIndexOf('#')
    if (value === '' || /^quilt\s/.test(value)) unread.push({ line, text: `${name} ${value}`.trimEnd() })
    else if (mark <= 0) trees.push({ name, url: value, branch: undefined, line })
    else trees.push({ name, url: value.slice(0, mark), branch: value.slice(mark + 1) || undefined, line })
  }
  return { trees, unread }
}

export function formatNextTrees(
  trees: Iterable<{ readonly name: string; readonly url: string; readonly branch: string }>,
): string {
  const lines = Array.from(trees, ({ name, url, branch }) => columnLine(name, `${url}#${branch}`))
  return `Trees included into this release:\n\n${columnLine('Name', 'Url')}${columnLine('----', '---')}${lines.join('')}`
}

/** Names and commit ids of `Next/SHA1s`, in its order. */
export function parseNextSha1s(text: string): { readonly name: string; readonly oid: string }[] {
  return columns(text).flatMap(({ name, value }) => (/^[0-9a-f]{40}$/.test(value) ? [{ name, oid: value }] : []))
}

export function formatNextSha1s(tips: Iterable<{ readonly name: string; readonly oid: string }>): string {
  const lines = Array.from(tips, ({ name, oid }) => columnLine(name, oid))
  return `${columnLine('Name', 'SHA1')}${columnLine('----', '----')}${lines.join('')}`
}

/** Tab stops are eight characters apart. */
function columnLine(name: string, value: string): string {
  return `${name}${name.length < 8 ? '\t\t' : '\t'}${value}\n`
}

/** Lines with their number, parted at the first white space; without what stands above the dashes of the heading. */
function columns(text: string): { line: number; name: string; value: string }[] {
  const lines = text.split(/\r?\n/)
  const heading = lines.findIndex((line) => /^-+(?:\s+-+)+\s*$/.test(line))
  return lines.flatMap((content, index) => {
    const [, name, value = ''] = /^(\S+)(?:\s+(.*?))?\s*$/.exec(content) ?? []
    return name === undefined || index <= heading ? [] : [{ line: index + 1, name, value }]
  })
}
