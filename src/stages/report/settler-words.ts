/** By what a conflict is settled, in words: whose resolution, since when, why, and how others get it. */
import { isoDay } from '../../base/model/instant.ts'
import type { Person } from '../../base/model/person.ts'
import type { ResolutionId, Settler, Take } from '../../base/model/settling.ts'
import { unreachable } from '../../base/std/assert.ts'
import { oneLine } from '../../base/text/printable.ts'
import { enumerate } from '../../base/text/wrap.ts'
import type { OnRecord, ReportInput } from './input.ts'
import { shellWord } from './words.ts'

/** Settlers named one by one. A file of more hunks than these, each with its own, is told by their number. */
const SETTLERS_MAX = 5

/** `resolution 3f2a… by Next Integrator (2026-01-15: both are wanted)`, for a sentence. */
export function settlersText(settlers: readonly Settler[], onRecord: OnRecord): string {
  const shown = settlers.slice(0, SETTLERS_MAX).map((settler) => settlerText(settler, onRecord))
  const more = settlers.length - SETTLERS_MAX
  return enumerate(more > 0 ? [...shown, `${more} more`] : shown)
}

/** Digits by which mails name a resolution; commands take them. */
export function shortResolution(id: ResolutionId): string {
  return id.slice(0, 12)
}

function settlerText(settler: Settler, onRecord: OnRecord): string {
  return settler.kind === 'rule'
    ? `the roster's rule to take ${sideText(settler.take)}`
    : resolutionText(settler.id, onRecord)
}

export function resolutionText(id: ResolutionId, { resolutions }: OnRecord): string {
  const name = `resolution ${shortResolution(id)}`
  const resolution = resolutions.get(id)
  if (resolution === undefined) return name
  const why = oneLine(resolution.why).replace(/\.$/, '')
  return `${name} by ${nameOf(resolution.by)} (${isoDay(resolution.at)}${why === '' ? '' : `: ${why}`})`
}

function sideText(take: Take): string {
  switch (take) {
    case 'ours':
      return "the integration's side"
    case 'theirs':
      return "the tree's side"
    case 'union':
      return 'both sides'
    case 'deletion':
      return 'the deletion'
    default:
      return unreachable(take)
  }
}

/** Why a settler that a conflict had settles it no more. */
export function noLongerText(settler: Settler, onRecord: OnRecord, linesChanged: boolean): string {
  const name = settler.kind === 'rule' ? 'The roster' : `Resolution ${shortResolution(settler.id)}`
  if (settler.kind === 'rule') {
    return linesChanged
      ? `The roster's rule to take ${sideText(settler.take)} cannot be followed any more.`
      : `${name} no longer has the rule to take ${sideText(settler.take)}.`
  }
  const withdrawal = onRecord.withdrawals.get(settler.id)
  if (withdrawal === undefined)
    return linesChanged ? `${name} is about the lines as they were.` : `${name} is not used any more.`
  const why = oneLine(withdrawal.why).replace(/\.$/, '')
  return `${name} was revoked by ${nameOf(withdrawal.by)} on ${isoDay(withdrawal.at)}${why === '' ? '' : `: ${why}`}.`
}

function nameOf({ name, email }: Person): string {
  return oneLine(name) || oneLine(email)
}

/** The command that brings the resolutions to another record; empty when there is none among these. */
export function fetchCommands(settlers: readonly Settler[], { resolutionsAt }: ReportInput): string[] {
  if (!settlers.some(({ kind }) => kind === 'resolution')) return []
  return [`tributary resolutions fetch ${shellWord(resolutionsAt)}`]
}
