/** Where the project stands in its cycle, by upstream's tags as they were last fetched or by what the roster lays down. */
import { readDatedTags } from '../base/git/dated-tags.ts'
import type { Calendar } from '../base/model/cycle.ts'
import type { Instant } from '../base/model/instant.ts'
import type { CommitOid } from '../base/model/oid.ts'
import type { Roster } from '../base/model/roster.ts'
import { calendarAt, USUAL_RHYTHM } from '../rules/cycle/calendar.ts'
import type { Workspace } from './workspace.ts'

export interface CycleQuestion {
  readonly roster: Roster
  /** Undefined when upstream has not been fetched yet. */
  readonly upstream: CommitOid | undefined
  readonly now: Instant
}

export async function calendarOf(workspace: Workspace, { roster, upstream, now }: CycleQuestion): Promise<Calendar> {
  const rhythm = roster.cycle?.rhythm ?? USUAL_RHYTHM
  const goesByTags = rhythm.kind === 'tags' && upstream !== undefined
  return calendarAt(now, rhythm, goesByTags ? await readDatedTags(workspace.record.git, upstream) : [])
}
