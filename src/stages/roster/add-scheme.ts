/** Allows one more URL scheme in the text of tributary.toml: what `init` does when the operator types a path. */
import { entryFinder, tomlLayout } from '../../base/text/toml-layout.ts'
import { DEFAULT_SCHEMES } from './settings.ts'
import {
  cannotEdit,
  endOfContent,
  insertAfter,
  insertBefore,
  lineEnd,
  lineEndOf,
  parseForEdit,
  treeBlocks,
} from './tree-blocks.ts'
import { tomlText, tomlTexts } from './tree-toml.ts'

/** Adds a scheme to `[fetch] schemes`, writing the key or the table first where there is none. Unchanged when it is there. */
export function addScheme(text: string, scheme: string): string {
  const fetch = parseForEdit(text)['fetch']
  const schemes = fetch === undefined ? undefined : (fetch as { readonly schemes?: unknown }).schemes
  if (Array.isArray(schemes)) return schemes.includes(scheme) ? text : addToList(text, schemes.length, scheme)
  if (schemes !== undefined) throw cannotEdit('schemes under [fetch] is no list')
  return addList(text, fetch !== undefined, `schemes = ${tomlTexts([...DEFAULT_SCHEMES, scheme])}`)
}

function addToList(text: string, length: number, scheme: string): string {
  const find = entryFinder(tomlLayout(text))
  const last = length === 0 ? undefined : find(['fetch', 'schemes', length - 1])
  const list = find(['fetch', 'schemes'])
  if (last) return insert(text, last.value.end, `, ${tomlText(scheme)}`)
  if (list) return insert(text, list.value.start + 1, tomlText(scheme))
  throw cannotEdit('schemes under [fetch] were not found')
}

function addList(text: string, hasTable: boolean, line: string): string {
  const header = tomlLayout(text).headers.find(({ path }) => path.length === 1 && path[0] === 'fetch')
  if (header) {
    const end = lineEnd(text, header.value.end)
    const eol = lineEndOf(text)
    return insert(text, end, text.slice(0, end).endsWith('\n') ? `${line}${eol}` : `${eol}${line}`)
  }
  if (hasTable) throw cannotEdit('its settings for fetching are not written as a [fetch] table')
  const table = `[fetch]${lineEndOf(text)}${line}`
  const firstTree = treeBlocks(text)[0]
  return firstTree ? insertBefore(text, firstTree.start, table) : insertAfter(text, endOfContent(text), table)
}

function insert(text: string, offset: number, piece: string): string {
  return text.slice(0, offset) + piece + text.slice(offset)
}
