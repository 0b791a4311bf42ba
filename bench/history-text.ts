/** What passports and flux take, for people, as a table in Markdown. */
import type { HistoryFigures } from './measure/history.ts'
import { median } from './rounds.ts'

export function historyText({ commits, moved, fresh, rebased, seconds }: HistoryFigures): string[] {
  return [
    `${commits} commits in next; on the next day ${moved} trees moved, with ${fresh} new commits and ${rebased} rebased ones.`,
    '',
    '| what | median, s | slowest, s |',
    '| --- | ---: | ---: |',
    ...[...seconds].map(
      ([what, took]) => `| ${what} | ${(median(took) ?? 0).toFixed(2)} | ${Math.max(...took).toFixed(2)} |`,
    ),
  ]
}
