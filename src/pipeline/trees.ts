/** Reads and edits the roster's trees. */
import type { Roster, TreeKind } from '../base/model/roster.ts'
import { usageError } from '../base/std/operating-error.ts'
import { oneLine } from '../base/text/printable.ts'
import { addTree, moveTree, type Place, removeTree } from '../stages/roster/edit-trees.ts'
import { fixesReasons } from '../stages/roster/guess-kinds.ts'
import { type ImportNote, importTrees, renderImport } from '../stages/roster/import-trees.ts'
import { parseRoster } from '../stages/roster/parse-roster.ts'
import { readRoster, rosterOf } from './roster.ts'
import { editRoster } from './roster-edit.ts'
import { splitSource } from './source.ts'
import { readRosterText, type Workspace } from './workspace.ts'

/** The roster, and what is odd in it though it can be used. */
export async function readRosterOf(
  workspace: Workspace,
): Promise<{ readonly roster: Roster; readonly warnings: readonly string[] }> {
  const text = await readRosterText(workspace)
  const roster = readRoster(text, workspace.rosterPath)
  const reading = parseRoster(text)
  const warnings = reading.kind === 'read' ? reading.warnings : []
  return {
    roster,
    warnings: warnings.map(
      (warning) => `${workspace.rosterPath}:${warning.line}:${warning.column}: ${warning.message}`,
    ),
  }
}

export interface TreeWish {
  readonly name: string
  /** `<url>#<branch>`. */
  readonly source: string
  readonly kind: TreeKind | undefined
  readonly contacts: readonly string[] | undefined
  readonly group: string | undefined
  readonly before: string | undefined
  readonly after: string | undefined
}

export interface Added {
  readonly name: string
  readonly kind: TreeKind
  readonly guessed: boolean
  /** Counting from 1. */
  readonly place: number
  readonly of: number
}

export async function addToRoster(workspace: Workspace, wish: TreeWish): Promise<Added> {
  const { name, before, after, group, contacts } = wish
  const guess: TreeKind = fixesReasons([name])[0] === undefined ? 'next' : 'fixes'
  const kind = wish.kind ?? guess
  const roster = await editRoster(workspace, (text) =>
    addTree(text, { name, ...splitSource(wish.source), kind, contacts, group, before, after }),
  )
  const place = roster.trees.findIndex((tree) => tree.name === name) + 1
  return { name, kind, guessed: wish.kind === undefined, place, of: roster.trees.length }
}

export async function removeFromRoster(workspace: Workspace, name: string): Promise<void> {
  await editRoster(workspace, (text) => removeTree(text, name))
}

export async function moveInRoster(workspace: Workspace, name: string, place: Place): Promise<void> {
  if (('before' in place ? place.before : place.after) === name)
    throw usageError(
      `${oneLine(name)} cannot be moved to where it is itself`,
      'Name another tree to put it before or after.',
    )
  await editRoster(workspace, (text) => moveTree(text, name, place))
}

export async function importIntoRoster(
  workspace: Workspace,
  file: string,
): Promise<{ readonly added: number; readonly notes: readonly ImportNote[] }> {
  const roster = await rosterOf(workspace)
  const imported = importTrees(file, { schemes: roster.fetch.schemes, taken: roster.trees.map((tree) => tree.name) })
  await editRoster(workspace, (text) => renderImport(text, imported.trees))
  return { added: imported.trees.length, notes: imported.notes }
}
