/** For how long commits had been in next, counted in stretches that people think in. Pure. */
import type { PulledCommit } from '../../base/model/pull-check.ts'

export interface Bar {
  readonly label: string
  readonly commits: number
}

/** From so many days on. */
const STRETCHES: readonly (readonly [days: number, label: string])[] = [
  [28, '4 weeks and more'],
  [14, '2 to 4 weeks'],
  [7, '1 to 2 weeks'],
  [2, '2 to 6 days'],
  [0, 'up to a day'],
]

/** The longest first, and what never was there last. Stretches without commits are there as well. */
export function daysHistogram(commits: readonly PulledCommit[]): readonly Bar[] {
  const known = commits.filter(({ inNext }) => inNext !== 'never')
  const bars = STRETCHES.map(([from, label], at): Bar => {
    const below = STRETCHES[at - 1]?.[0] ?? Number.POSITIVE_INFINITY
    return { label, commits: known.filter(({ days }) => days >= from && days < below).length }
  })
  return [...bars, { label: 'never', commits: commits.length - known.length }]
}
