/** Reads tributary.toml for a use-case: faults become one error that names each with line and column. */
import type { Roster } from '../base/model/roster.ts'
import { OperatingError } from '../base/std/operating-error.ts'
import { parseRoster } from '../stages/roster/parse-roster.ts'
import { readRosterText, type Workspace } from './workspace.ts'

/** The roster of a workspace as it is now. */
export async function rosterOf(workspace: Pick<Workspace, 'rosterPath'>): Promise<Roster> {
  return readRoster(await readRosterText(workspace), workspace.rosterPath)
}

export function readRoster(text: string, path: string, what = 'tributary.toml cannot be used'): Roster {
  const reading = parseRoster(text)
  if (reading.kind === 'read') return reading.roster
  const lines = reading.faults.map(
    (fault) => `${path}:${fault.line}:${fault.column}: ${fault.message}${fault.hint ? `\n    ${fault.hint}` : ''}`,
  )
  throw new OperatingError(
    'config-invalid',
    `${what}: ${lines.length === 1 ? 'one fault' : `${lines.length} faults`}`,
    lines.join('\n'),
  )
}
