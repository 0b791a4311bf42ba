/** What the search for culprits takes, for people, as a table in Markdown. */
import type { Line } from './measure/gate-search.ts'
import { median } from './rounds.ts'

export function gatesText(lines: readonly Line[]): string[] {
  return [
    '| to blame | at a time | search: builds | rounds | budget | | every merge: builds | rounds | bisection: builds | rounds |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
    ...lines.map(row),
  ]
}

/** The budget is for one build at a time: with more, builds are spent to save rounds. */
function row({ faults, workers, budget, search, everyMerge, bisection }: Line): string {
  const isMet = search.every(({ builds }) => builds <= budget)
  const judged = workers === 1 ? [`≤ ${budget}`, isMet ? 'met' : 'missed'] : ['', '']
  const efforts = (way: Line['search']): string[] => [
    shown(way.map(({ builds }) => builds)),
    shown(way.map(({ rounds }) => rounds)),
  ]
  const cells = [faults, `${workers}`, ...efforts(search), ...judged, ...efforts(everyMerge), ...efforts(bisection)]
  return `| ${cells.join(' | ')} |`
}

/** The median, and the most. */
function shown(figures: readonly number[]): string {
  return `${Math.round(median(figures) ?? 0)} (${Math.max(...figures)})`
}
