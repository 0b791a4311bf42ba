/** The lines of tributary.toml that belong to each tree, and how lines are put in and taken out without touching others. */
import { parse, TomlError } from 'smol-toml'
import { OperatingError } from '../../base/std/operating-error.ts'
import { type TomlHeader, type TomlLayout, tomlLayout } from '../../base/text/toml-layout.ts'
import type { TomlTable } from './table-reader.ts'

/** One tree's lines: the comment lines directly above its header, its tables, and comment lines directly below them. */
export interface TreeBlock {
  readonly name: unknown
  readonly kind: unknown
  readonly group: unknown
  /** Offset of its first line. */
  readonly start: number
  /** Offset behind its last line, line end included. */
  readonly end: number
}

/** Blocks in the order of the text. A comment between blank lines belongs to none, so headings of sections stay where they are. */
export function treeBlocks(text: string): TreeBlock[] {
  const trees = readTrees(text)
  const layout = tomlLayout(text)
  return trees.map((tree, place) => {
    const own = layout.headers.filter(({ path }) => path[0] === 'trees' && path[1] === place)
    const first = own[0]
    if (!first) throw cannotEdit('its trees are not written as [[trees]] tables')
    if (!standTogether(own, layout)) throw cannotEdit('a [trees.…] table stands apart from its tree')
    const contentEnd = Math.max(...own.map((header) => header.contentEnd))
    const { name, kind, group } = tree
    return { name, kind, group, start: blockStart(text, layout, first), end: blockEnd(text, layout, contentEnd) }
  })
}

/** The line end that a text uses: that of its first line. */
export function lineEndOf(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n'
}

/** Puts a block (without its last line end) behind the line that ends at an offset, a blank line between. */
export function insertAfter(text: string, offset: number, block: string): string {
  const eol = lineEndOf(text)
  const before = text.slice(0, offset)
  const isWhole = before === '' || before.endsWith('\n')
  return isWhole ? `${before}${eol}${block}${eol}${text.slice(offset)}` : `${before}${eol}${eol}${block}`
}

/** Puts a block (without its last line end) before the line that starts at an offset, a blank line between. */
export function insertBefore(text: string, offset: number, block: string): string {
  const eol = lineEndOf(text)
  return `${text.slice(0, offset)}${block}${eol}${eol}${text.slice(offset)}`
}

/** Takes lines out, and one blank line beside them: exactly what the two functions above put in. */
export function removeLines(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const eol = lineEndOf(text)
  const before = text.slice(0, start)
  const after = text.slice(end)
  const isBlankBefore = before === eol || before.endsWith(eol + eol)
  const cut = isBlankBefore ? before.slice(0, -eol.length) : before
  if (!text.slice(start, end).endsWith('\n')) return cut.endsWith(eol) ? cut.slice(0, -eol.length) : cut
  return after.startsWith(eol) ? before + after.slice(eol.length) : cut + after
}

/** Where the last line that is not blank ends. */
export function endOfContent(text: string): number {
  const content = text.trimEnd().length
  return content === 0 ? 0 : lineEnd(text, content)
}

export function lineEnd(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  return newline < 0 ? text.length : newline + 1
}

export function parseForEdit(text: string): TomlTable {
  try {
    return parse(text)
  } catch (error) {
    if (!(error instanceof TomlError)) throw error
    throw cannotEdit(`line ${error.line} is not TOML`)
  }
}

export function cannotEdit(why: string): OperatingError {
  return new OperatingError('config-invalid', `the roster cannot be edited: ${why}`, 'Put it right in an editor first.')
}

function readTrees(text: string): TomlTable[] {
  const { trees = [] } = parseForEdit(text)
  const isList = Array.isArray(trees) && trees.every((tree) => typeof tree === 'object' && tree !== null)
  if (!isList) throw cannotEdit('its trees are not written as [[trees]] tables')
  return trees as TomlTable[]
}

function standTogether(own: readonly TomlHeader[], layout: TomlLayout): boolean {
  const places = own.map((header) => layout.headers.indexOf(header))
  return places.every((place, index) => index === 0 || place === (places[index - 1] ?? 0) + 1)
}

function blockStart(text: string, layout: TomlLayout, header: TomlHeader): number {
  const bom = text.startsWith('\ufeff') ? 1 : 0
  let start = lineStart(text, header.key.start)
  while (start > bom && isCommentLine(text, layout, lineStart(text, start - 1))) start = lineStart(text, start - 1)
  return Math.max(start, bom)
}

/** Comment lines that lead straight to the next header belong to that one. */
function blockEnd(text: string, layout: TomlLayout, contentEnd: number): number {
  const end = lineEnd(text, contentEnd)
  let below = end
  while (below < text.length && isCommentLine(text, layout, below)) below = lineEnd(text, below)
  const leadsToHeader = layout.headers.some(({ key }) => lineStart(text, key.start) === below)
  return leadsToHeader ? end : below
}

function isCommentLine(text: string, layout: TomlLayout, start: number): boolean {
  const mark = start + (/^[ \t]*/.exec(text.slice(start, lineEnd(text, start)))?.[0].length ?? 0)
  return layout.comments.has(mark)
}

function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}
