/** Two branches made to meet: renames that another branch's edits must follow, and conflicts. */
import type { BaseFile } from './base-files.ts'
import { type BaseText, isEditable } from './base-text.ts'
import type { Claims } from './claims.ts'
import { proposeEdit, word } from './edits.ts'
import type { Change, Edit } from './patchwork.ts'
import type { Draft, ExpectedConflict } from './cast.ts'
import type { Random } from './random.ts'
import type { PlannedConflict } from './shape.ts'

/** Files in a folder that is renamed as a whole. */
const MOVED_FOLDER_FILES = { least: 3, most: 10 }

/** Lines that a file must have so that it stays recognisable when a few change. */
const RECOGNISABLE_LINES = 60

export interface Tools {
  readonly base: BaseText
  readonly claims: Claims
  readonly random: Random
}

/** The first tree renames a folder, the second changes a file in it. */
export function plantMovedFolder(first: Draft, second: Draft, all: readonly Draft[], tools: Tools): void {
  const homes = new Set(all.map((draft) => draft.territory.folder))
  const folders = tools.random.shuffled([...leafFolders(tools.base.files.files)])
  for (const [folder, files] of folders) {
    if (homes.has(folder) || !files.every((file) => file.mode === '100644' && tools.claims.isFree(file.path))) continue
    const file = files.find((candidate) => isEditable(candidate))
    const edit = file && proposeEdit(file.path, tools.base.lines(file.path), tools.random)
    if (!file || !edit) continue
    for (const { path } of files) {
      tools.claims.takeWhole(path)
      first.plants.push({ kind: 'move', file: path, to: path.replace(folder, `${folder}-core`) })
    }
    second.plants.push({ kind: 'edit', file: file.path, edit })
    return
  }
  throw new Error('no folder is fit to be renamed')
}

/** The first tree renames a file, the second changes it. */
export function plantMovedFile(first: Draft, second: Draft, tools: Tools): void {
  const { file, edit } = freshFile(first, tools)
  first.plants.push({ kind: 'move', file, to: renamed(file, tools.random) })
  second.plants.push({ kind: 'edit', file, edit })
}

/** A conflict that shows when the second tree is merged, or, against upstream, when the first is. */
export function plantConflict(
  kind: PlannedConflict,
  [first, second]: readonly [Draft, Draft],
  upstream: Change[],
  tools: Tools,
): ExpectedConflict {
  if (kind === 'add/add') {
    const path = `${first.territory.folder}/common_${word(tools.random)}.c`
    first.plants.push({ kind: 'add', path, text: addedText(path, tools.random) })
    second.plants.push({ kind: 'add', path, text: addedText(path, tools.random) })
    return { tree: second.name, with: first.name, path, kind }
  }
  const { file, edit } = freshFile(first, tools)
  first.plants.push(kind === 'modify/delete' ? { kind: 'delete', file } : { kind: 'edit', file, edit })
  const other: Change = { kind: 'edit', file, edit: contested(edit, tools.random) }
  if (kind === 'upstream') {
    upstream.push(other)
    return { tree: first.name, with: 'upstream', path: file, kind: 'content' }
  }
  second.plants.push(other)
  return { tree: second.name, with: first.name, path: file, kind }
}

/** A new source file. */
export function addedText(path: string, random: Random): string {
  const functions = Array.from({ length: random.between(4, 12) }, (_, n) => {
    const name = `${word(random)}_${word(random)}_${n}`
    return `int ${name}(struct ${word(random)} *${word(random)})\n{\n\treturn ${word(random)}_${random.below(100_000)}();\n}\n`
  })
  return `// SPDX-License-Identifier: GPL-2.0\n// ${path}\n\n${functions.join('\n')}`
}

/** `a/b.c` → `a/b-ring.c`: renamed where it lies, since a folder that loses all its files to another counts as renamed. */
export function renamed(file: string, random: Random): string {
  const dot = file.lastIndexOf('.')
  return `${file.slice(0, dot)}-${word(random)}${random.below(1000)}${file.slice(dot)}`
}

/** A C file of the tree's territory that nobody has claimed, claimed whole, and an edit in it. */
function freshFile(draft: Draft, tools: Tools): { readonly file: string; readonly edit: Edit } {
  for (const file of tools.random.shuffled(draft.territory.files)) {
    if (!/\.[chS]$|\.dtsi?$|\.rst$|\.yaml$/.test(file) || !tools.claims.isFree(file)) continue
    const lines = tools.base.lines(file)
    const edit = lines.length < RECOGNISABLE_LINES ? undefined : proposeEdit(file, lines, tools.random)
    if (edit && tools.claims.takeWhole(file)) return { file, edit }
  }
  throw new Error(`${draft.name} has no file left to plant something in`)
}

/** The same lines, changed otherwise. */
function contested(edit: Edit, random: Random): Edit {
  const indent = /^\s*/.exec(edit.lines[0] ?? '')?.[0] ?? ''
  return { ...edit, lines: [`${indent}${word(random)}_${random.below(100_000)}(${word(random)});`] }
}

/** Folders without folders, of a few files each. */
function* leafFolders(files: readonly BaseFile[]): Generator<readonly [string, readonly BaseFile[]]> {
  const inside = new Map<string, BaseFile[]>()
  const parents = new Set<string>()
  for (const file of files) {
    const folder = file.path.slice(0, Math.max(0, file.path.lastIndexOf('/')))
    const own = inside.get(folder)
    if (own) own.push(file)
    else inside.set(folder, [file])
    parents.add(folder.slice(0, Math.max(0, folder.lastIndexOf('/'))))
  }
  for (const [folder, own] of inside) {
    const { least, most } = MOVED_FOLDER_FILES
    if (folder !== '' && !parents.has(folder) && own.length >= least && own.length <= most) yield [folder, own]
  }
}
