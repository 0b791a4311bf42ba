/** Edits tributary.toml: the new text is read as a roster before it replaces the old. */
import { rename, writeFile } from 'node:fs/promises'
import type { Roster } from '../base/model/roster.ts'
import { OperatingError } from '../base/std/operating-error.ts'
import { readRoster } from './roster.ts'
import { readRosterText, type Workspace } from './workspace.ts'

/** Returns the roster as it is now. The file changes whole or not at all. */
export async function editRoster(workspace: Workspace, edit: (text: string) => string): Promise<Roster> {
  const before = await readRosterText(workspace)
  readRoster(before, workspace.rosterPath)
  const after = edit(before)
  const roster = readRoster(
    after,
    workspace.rosterPath,
    'tributary.toml is left as it was, for it could not be used so',
  )
  if (after === before) return roster
  try {
    await writeFile(`${workspace.rosterPath}.new`, after, { flush: true })
    await rename(`${workspace.rosterPath}.new`, workspace.rosterPath)
  } catch (cause) {
    throw new OperatingError(
      'disk',
      `cannot write ${workspace.rosterPath}: ${(cause as Error).message}`,
      'Check that the folder is writable and its disk is not full; the roster is as it was.',
      cause,
    )
  }
  return roster
}
