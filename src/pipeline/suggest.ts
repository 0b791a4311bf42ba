/** Suggests rules for the roster out of how conflicts were settled so far, and writes those that the operator accepts. */
import { resolveCommit } from '../base/git/rev-parse.ts'
import { REF_RESOLUTIONS } from '../base/model/names.ts'
import { usageError } from '../base/std/operating-error.ts'
import { withdrawn } from '../memory/resolutions/in-force.ts'
import { rulesInHistory, type SuggestedRule } from '../memory/resolutions/rules-in-history.ts'
import { readResolutions } from '../memory/resolutions/store.ts'
import { addRule, ruleToml } from '../stages/roster/add-rule.ts'
import { usesOf } from './resolution-uses.ts'
import { editRoster } from './roster-edit.ts'
import { rosterOf } from './roster.ts'
import { openReading, type Workspace } from './workspace.ts'

export interface Suggestion extends SuggestedRule {
  readonly why: string
  /** The table as it goes into tributary.toml. */
  readonly toml: string
}

export interface Suggestions {
  /** How many conflicted files on record they were looked for in. */
  readonly conflicts: number
  readonly suggestions: readonly Suggestion[]
}

export async function suggest(workspace: Workspace): Promise<Suggestions> {
  const roster = await rosterOf(workspace)
  const { git } = workspace.record
  await using reading = openReading(git)
  const { resolutions, withdrawals } = await readResolutions(
    reading.folders,
    reading.reader,
    await resolveCommit(git, REF_RESOLUTIONS),
  )
  const { ids: gone } = withdrawn(resolutions, withdrawals)
  // What a person put in the place of another says that the other was wrong; a later merge says that times changed.
  const corrected = new Set(
    resolutions.flatMap(({ origin, supersedes }) => (origin.kind === 'resolved' ? [supersedes] : [])),
  )
  const inForce = resolutions.filter(({ id }) => !gone.has(id) && !corrected.has(id))
  const uses = await usesOf(inForce, async (oid) => (await reading.reader.find(oid))?.content.toString('latin1'))
  const rules = rulesInHistory(uses, roster.resolutions.rules)
  return {
    conflicts: uses.length,
    suggestions: rules.map((rule) => ({ ...rule, why: whyOf(rule), toml: ruleToml(rule, whyOf(rule)) })),
  }
}

/** Writes the nth suggestion, counting from 1, into the roster. */
export async function acceptSuggestion(workspace: Workspace, place: number): Promise<Suggestion> {
  const { suggestions } = await suggest(workspace)
  const accepted = suggestions[place - 1]
  if (accepted === undefined)
    throw usageError(
      suggestions.length === 0 ? 'there is nothing to accept' : `there is no suggestion ${place}`,
      'The suggestions are numbered by: tributary resolutions suggest',
    )
  await editRoster(workspace, (text) => addRule(text, accepted, accepted.why))
  return accepted
}

const TAKEN = {
  ours: 'the integration’s side was kept',
  theirs: 'the side of the tree that was merged was taken',
  union: 'both sides were kept, one after the other',
  deletion: 'a file that one side had deleted was let go',
} as const

function whyOf({ take, uses, rightInARow, files }: SuggestedRule): string {
  const where = files === 1 ? 'this file' : `these ${files} files`
  return rightInARow === uses
    ? `In all of the ${uses} conflicts of ${where} on record, ${TAKEN[take]}.`
    : `In all of the ${rightInARow} last conflicts of ${where}, of ${uses} on record, ${TAKEN[take]}.`
}
