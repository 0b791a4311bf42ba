/** What the search for culprits takes, for people, as a table in Markdown. */
import type { Line } from './measure/gate-search.ts'
import type { Probes } from './measure/probes.ts'
import { type OverWorkers, WORKERS } from './measure/workers.ts'
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

/** How many times faster than a fresh work tree a probe of the next merge has to be, and the most it may take in seconds. */
const FASTER = 10
const PROBE_SECONDS = 0.3

/** Goals are for a kernel; elsewhere only figures are shown. */
export function probesText(probes: Probes, { kernel }: { readonly kernel: boolean }): string[] {
  const fresh = median(probes.get('git worktree add')) ?? 0
  const line = ([name, samples]: readonly [string, readonly number[]]): string => {
    const took = median(samples) ?? 0
    const isJudged = kernel && name.endsWith('to the next merge')
    const isMet = took <= PROBE_SECONDS && fresh / took >= FASTER
    const judged = isJudged ? [`≥ ${FASTER}×, ≤ ${PROBE_SECONDS} s`, isMet ? 'met' : 'missed'] : ['', '']
    return `| ${[name, `${took.toFixed(3)} s`, `${(fresh / took).toFixed(1)}×`, ...judged].join(' | ')} |`
  }
  return [
    '| a probe that builds nothing | | ratio | goal | |',
    '| --- | --- | --- | --- | --- |',
    ...[...probes].map(line),
  ]
}

export function workersText({ probes, seconds, sandbox }: OverWorkers): string {
  const each = ((seconds / probes) * 1000).toFixed(1)
  const shut = sandbox === 'off' ? 'off' : 'on'
  return `${probes} probes of nothing over ${WORKERS} workers, sandbox ${shut}: ${seconds.toFixed(1)} s, ${each} ms each`
}
