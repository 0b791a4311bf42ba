/** What a run would make of what was put on record just now. */
import type { Conflict } from '../../../base/model/conflict.ts'
import { count } from '../../../base/text/count.ts'
import { printable } from '../../../base/text/printable.ts'
import type { RunReport } from '../../../pipeline/run.ts'
import type { Screen } from './screen.ts'

/** What the next run would do, with the combined diff of what was settled just now. */
export function tellOutcome(
  screen: Screen,
  report: RunReport | undefined,
  conflicts: readonly Conflict['id'][] = [],
): void {
  if (report === undefined)
    return screen.line(
      '\nAnother command is at work on this record, so what comes of it is not shown. The next run takes it.',
    )
  const { outcome, diffs } = report
  const { record } = outcome.release
  for (const id of conflicts) {
    const diff = diffs?.get(id)
    if (diff !== undefined && diff !== '') screen.line(`\n${printable(diff).trimEnd()}`)
  }
  const open = record.conflicts.filter(({ settled }) => settled === undefined)
  const unsettled = open.length === 0 ? 'No conflict is left open' : `${count(open.length, 'conflict')} left open`
  screen.line(`\n${unsettled}. A release with it is made by: tributary run --offline`)
}
