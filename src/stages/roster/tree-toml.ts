/** How a tree is written down in tributary.toml. */
import type { TreeKind } from '../../base/model/roster.ts'

/** A tree to be written, not checked yet: whoever writes it reads the whole roster again afterwards. */
export interface NewTree {
  readonly name: string
  readonly url: string
  readonly branch: string
  readonly kind?: TreeKind | undefined
  /** `Name <address>` or addresses. */
  readonly contacts?: readonly string[] | undefined
  readonly group?: string | undefined
  /** A commit it stays at. */
  readonly commit?: string | undefined
  /** A comment above the table. One line. */
  readonly note?: string | undefined
}

/** The tree's table, without the last line end; `kindNote` becomes a comment behind the kind. */
export function treeToml(tree: NewTree, kindNote?: string): string {
  const { kind, contacts = [], group, commit, note } = tree
  const lines = [
    ...(note === undefined ? [] : [`# ${note}`]),
    '[[trees]]',
    `name = ${tomlText(tree.name)}`,
    `url = ${tomlText(tree.url)}`,
    `branch = ${tomlText(tree.branch)}`,
  ]
  if (kind !== undefined) lines.push(`kind = ${tomlText(kind)}${kindNote === undefined ? '' : ` # ${kindNote}`}`)
  if (contacts.length > 0) lines.push(`contacts = ${tomlTexts(contacts)}`)
  if (group !== undefined) lines.push(`group = ${tomlText(group)}`)
  if (commit !== undefined) lines.push(`commit = ${tomlText(commit)}`)
  return lines.join('\n')
}

/** A TOML basic string. JSON's escapes are TOML's too; but DEL must be escaped, and half a surrogate pair cannot be written at all. */
export function tomlText(text: string): string {
  return JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('\u007f', '\\u007f')
}

export function tomlTexts(texts: readonly string[]): string {
  return `[${texts.map(tomlText).join(', ')}]`
}
