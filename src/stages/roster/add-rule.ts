/** Adds a `[[resolve]]` rule to the text of tributary.toml, and changes no other byte. */
import type { SettlingRule } from '../../base/model/settling.ts'
import { tomlLayout } from '../../base/text/toml-layout.ts'
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
import { tomlText } from './tree-toml.ts'

/** The rule's table, without the last line end; `note` becomes a comment above it. */
export function ruleToml({ glob, take }: SettlingRule, note?: string): string {
  const lines = [
    ...(note === undefined ? [] : [`# ${note}`]),
    '[[resolve]]',
    `path = ${tomlText(glob)}`,
    `take = ${tomlText(take)}`,
  ]
  return lines.join('\n')
}

/** Behind the other rules, for the first that fits a path holds; where there are none, before the trees. */
export function addRule(text: string, rule: SettlingRule, note: string): string {
  const toml = ruleToml(rule, note).replaceAll('\n', lineEndOf(text))
  const hasRules = parseForEdit(text)['resolve'] !== undefined
  const last = tomlLayout(text).headers.findLast(({ path }) => path[0] === 'resolve')
  if (last) return insertAfter(text, lineEnd(text, last.contentEnd), toml)
  if (hasRules) throw cannotEdit('its rules are not written as [[resolve]] tables')
  const [firstTree] = treeBlocks(text)
  return firstTree ? insertBefore(text, firstTree.start, toml) : insertAfter(text, endOfContent(text), toml)
}
