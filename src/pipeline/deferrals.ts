/** Deferred trees and topics: to which versions they can be deferred, and which deferrals are over because their time has come. */
import { versionForNext } from '../base/model/cycle.ts'
import type { Decision } from '../base/model/decision.ts'
import { usageError } from '../base/std/operating-error.ts'
import { parseVersionTag } from '../base/text/version-tag.ts'
import { isTimeFor } from '../rules/cycle/deferral.ts'
import { calendarOf, type CycleQuestion } from './cycle.ts'
import type { Workspace } from './workspace.ts'

/** Upstream's tags are read only where somebody deferred something. */
export async function withoutOverDeferrals(
  workspace: Workspace,
  decisions: readonly Decision[],
  question: CycleQuestion,
): Promise<Decision[]> {
  if (!decisions.some((decision) => waitsFor(decision) !== undefined)) return [...decisions]
  const calendar = await calendarOf(workspace, question)
  return decisions.filter((decision) => {
    const version = waitsFor(decision)
    return version === undefined || !isTimeFor(version, calendar)
  })
}

/** The version that a tree, or what is left out of it, is deferred to. */
function waitsFor(decision: Decision): string | undefined {
  return decision.verb === 'defer' || decision.verb === 'split' ? decision.to : undefined
}

/** The version's name, checked: a tree that is deferred to something that never comes would be held for ever. */
export async function checkedVersion(workspace: Workspace, version: string, question: CycleQuestion): Promise<string> {
  const calendar = await calendarOf(workspace, question)
  if (calendar.kind === 'unknown')
    throw usageError(
      'where the project stands in its cycle cannot be told, so nothing would come back by itself',
      'See what is missing with: tributary cycle. Without it: tributary hold <tree> --why "…"',
    )
  if (isTimeFor(version, calendar))
    throw usageError(
      `work for ${version} belongs in next by now, so there is nothing to wait for`,
      `Next is for ${versionForNext(calendar)} now: name a later one. Where the project stands is shown by: tributary cycle`,
    )
  if (!mayCome(version, question))
    throw usageError(
      `${JSON.stringify(version)} is no version that is to come`,
      `Write it as upstream tags it. Next is for ${versionForNext(calendar)} now: name a later one.`,
    )
  return version
}

/** Where days are laid down, every version to come has its name there; a train's and a tag's is made of numbers. */
function mayCome(version: string, { roster }: CycleQuestion): boolean {
  const rhythm = roster.cycle?.rhythm
  if (rhythm?.kind === 'dates') return rhythm.versions.some(({ name }) => name === version)
  const prefix = rhythm?.kind === 'train' ? (/^\D*/.exec(rhythm.first)?.[0] ?? '') : (rhythm?.prefix ?? 'v')
  const parsed = parseVersionTag(version, prefix)
  return parsed !== undefined && parsed.candidate === undefined
}
